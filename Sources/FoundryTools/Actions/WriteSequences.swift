import FoundryAPI
import FoundryJSON
import FoundryMCP

/// `add_sequences` and `update_experiment`: change the sequences of an experiment, and tell which ones it then has.
struct WriteSequences: ToolAction {
    let operation: FoundryOperation

    func violations(of arguments: JSON) -> [SchemaViolation] {
        operation == .updateExperiment
            ? ExperimentRules.violations(ofChange: arguments)
            : SequenceRules.violations(ofListIn: arguments) + SequenceResolution.list.violations(of: arguments)
    }

    func run(_ call: ToolCall) async throws -> ToolResult {
        let (call, sequences) = try await SequenceResolution.list.resolve(call, rule: violations)
        let response: FoundryResponse
        do {
            response = try await call.api.send(operation, Clearing.applied(to: call.arguments))
        } catch let error as FoundryError {
            throw await NextStep.adding(to: error, of: operation, call)
        }
        guard let sequences else { return ToolResult(response) }
        let id = response.value["experiment_id"] ?? response.value["id"] ?? call.arguments["experiment_id"]
        // An addition does not say what the experiment has already, nor does a list without names say all.
        let isComplete = operation == .updateExperiment && !sequences.members.contains { $0.name.isEmpty }
        return ToolResult(
            response,
            adding: try await StoredSequences.members(
                of: id?.string, sent: isComplete ? sequences : nil, isNew: false, call.api))
    }
}
