import FoundryJSON

/// The rules of an experiment that depend on its type, or on what else is given, which no schema that every client
/// takes can say.
enum ExperimentRules {
    /// Every violation in a call that orders or prices: those of its `experiment_spec`.
    static func violations(ofOrder arguments: JSON) -> [SchemaViolation] {
        let (spec, place) = (arguments["experiment_spec"] ?? [:], JSONPointer(["experiment_spec"]))
        let type = spec["experiment_type"]?.string.flatMap(ExperimentType.init)
        let sequences = spec["sequences"]?.members ?? []
        return (type.map { fields(of: spec, $0, at: place) } ?? [])
            + sequences.flatMap { sequence in
                SequenceRules.violations(
                    of: sequence.value, at: place.appending("sequences").appending(sequence.name))
            }
    }

    /// Every violation in a call that changes an experiment, whose type it does not name.
    static func violations(ofChange arguments: JSON) -> [SchemaViolation] {
        var found = SequenceRules.violations(ofListIn: arguments)
        found += violations(ofConcentrationsIn: arguments, at: JSONPointer())
        if arguments.removing("experiment_id").count == 0 {
            let fields = ["name", "description", "sequences", "n_replicates", "target_id", "antigen_concentrations"]
            found.append(
                SchemaViolation(
                    at: JSONPointer(), "nothing to change: give at least one of \(fields.joined(separator: ", "))"))
        }
        return found
    }

    private static func fields(
        of spec: JSON, _ type: ExperimentType, at place: JSONPointer
    ) -> [SchemaViolation] {
        var found: [SchemaViolation] = []
        func check(_ field: String, isWanted: Bool, isOptional: Bool = false, _ how: String) {
            if isWanted, !isOptional, spec[field] == nil {
                found.append(SchemaViolation(at: place.appending(field), "is required for \(type.rawValue): \(how)"))
            } else if !isWanted, spec[field] != nil {
                found.append(
                    SchemaViolation(at: place.appending(field), "does not apply to \(type.rawValue): leave it out"))
            }
        }
        check("method", isWanted: type.hasMethod, "bli or spr")
        check("target_id", isWanted: type.bindsTarget, "the id of a target from list_targets")
        check("n_replicates", isWanted: type.hasReplicates, isOptional: true, "")
        check("antigen_concentrations", isWanted: type.hasConcentrations, isOptional: true, "")
        if type.hasConcentrations { found += violations(ofConcentrationsIn: spec, at: place) }
        if type.takesRowsOfFour, let count = spec["sequences"]?.members?.count,
            !(4...28).contains(count) || count % 4 != 0
        {
            found.append(
                SchemaViolation(
                    at: place.appending("sequences"),
                    "\(type.rawValue) takes 4 to 28 sequences, a multiple of 4; here are \(count)"))
        }
        return found
    }

    /// A list of concentrations that is there is not empty.
    private static func violations(ofConcentrationsIn value: JSON, at place: JSONPointer) -> [SchemaViolation] {
        guard value["antigen_concentrations"]?.elements?.isEmpty == true else { return [] }
        return [
            SchemaViolation(
                at: place.appending("antigen_concentrations"),
                "is empty: give at least one concentration in nM, or leave it out")
        ]
    }
}
