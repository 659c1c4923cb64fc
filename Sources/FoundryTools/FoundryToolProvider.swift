import FoundryAPI
public import FoundryJSON
public import FoundryMCP
import Synchronization

/// The tools of the Foundry, on one API client.
public final class FoundryToolProvider: ToolProvider {
    let api: APIAccess
    private let scope: Scope
    private let maximumSpend: Int?
    private let tokenFolder: TokenFolder
    private let offered: [String: Tool]
    /// What the tools take, read when they are first called.
    private let inputs = Mutex<[String: ToolInput]>([:])

    /// Makes the tools.
    /// - Parameters:
    ///   - api: what calls the API.
    ///   - scope: which tools are offered.
    ///   - maximumSpend: the most that may be spent at once, in US cents; nil for no limit. While there is one, nothing is
    ///     spent in another currency.
    ///   - tokenFolder: where keys go that the API hands out.
    public init(
        api: APIAccess, scope: Scope, maximumSpend: Int?, tokenFolder: TokenFolder
    ) {
        self.api = api
        self.scope = scope
        self.maximumSpend = maximumSpend
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
            return try await tool.action.answer(
                ToolCall(
                    arguments: arguments, form: input.hasForms ? DetailLevel(arguments) : nil, context: context,
                    api: api, maximumSpend: maximumSpend, tokenFolder: tokenFolder))
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
        if let input = inputs.withLock({ $0[tool.name] }) { return input }
        let input = try ToolInput(tool)
        inputs.withLock { $0[tool.name] = input }
        return input
    }

    private func hint(for name: String) -> String? {
        if Tool.all.contains(where: { $0.name == name }) {
            return "this server was started without it (\(scope.summary ?? "default toolsets"))"
        }
        return Spelling.nearest(to: name, among: offered.keys.sorted()).map { "did you mean \($0)?" }
    }
}
