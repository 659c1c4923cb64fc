import JSON

/// The rules of an experiment's specification that depend on its type, which no schema that every client takes can
/// say. Source: the matrix of `ExperimentSpec` in the API's OpenAPI document.
enum ExperimentRules {
    /// What a type of experiment demands.
    private struct Demands {
        var bindsTarget = false
        var hasMethod = false
        var hasReplicates = true
        var hasConcentrations = false
        var sequenceCount = SequenceCount.atLeastOne
    }

    private enum SequenceCount {
        case atLeastOne
        /// Whole rows of four, 28 at the most.
        case rowsOfFour
    }

    private static func demands(of type: String) -> Demands? {
        switch type {
        case "affinity": Demands(bindsTarget: true, hasMethod: true, hasConcentrations: true)
        case "screening": Demands(bindsTarget: true, hasMethod: true)
        case "epitope_binning": Demands(bindsTarget: true, hasReplicates: false, sequenceCount: .rowsOfFour)
        case "thermostability", "fluorescence", "expression", "enzyme_activity": Demands()
        default: nil
        }
    }

    /// Every violation in an `experiment_spec`.
    static func violations(of spec: JSON, at place: JSONPointer) -> [SchemaViolation] {
        var found: [SchemaViolation] = []
        if let type = spec["experiment_type"]?.string, let demands = demands(of: type) {
            found += fields(spec, type, demands, at: place)
        }
        let sequences = spec["sequences"]?.members ?? []
        for member in sequences {
            let here = place.appending("sequences").appending(member.name)
            found += SequenceRules.violations(of: member.value, at: here)
        }
        return found
    }

    private static func fields(
        _ spec: JSON, _ type: String, _ demands: Demands, at place: JSONPointer
    )
        -> [SchemaViolation]
    {
        var found: [SchemaViolation] = []
        func check(_ field: String, isWanted: Bool, isOptional: Bool = false, _ how: String) {
            if isWanted, !isOptional, spec[field] == nil {
                found.append(SchemaViolation(at: place.appending(field), "is required for \(type): \(how)"))
            } else if !isWanted, spec[field] != nil {
                found.append(SchemaViolation(at: place.appending(field), "does not apply to \(type): leave it out"))
            }
        }
        check("method", isWanted: demands.hasMethod, "bli or spr")
        check("target_id", isWanted: demands.bindsTarget, "the id of a target from list_targets")
        check("n_replicates", isWanted: demands.hasReplicates, isOptional: true, "")
        check("antigen_concentrations", isWanted: demands.hasConcentrations, isOptional: true, "")
        if demands.hasConcentrations { found += violations(ofConcentrations: spec, at: place) }
        if case .rowsOfFour = demands.sequenceCount, let count = spec["sequences"]?.members?.count,
            !(4...28).contains(count) || count % 4 != 0
        {
            found.append(
                SchemaViolation(
                    at: place.appending("sequences"),
                    "\(type) takes 4 to 28 sequences, a multiple of 4; here are \(count)"))
        }
        return found
    }

    /// A list of concentrations that is there is not empty.
    static func violations(
        ofConcentrations value: JSON, at place: JSONPointer = JSONPointer()
    ) -> [SchemaViolation] {
        guard value["antigen_concentrations"]?.elements?.isEmpty == true else { return [] }
        return [
            SchemaViolation(
                at: place.appending("antigen_concentrations"),
                "is empty: give at least one concentration in nM, or leave it out")
        ]
    }
}
