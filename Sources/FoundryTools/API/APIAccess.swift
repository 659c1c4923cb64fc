public import FoundryAPI
import JSON

/// What the tools call: the API's client, or, where it could not be set up, the reason.
public enum APIAccess: Sendable {
    /// The client.
    case client(FoundryClient)
    /// Why there is none; each call fails with it.
    case unusable(FoundryError)

    /// Sends the operation of a row of the table.
    /// - Throws: `FoundryError`; `CancellationError`.
    func send(_ row: FoundryOperation.Row, _ arguments: JSON) async throws -> FoundryResponse {
        try await send(FoundryOperation(row), arguments)
    }

    /// Sends an operation.
    /// - Throws: `FoundryError`; `CancellationError`.
    func send(_ operation: FoundryOperation, _ arguments: JSON) async throws -> FoundryResponse {
        switch self {
        case .client(let client): try await client.send(operation, arguments)
        case .unusable(let error): throw error
        }
    }
}
