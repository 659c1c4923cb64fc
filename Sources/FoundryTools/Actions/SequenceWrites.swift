import FoundryAPI
import JSON
import MCP

/// `update_experiment` and `add_sequences`: writes that carry a list of sequences.
struct WriteSequences: ToolAction {
    let operation: FoundryOperation
    /// Whether a call that changes nothing is a mistake.
    let wantsChange: Bool

    func violations(of arguments: JSON) -> [SchemaViolation] {
        var found: [SchemaViolation] = []
        for (index, sequence) in (arguments["sequences"]?.elements ?? []).enumerated() {
            let place = JSONPointer(["sequences"]).appending(index)
            found += SequenceRules.violations(of: sequence, at: place)
        }
        found += ExperimentRules.violations(ofConcentrations: arguments)
        if wantsChange, arguments.removing("experiment_id").count == 0 {
            let fields = ["name", "description", "sequences", "n_replicates", "target_id", "antigen_concentrations"]
            found.append(
                SchemaViolation(
                    at: JSONPointer(), "nothing to change: give at least one of \(fields.joined(separator: ", "))"))
        }
        return found
    }

    func run(_ call: ToolCall) async throws -> ToolResult {
        ToolResult(try await call.api.send(operation, call.arguments))
    }
}

/// Tools of which at least one argument of a few is needed.
struct OneOf: ToolAction {
    let operation: FoundryOperation
    let arguments: [String]

    func violations(of given: JSON) -> [SchemaViolation] {
        var found: [SchemaViolation] = []
        if !arguments.contains(where: { given[$0] != nil }) {
            let names = arguments.joined(separator: ", ")
            found.append(SchemaViolation(at: JSONPointer(), "at least one of \(names) is required"))
        }
        if let sequence = given["sequence"]?.string {
            found += SequenceRules.violations(ofAntigen: sequence, at: JSONPointer(["sequence"]))
        }
        return found
    }

    func run(_ call: ToolCall) async throws -> ToolResult {
        ToolResult(try await call.api.send(operation, call.arguments))
    }
}
