import FoundryAPI
import FoundryJSON
import FoundryMCP

/// A tool that is one operation of the API: it sends its arguments and returns the response.
struct SendOperation: ToolAction {
    /// Arguments of this server, which are never sent.
    private static let own = ["detail", "row_offset"]

    let operation: FoundryOperation
    let presentation: Presentation
    /// The rules for the arguments that the schema cannot express.
    let rule: @Sendable (JSON) -> [SchemaViolation]

    init(
        _ operation: FoundryOperation, as presentation: Presentation = .value,
        rule: @escaping @Sendable (JSON) -> [SchemaViolation] = { _ in [] }
    ) {
        self.operation = operation
        self.presentation = presentation
        self.rule = rule
    }

    func violations(of arguments: JSON) -> [SchemaViolation] { rule(arguments) }

    func run(_ call: ToolCall) async throws -> ToolResult {
        let response: FoundryResponse
        do {
            response = try await call.api.send(operation, Clearing.applied(to: call.arguments.removing(Self.own)))
        } catch let error as FoundryError {
            throw await NextStep.adding(to: error, of: operation, call)
        }
        guard let level = call.detailLevel else { return ToolResult(response) }
        let (value, blocks) = presentation.present(response.value, level, call.arguments)
        return ToolResult(value, isSandbox: response.isSandbox, more: blocks)
    }
}

/// `check_health`: both of the API's health checks in one result.
struct CheckHealth: ToolAction {
    func run(_ call: ToolCall) async throws -> ToolResult {
        let health = try await call.api.send(.health, [:])
        let database = try await call.api.send(.healthDatabase, [:])
        return ToolResult(
            ["health": health.value, "database": database.value], isSandbox: health.isSandbox)
    }
}
