import FoundryAPI
import FoundryJSON
import FoundryMCP

/// `create_experiment`: creates a draft; with `auto_accept_quote` places the whole order, under the spending safeguards.
struct CreateExperiment: ToolAction {
    func violations(of arguments: JSON) -> [SchemaViolation] {
        ExperimentRules.violations(ofOrder: arguments)
    }

    func run(_ call: ToolCall) async throws -> ToolResult {
        guard call.arguments["auto_accept_quote"]?.bool == true else {
            return ToolResult(
                try await call.api.send(
                    .createExperiment, call.arguments.removing(SpendGate.expectation + ["auto_accept_quote"])))
        }
        return try await ImmediateOrder(call: call).run()
    }
}
