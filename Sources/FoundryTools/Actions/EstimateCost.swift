import FoundryAPI
import FoundryJSON
import FoundryMCP

/// `estimate_cost`: prices a specification, or an experiment that exists, perhaps with changes.
struct EstimateCost: ToolAction {
    /// The arguments that change what an experiment is priced as.
    private static let overrides = ["experiment_type", "method", "target_id", "n_replicates"]

    func violations(of arguments: JSON) -> [SchemaViolation] {
        let given = ["experiment_spec", "experiment_id"].filter { arguments[$0] != nil }
        guard given == ["experiment_id"] else {
            guard given == ["experiment_spec"] else {
                return [
                    SchemaViolation(
                        at: JSONPointer(["experiment_spec"]),
                        "give either experiment_spec or experiment_id, to price an experiment that exists")
                ]
            }
            // Some clients demand a value for every argument: one that says the same is no contradiction.
            let misplaced = Self.overrides.filter {
                arguments[$0] != nil && arguments[$0] != arguments["experiment_spec"]?[$0]
            }
            return misplaced.map {
                SchemaViolation(at: JSONPointer([$0]), "goes with experiment_id; here it belongs into experiment_spec")
            } + ExperimentRules.violations(ofOrder: arguments)
        }
        return ExperimentType.violations(in: arguments["experiment_type"], at: JSONPointer(["experiment_type"]))
    }

    func run(_ call: ToolCall) async throws -> ToolResult {
        guard let id = call.arguments["experiment_id"]?.string else {
            let (call, sequences) = try await SequenceResolution.inSpecification.resolve(
                call, rule: ExperimentRules.violations(ofOrder:))
            return try await Self.estimate(call.arguments.removing(Self.overrides), sequences, call, adding: [])
        }
        let experiment = try await call.api.experiment(id)
        let specification = Self.specification(of: experiment, call.arguments)
        let arguments: JSON = ["experiment_spec": specification]
        let violations = ExperimentRules.violations(ofOrder: arguments)
        guard violations.isEmpty else { throw InvalidArguments(violations: violations.map(Self.withoutHolder)) }
        return try await Self.estimate(
            arguments, OrderSequences(ofExperiment: experiment), call,
            adding: [JSON.Member("priced_as", specification.keeping(Self.overrides))])
    }

    private static func estimate(
        _ arguments: JSON, _ sequences: OrderSequences?, _ call: ToolCall, adding members: [JSON.Member]
    ) async throws -> ToolResult {
        let response = try await call.api.send(.estimateCost, arguments)
        let summary = sequences.map { [JSON.Member("sequences", $0.summary)] } ?? []
        return ToolResult(response, adding: members + summary)
    }

    /// Returns the specification of an experiment in the form of a request, with the changes of the call.
    ///
    /// Fields that do not apply to another type of experiment are left out; the call has to give any that it also requires.
    private static func specification(of experiment: Experiment, _ arguments: JSON) -> JSON {
        let spec = experiment.json["experiment_spec"] ?? [:]
        let typeName = arguments["experiment_type"] ?? spec["experiment_type"]
        let type = typeName?.string.flatMap(ExperimentType.init(known:))
        func applicable(_ value: JSON?, _ isApplicable: Bool?) -> JSON? {
            guard let value, !value.isNull, isApplicable != false else { return nil }
            return value
        }
        // What the call names is kept even where it does not apply, so that it is reported.
        return .object([
            "experiment_type": typeName,
            "method": arguments["method"] ?? applicable(spec["method"], type?.hasMethod),
            "target_id": arguments["target_id"]
                ?? applicable(spec["target_id"] ?? spec["target"]?["target_catalog_id"], type?.bindsTarget),
            "n_replicates": arguments["n_replicates"] ?? applicable(spec["n_replicates"], type?.hasReplicates),
            "antigen_concentrations": applicable(spec["antigen_concentrations"], type?.hasConcentrations),
            "sequences": OrderSequences(ofExperiment: experiment).map,
        ])
    }

    /// Returns a violation at the place that the call knows: its own arguments.
    private static func withoutHolder(_ violation: SchemaViolation) -> SchemaViolation {
        SchemaViolation(at: JSONPointer(Array(violation.pointer.tokens.dropFirst())), violation.message)
    }
}
