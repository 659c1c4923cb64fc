public import FoundryAPI
import Synchronization

/// A client whose key is obtained when a call first needs it.
public final class DeferredClient: Sendable {
    /// A function that obtains the key and makes the client.
    public typealias Make = @Sendable () async throws -> FoundryClient

    private enum State {
        case idle
        case underWay(Task<FoundryClient, any Error>)
        case made(FoundryClient)
    }

    private let keyless: FoundryClient
    private let make: Make
    private let state = Mutex(State.idle)

    /// Creates a deferred client.
    /// - Parameters:
    ///   - keyless: the client for operations that need no key.
    ///   - make: obtains the key. It runs once, however many calls wait for it; if it fails, all of these fail, and it runs
    ///     again for the next call.
    public init(keyless: FoundryClient, make: @escaping Make) {
        self.keyless = keyless
        self.make = make
    }

    /// The redactor that removes the key, as far as it is known, from texts and values.
    public var redactor: Redactor {
        state.withLock { state in
            switch state {
            case .made(let client): client.redactor
            case .idle, .underWay: keyless.redactor
            }
        }
    }

    /// A Boolean value that indicates whether a request that changes something has been sent.
    public var hasSentWrite: Bool {
        state.withLock { if case .made(let client) = $0 { client.hasSentWrite } else { false } }
    }

    /// Returns the client for an operation.
    /// - Throws: The error of the function that makes the client.
    func client(for operation: FoundryOperation) async throws -> FoundryClient {
        switch operation {
        case .health, .healthDatabase: keyless
        default: try await client()
        }
    }

    /// Returns the client with the key.
    /// - Throws: The error of the function that makes the client.
    func client() async throws -> FoundryClient {
        let task = state.withLock { state in
            switch state {
            case .made(let client): return Task<FoundryClient, any Error> { client }
            case .underWay(let task): return task
            case .idle:
                let task = Task { try await obtain() }
                state = .underWay(task)
                return task
            }
        }
        return try await task.value
    }

    private func obtain() async throws -> FoundryClient {
        do {
            let client = try await make()
            state.withLock { $0 = .made(client) }
            return client
        } catch {
            state.withLock { $0 = .idle }
            throw error
        }
    }
}
