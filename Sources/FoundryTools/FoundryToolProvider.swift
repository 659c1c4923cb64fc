public import FoundryAPI
public import FoundryJSON
public import FoundryMCP
import Synchronization

/// The tools of the Foundry.
public final class FoundryToolProvider: ToolProvider {
    let api: APIAccess
    private let scope: Scope
    private let gate: SpendGate
    private let immediateOrderLedger = ImmediateOrderLedger()
    private let tokenFolder: TokenFolder
    private let files: FileFolders
    private let offered: [String: Tool]
    /// The inputs of the tools, read when they are first called.
    private let inputs = Mutex<[ToolName: ToolInput]>([:])

    /// Creates the tools.
    /// - Parameters:
    ///   - api: the API that they call.
    ///   - scope: the tools that are offered.
    ///   - budget: the limits on what may be spent.
    ///   - confirmation: the way in which a call that commits money is confirmed.
    ///   - tokenFolder: the folder for new keys and secrets.
    ///   - files: the folders whose sequence files calls may read.
    public init(
        api: APIAccess, scope: Scope, budget: SpendBudget = SpendBudget(), confirmation: ConfirmationMode = .ask,
        tokenFolder: TokenFolder, files: FileFolders = FileFolders()
    ) {
        self.api = api
        self.scope = scope
        gate = SpendGate(mode: confirmation, budget: budget)
        self.tokenFolder = tokenFolder
        self.files = files
        offered = Dictionary(uniqueKeysWithValues: scope.offered.map { ($0.name, $0) })
    }

    /// The definitions of the tools that are offered.
    public var tools: [JSON] { scope.offered.map(\.definition) }

    /// Returns the operation that shows whether a call of a tool was carried out, or nil if none does.
    public static func check(of tool: String) -> FoundryOperation? {
        // The quote of an experiment is accepted by its id, as any other.
        let isByExperiment = tool == ToolName.confirmExperimentQuote.rawValue
        return FoundryEndpoint.named(isByExperiment ? SpendingOperation.confirmQuote.rawValue : tool)?.check
    }

    /// Checks the arguments and runs the tool. An error of the API or a violated rule is a failed result.
    /// - Throws: `UnknownTool`; `InputRequired` if the user has to be asked first; `RPCError` if their answer is
    ///   malformed; `CancellationError`.
    public func call(_ name: String, arguments: JSON, context: RequestContext) async throws -> ToolCallOutcome {
        guard let tool = offered[name] else {
            throw UnknownTool(name: name, hint: hint(for: name))
        }
        let input = try input(of: tool)
        let arguments = input.normalizing(arguments)
        let call = ToolCall(
            arguments: arguments, detailLevel: input.hasDetail ? DetailLevel(arguments) : nil, context: context,
            api: api, gate: gate, immediateOrderLedger: immediateOrderLedger, tokenFolder: tokenFolder, files: files,
            secrets: CallSecrets(of: arguments, keys: api.redactor))
        switch try await outcome(of: call, to: tool, input) {
        case .result(let result): return .result(call.secrets.redacted(result, issuesKey: tool.action.issuesKey))
        case .task(let task): return .task(task)
        }
    }

    private func outcome(of call: ToolCall, to tool: Tool, _ input: ToolInput) async throws -> ToolCallOutcome {
        let violations = violations(of: call.arguments, for: tool, input)
        guard violations.isEmpty else {
            let clean = WebhookSecrets.withoutExcerpts(violations, of: call.arguments)
            return .result(.invalidArguments(clean, of: tool.name))
        }
        do {
            return try await call.context.traced { try await tool.action.outcome(call) }
        } catch let error as FoundryError {
            return .result(.failed(error))
        } catch let error as InvalidArguments {
            // Found out while the API was read.
            return .result(.invalidArguments(error.violations, of: tool.name, effect: "nothing was changed"))
        }
    }

    /// Returns the violations in the arguments, one for each position: a field that violates the schema may also violate
    /// a rule, which adds nothing.
    private func violations(of arguments: JSON, for tool: Tool, _ input: ToolInput) -> [SchemaViolation] {
        let bySchema = input.schema.violations(of: arguments)
        let told = Set(bySchema.map(\.pointer))
        return bySchema + tool.action.violations(of: arguments).filter { !told.contains($0.pointer) }
    }

    private func input(of tool: Tool) throws -> ToolInput {
        if let input = inputs.withLock({ $0[tool.id] }) { return input }
        let input = try ToolInput(tool)
        inputs.withLock { $0[tool.id] = input }
        return input
    }

    private func hint(for name: String) -> String? {
        if let tool = Tool.named(name) {
            // On a read-only server, don't suggest the flag that enables it.
            return scope.advice(for: tool)
                ?? "this server was started without it (\(scope.summary ?? "default toolsets"))"
        }
        return Spelling.nearest(to: name, among: offered.keys.sorted()).map { "did you mean \($0)?" }
    }

    /// The URIs of the views of the tools, by the tools' names.
    public var views: [String: String] {
        Dictionary(uniqueKeysWithValues: View.allCases.flatMap { view in view.tools.map { ($0, view.uri) } })
    }
}
