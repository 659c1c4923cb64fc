import FoundryAPI
import JSON
import MCP

/// `estimate_cost`: the price of an experiment that is not made.
struct EstimateCost: ToolAction {
    func violations(of arguments: JSON) -> [SchemaViolation] {
        ExperimentRules.violations(
            of: arguments["experiment_spec"] ?? [:], at: JSONPointer(["experiment_spec"]))
    }

    func run(_ call: ToolCall) async throws -> ToolResult {
        ToolResult(try await call.api.send(\.estimateCost, call.arguments))
    }
}
