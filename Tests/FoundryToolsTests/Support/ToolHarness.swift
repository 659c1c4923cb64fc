import Foundation
import FoundryAPI
import FoundryJSON
import FoundryJSONRPC
import FoundryMCP
import FoundrySandbox
import TestSupport
import Testing

@testable import FoundryTools

/// The tools over a real client on a sandbox that is theirs alone.
final class ToolHarness: Sendable {
    let sandbox: Sandbox
    let client: FoundryClient
    let tools: FoundryToolProvider
    /// A folder of its own, which is removed in the end.
    let home: URL

    init(
        pace: Double = 0.05, quoteDelay: Double = 0, scope: Scope = .everything, maximumSpend: Int? = nil,
        clock: @escaping @Sendable () -> Date = { Date() }
    ) throws {
        var configuration = SandboxConfiguration()
        configuration.pace = pace
        configuration.quoteDelay = quoteDelay
        configuration.clock = clock
        sandbox = try Sandbox.start(configuration)
        client = FoundryClient(
            configuration: try FoundryConfiguration(
                url: sandbox.baseURL.absoluteString, key: sandbox.key, timeout: .seconds(90)))
        home = FileManager.default.temporaryDirectory.appending(path: "foundry-tools-\(UUID().uuidString)")
        tools = FoundryToolProvider(
            api: .client(client), scope: scope, budget: SpendBudget(centsPerQuote: maximumSpend),
            tokenFolder: TokenFolder(home.appending(path: "tokens")))
    }

    deinit {
        try? FileManager.default.removeItem(at: home)
    }

    /// The tools of another set-up on the same sandbox.
    func tools(
        key: String? = nil, url: URL? = nil, scope: Scope = .everything, maximumSpend: Int? = nil,
        maximumTotal: Int? = nil, confirmation: ConfirmationMode = .ask, files: [String] = []
    ) throws -> FoundryToolProvider {
        let client = FoundryClient(
            configuration: try FoundryConfiguration(
                url: (url ?? sandbox.baseURL).absoluteString, key: key ?? sandbox.key, timeout: .seconds(90)))
        return FoundryToolProvider(
            api: .client(client), scope: scope,
            budget: SpendBudget(centsPerQuote: maximumSpend, centsInTotal: maximumTotal), confirmation: confirmation,
            tokenFolder: TokenFolder(home.appending(path: "tokens")), files: FileFolders(files))
    }

    /// Calls a tool.
    func call(
        _ tool: String, _ arguments: JSON = [:], as user: User? = nil, progress: ProgressReporter? = nil
    ) async throws -> ToolResult {
        try await tools.result(tool, arguments, as: user, progress: progress)
    }

    /// Calls a tool that must succeed, and gives its value.
    func value(_ tool: String, _ arguments: JSON = [:], as user: User? = nil) async throws -> JSON {
        let result = try await call(tool, arguments, as: user)
        try #require(!result.isError, "\(result.text)")
        return try #require(result.structured)
    }

    /// The requests that the sandbox was sent, as `POST /api/v1/experiments`.
    var requests: [String] { sandbox.requestLog.map { "\($0.method) \($0.path)" } }

    /// The number of requests to accept a quote.
    var acceptances: Int { requests.filter { $0.hasSuffix("/confirm") }.count }

    /// A submitted experiment with an open quote: in triplicate on HER2, 355.00 USD a sequence (249, twice 49 for the
    /// further replicates, and 8 for the antigen).
    func quoted(_ spec: JSON = Spec.affinity(), name: String = "Quoted") async throws -> Quoted {
        let made = try await value(
            "create_experiment", ["name": JSON(name), "experiment_spec": spec, "skip_draft": true])
        let id = try #require(made["experiment_id"]?.string)
        let experiment = try await value("get_experiment", ["experiment_id": JSON(id), "detail": "full"])
        let quote = try await value("get_experiment_quote", ["experiment_id": JSON(id)])
        return Quoted(
            experiment: JSON(id), quote: try #require(experiment["stripe_quote_id"]),
            amount: try #require(quote["amount_total"]?.int), status: try #require(quote["status"]?.string))
    }

    /// An experiment that the lab is done with.
    func measured(_ spec: JSON, name: String = "Measured") async throws -> JSON {
        let estimate = try await value("estimate_cost", ["experiment_spec": spec])
        let made = try await value(
            "create_experiment",
            [
                "name": JSON(name), "experiment_spec": spec, "auto_accept_quote": true,
                "expected_amount_cents": try #require(estimate["breakdown"]?["total_cents"]),
                "expected_currency": "usd",
            ])
        let id = try #require(made["experiment_id"])
        try await until("the experiment is done") {
            try await self.value("get_experiment", ["experiment_id": id])["status"]?.string == "done"
        }
        return id
    }

    /// Asks until the answer is yes.
    func until(
        _ what: String, within limit: Duration = .seconds(120), _ condition: () async throws -> Bool
    ) async throws {
        let deadline = ContinuousClock.now + limit
        while try await !condition() {
            try #require(ContinuousClock.now < deadline, "waited in vain until \(what)")
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    /// Returns the sandbox's own response to a GET.
    func raw(_ pathAndQuery: String) async throws -> [UInt8] {
        let url = sandbox.baseURL.absoluteString + pathAndQuery
        return try await LocalHTTP.send("GET", url, headers: ["Authorization": "Bearer \(sandbox.key)"]).body
    }

    struct Quoted: Sendable {
        let experiment: JSON
        let quote: JSON
        let amount: Int
        let status: String
    }

    // MARK: - Shared by tests, which run side by side

    /// For tests after which nothing was sent: each of them asserts that.
    static let sendsNothing = Result { try ToolHarness() }
    /// For tests that make drafts, and do not count them.
    static let makesDrafts = Result { try ToolHarness() }
    /// For tests that only read.
    static let readsOnly = Result { try ToolHarness() }
}

extension RequestContext {
    /// One without capabilities, for what does not depend on them.
    static let plain = RequestContext(revision: .v2025_11_25, id: RequestID(1))
}

extension FoundryToolProvider {
    /// Calls a tool as a client of the latest revision without the extension for tasks.
    func result(
        _ tool: String, _ arguments: JSON = [:], as user: User? = nil, progress: ProgressReporter? = nil,
        in revision: Revision = .v2026_07_28
    ) async throws -> ToolResult {
        let context = RequestContext(revision: revision, id: RequestID(1), progress: progress, ask: user?.ask)
        guard case .result(let result) = try await call(tool, arguments: arguments, context: context) else {
            throw UnexpectedTask()
        }
        return result
    }
}

struct UnexpectedTask: Error {}

extension Scope {
    /// All tools there are.
    static let everything = (try? Scope(isReadOnly: false, toolsets: "all", tools: nil)) ?? .default
}

extension ToolResult {
    /// The first text block.
    var text: String {
        if case .text(let text) = content.first { text.string ?? "" } else { "" }
    }

    /// All text blocks.
    var texts: [String] {
        content.compactMap { if case .text(let text) = $0 { text.string } else { nil } }
    }

    /// The machine form of a failure.
    var failure: JSON? { meta.last { $0.name == ToolResult.errorKey }?.value }

    /// The kind of failure; nil if it is none.
    var failureKind: String? { failure?["kind"]?.string }
}
