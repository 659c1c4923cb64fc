public import FoundryAPI
import FoundryJSON

/// The API as the tools use it: a client, or the reason why there is none.
public enum APIAccess: Sendable {
    /// The client.
    case client(FoundryClient)
    /// A client whose key is obtained when a call first needs it.
    case deferred(DeferredClient)
    /// The error with which every call fails, since the client could not be set up.
    case unusable(FoundryError)

    /// Sends an operation.
    /// - Throws: `FoundryError`; `CancellationError`.
    func send(_ operation: FoundryOperation, _ arguments: JSON) async throws -> FoundryResponse {
        try await withClient(for: operation) { try await $0.send(operation, arguments) }
    }

    /// Reads an experiment.
    /// - Throws: `FoundryError`, of kind `bad_response` if the API gives none that can be read; `CancellationError`.
    func experiment(_ id: Experiment.ID) async throws -> Experiment {
        try Experiment(try await send(.getExperiment, ["experiment_id": JSON(id)]).value)
    }

    /// Sends a write that precedes a purchase, such as creating an experiment that will be ordered.
    /// - Throws: `FoundryError`; `CancellationError`.
    func sendForPurchase(_ operation: FoundryOperation, _ arguments: JSON) async throws -> FoundryResponse {
        try await withClient { try await $0.sendForPurchase(operation, arguments) }
    }

    /// Accepts a quote that somebody has agreed to, if it has not changed since and fits the budget.
    /// - Throws: `FoundryError`; `CancellationError`.
    func accept(
        _ agreed: QuoteSnapshot, details: JSON = [:], within budget: SpendBudget
    ) async throws -> FoundryResponse {
        try await withClient { try await $0.accept(agreed, details: details, within: budget) }
    }

    /// Asks the API to settle an invoice that somebody has agreed to pay.
    /// - Throws: `FoundryError`; `CancellationError`.
    func pay(_ agreed: InvoiceSnapshot, within budget: SpendBudget) async throws -> FoundryResponse {
        try await withClient { try await $0.pay(agreed, within: budget) }
    }

    /// The redactor of the caller's key; without a client, one that knows the shape of keys.
    public var redactor: Redactor {
        switch self {
        case .client(let client): client.redactor
        case .deferred(let client): client.redactor
        case .unusable: Redactor(key: nil)
        }
    }

    private func withClient<Value: Sendable>(
        for operation: FoundryOperation? = nil, _ body: (FoundryClient) async throws -> Value
    ) async throws -> Value {
        switch self {
        case .client(let client): return try await Self.withSandboxAdvice { try await body(client) }
        case .deferred(let client):
            return try await Self.withSandboxAdvice {
                if let operation { return try await body(client.client(for: operation)) }
                return try await body(client.client())
            }
        case .unusable(let error): throw error
        }
    }

    private static func withSandboxAdvice<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as FoundryError where error.kind == .authentication && error.httpStatus == nil {
            // There is no key. The library cannot know that this program has a sandbox.
            throw FoundryError(
                error.kind, error.message + " To try everything without a key, start it with --sandbox.")
        }
    }

    /// The number of experiments that one request asks for, so that its URL stays short.
    static let experimentsPerRequest = 50

    /// Returns the newest update of each of these experiments, by the experiment's id.
    ///
    /// - Parameter mustBeComplete: Whether to ask until every experiment that has an update is there. If not, one
    ///   without an update among the newest hundred of them all is left out.
    /// - Throws: `FoundryError`; `CancellationError`.
    func newestUpdates(of experiments: [String], mustBeComplete: Bool = false) async throws -> [String: JSON] {
        var newest: [String: JSON] = [:]
        var missing = Set(experiments)
        while !missing.isEmpty {
            let filter = "in(experiment_id,\(missing.sorted().joined(separator: ",")))"
            let feed = try await send(.listUpdates, ["filter": JSON(filter), "limit": JSON(Paginator.pageSize)])
            // The feed begins with the newest update.
            for update in feed.items {
                guard let id = update["experiment_id"]?.string, missing.contains(id), newest[id] == nil else {
                    continue
                }
                newest[id] = update
            }
            let found = missing.intersection(newest.keys)
            missing.subtract(found)
            let hasMore = feed.items.count < feed.total ?? 0
            guard mustBeComplete, hasMore, !found.isEmpty else { break }
        }
        return newest
    }
}

/// A value from the API, and whether a sandbox gave it.
struct APIValue: Sendable {
    let value: JSON
    let isSandbox: Bool

    init(value: JSON, isSandbox: Bool) {
        self.value = value
        self.isSandbox = isSandbox
    }

    /// Creates the value of a response.
    init(_ response: FoundryResponse) {
        self.init(value: response.value, isSandbox: response.isSandbox)
    }
}

extension FoundryResponse {
    /// The JSON value; an empty object if the response has none.
    var value: JSON { json ?? [:] }

    /// The sentence that says how a lost outcome was learned, as the member `note` of a result; empty if nothing was lost.
    var note: [JSON.Member] { inference.map { [JSON.Member("note", JSON($0))] } ?? [] }
}
