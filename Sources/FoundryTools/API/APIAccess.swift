public import FoundryAPI
import FoundryJSON

/// What the tools call: the API's client, or, where it could not be set up, the reason.
public enum APIAccess: Sendable {
    /// The client.
    case client(FoundryClient)
    /// Why there is none; each call fails with it.
    case unusable(FoundryError)

    /// Sends an operation.
    /// - Throws: `FoundryError`; `CancellationError`.
    func send(_ operation: FoundryOperation, _ arguments: JSON) async throws -> FoundryResponse {
        try await withClient { try await $0.send(operation, arguments) }
    }

    /// Accepts a quote that somebody has agreed to, if it has not changed since and fits the budget.
    /// - Throws: `FoundryError`; `CancellationError`.
    func accept(
        _ agreed: QuoteSnapshot, details: JSON = [:], within budget: SpendBudget
    ) async throws -> FoundryResponse {
        try await withClient { try await $0.accept(agreed, details: details, within: budget) }
    }

    private func withClient<Value: Sendable>(
        _ body: (FoundryClient) async throws -> Value
    ) async throws -> Value {
        switch self {
        case .client(let client):
            do {
                return try await body(client)
            } catch let error as FoundryError where error.kind == .authentication && error.httpStatus == nil {
                // There is no key. The library cannot know that this program has a sandbox.
                throw FoundryError(
                    error.kind, error.message + " To try everything without a key, start it with --sandbox.")
            }
        case .unusable(let error): throw error
        }
    }
}
