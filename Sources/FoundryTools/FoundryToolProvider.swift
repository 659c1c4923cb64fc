public import FoundryAPI
public import FoundryJSON
public import FoundryMCP
import Synchronization

/// The tools of the Foundry, on one API client.
public final class FoundryToolProvider: ToolProvider {
    let api: APIAccess
    private let scope: Scope
    private let gate: SpendGate
    private let immediateOrders = ImmediateOrders()
    private let tokenFolder: TokenFolder
    private let offered: [String: Tool]
    /// What the tools take, read when they are first called.
    private let inputs = Mutex<[ToolName: ToolInput]>([:])

    /// Makes the tools.
    /// - Parameters:
    ///   - api: what calls the API.
    ///   - scope: which tools are offered.
    ///   - budget: the limits on what may be spent.
    ///   - confirmation: the way in which a call that commits money is confirmed.
    ///   - tokenFolder: where keys go that the API hands out.
    public init(
        api: APIAccess, scope: Scope, budget: SpendBudget = SpendBudget(), confirmation: ConfirmationMode = .ask,
        tokenFolder: TokenFolder
    ) {
        self.api = api
        self.scope = scope
        gate = SpendGate(mode: confirmation, budget: budget)
        self.tokenFolder = tokenFolder
        offered = Dictionary(uniqueKeysWithValues: scope.offered.map { ($0.name, $0) })
    }

    /// The definitions of the tools that are offered.
    public var tools: [JSON] { scope.offered.map(\.definition) }

    /// Checks the arguments, then does what the tool does. What the API or a rule objects to is a failed result.
    /// - Throws: `UnknownTool`; `InputRequired` where the user has to be asked first; `RPCError` where their answer is
    ///   malformed; `CancellationError`.
    public func call(_ name: String, arguments: JSON, context: RequestContext) async throws -> ToolCallOutcome {
        guard let tool = offered[name] else {
            throw UnknownTool(name: name, hint: hint(for: name))
        }
        let input = try input(of: tool)
        let violations = violations(of: arguments, for: tool, input)
        guard violations.isEmpty else {
            return .result(.invalidArguments(violations, of: name))
        }
        do {
            return try await tool.action.outcome(
                ToolCall(
                    arguments: arguments, form: input.hasForms ? DetailLevel(arguments) : nil, context: context,
                    api: api, gate: gate, immediateOrders: immediateOrders, tokenFolder: tokenFolder))
        } catch let error as FoundryError {
            return .result(.failed(error))
        } catch let refusal as PolicyError {
            return .result(.refused(refusal))
        }
    }

    /// Everything that is wrong with the arguments. Of a place that the schema objects to, the rules say no more: that
    /// a field which is missing, or of a wrong type, breaks a rule too is nothing new.
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
        if Tool.named(name) != nil {
            return "this server was started without it (\(scope.summary ?? "default toolsets"))"
        }
        return Spelling.nearest(to: name, among: offered.keys.sorted()).map { "did you mean \($0)?" }
    }
}
