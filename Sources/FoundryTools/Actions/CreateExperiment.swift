import FoundryAPI
import FoundryJSON
import FoundryMCP

/// `create_experiment`: creates a draft; with `auto_accept_quote` places the whole order, under the spending safeguards.
struct CreateExperiment: ToolAction {
    func violations(of arguments: JSON) -> [SchemaViolation] {
        ExperimentRules.violations(ofOrder: arguments)
    }

    func run(_ call: ToolCall) async throws -> ToolResult {
        let (call, sequences) = try await SequenceResolution.inSpecification.resolve(
            call, rule: ExperimentRules.violations(ofOrder:))
        guard call.arguments["auto_accept_quote"]?.bool == true else {
            let response = try await call.api.send(
                .createExperiment, call.arguments.removing(SpendGate.expectation + ["auto_accept_quote"]))
            let stored = try await StoredSequences.members(
                of: response.value["experiment_id"]?.string, sent: sequences, isNew: true, call.api)
            return ToolResult(response, adding: stored)
        }
        return try await ImmediateOrder(call: call, sequences: sequences ?? OrderSequences([])).run()
    }
}
