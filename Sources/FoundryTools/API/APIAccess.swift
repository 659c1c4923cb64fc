public import FoundryAPI
import FoundryJSON

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
        case .client(let client):
            do {
                return try await client.send(operation, arguments)
            } catch let error as FoundryError where error.kind == .authentication && error.httpStatus == nil {
                // There is no key. The library cannot know that this program has a sandbox.
                throw FoundryError(
                    error.kind, error.message + " To try everything without a key, start it with --sandbox.")
            }
        case .unusable(let error): throw error
        }
    }
}
