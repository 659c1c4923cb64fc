import FoundryAPI
import FoundryJSON

/// The rules for the fields of an experiment that depend on its type or on each other.
///
/// No schema that every client accepts can express them.
enum ExperimentRules {
    /// Returns every violation in a call that creates or prices an experiment.
    static func violations(ofOrder arguments: JSON) -> [SchemaViolation] {
        let (spec, place) = (arguments["experiment_spec"] ?? [:], JSONPointer(["experiment_spec"]))
        let type = spec["experiment_type"]?.string.flatMap(ExperimentType.init(known:))
        return WebhookURL.violations(of: "webhook_url", in: arguments)
            + SequenceResolution.inSpecification.violations(of: arguments)
            + (type.map { fields(of: spec, $0, at: place) } ?? [])
            + SequenceRules.violations(ofMapIn: spec, at: place)
    }

    /// Returns every violation in a call that changes an experiment, whose type the call does not name.
    static func violations(ofChange arguments: JSON) -> [SchemaViolation] {
        var found = SequenceRules.violations(ofListIn: arguments)
        found += SequenceResolution.list.violations(of: arguments, isRequired: false)
        found += violations(ofConcentrationsIn: arguments, at: JSONPointer())
        found += WebhookURL.violations(of: "webhook_url", in: arguments)
        let fixed = ["experiment_type", "method"].filter { arguments[$0] != nil }
        if !fixed.isEmpty {
            found.append(
                SchemaViolation(
                    at: JSONPointer(),
                    "the \(fixed.joined(separator: " and ")) of an experiment cannot be changed: read it with "
                        + "get_experiment (detail full) and create a new one from it with create_experiment"))
        }
        for name in (arguments["clear"]?.elements ?? []).compactMap(\.string) where arguments[name] != nil {
            found.append(SchemaViolation(at: JSONPointer(["clear"]), "clears \(name), which the call also sets"))
        }
        if arguments.removing("experiment_id").count == 0 {
            let fields = [
                "name", "description", "sequences", "sequences_from", "sequences_file", "n_replicates", "target_id",
                "antigen_concentrations", "parameters", "webhook_url", "clear",
            ]
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
        if let count = spec["sequences"]?.members?.count, let problem = type.problem(withCount: count) {
            found.append(SchemaViolation(at: place.appending("sequences"), problem))
        }
        return found
    }

    /// Returns a violation if there is a list of concentrations and it is empty.
    private static func violations(ofConcentrationsIn value: JSON, at place: JSONPointer) -> [SchemaViolation] {
        guard value["antigen_concentrations"]?.elements?.isEmpty == true else { return [] }
        return [
            SchemaViolation(
                at: place.appending("antigen_concentrations"),
                "is empty: give at least one concentration in nM, or leave it out")
        ]
    }
}

// The fields that each type of experiment requires.
//
// Source: the matrix of `ExperimentSpec` in the API's OpenAPI document.
extension ExperimentType {
    /// Returns a violation for each name in a value that is not one of a type: a string, or a list of strings.
    ///
    /// Tools that do not publish the names, since create_experiment does, check them here.
    static func violations(in value: JSON?, at place: JSONPointer) -> [SchemaViolation] {
        func violation(_ name: String?, _ place: JSONPointer) -> SchemaViolation? {
            guard let name, ExperimentType(known: name) == nil else { return nil }
            return SchemaViolation(
                at: place, "\(JSON(name).text) is none of \(known.map(\.rawValue).joined(separator: ", "))")
        }
        let elements = (value?.elements ?? []).enumerated().compactMap { index, element in
            violation(element.string, place.appending(index))
        }
        return [violation(value?.string, place)].compactMap(\.self) + elements
    }

    /// A Boolean value that indicates whether a target is required.
    var bindsTarget: Bool { hasMethod || self == .epitopeBinning }

    /// A Boolean value that indicates whether a method is required.
    var hasMethod: Bool { self == .affinity || self == .screening }

    /// A Boolean value that indicates whether the number of replicates can be chosen.
    var hasReplicates: Bool { self != .epitopeBinning }

    /// A Boolean value that indicates whether the concentrations of the antigen can be chosen.
    var hasConcentrations: Bool { self == .affinity }

    /// A Boolean value that indicates whether the sequences come in multiples of four, at most 28.
    var takesRowsOfFour: Bool { self == .epitopeBinning }

    /// Returns what is wrong with a number of sequences; nil if nothing is.
    func problem(withCount count: Int) -> String? {
        guard takesRowsOfFour, !(4...28).contains(count) || count % 4 != 0 else { return nil }
        return "\(rawValue) takes 4 to 28 sequences, a multiple of 4; here are \(count)"
    }
}

/// The rule of tools that need at least one of several arguments.
enum AtLeastOne {
    /// Returns a violation if the arguments have none of these names.
    static func violations(of names: [String], in arguments: JSON) -> [SchemaViolation] {
        guard !names.contains(where: { arguments[$0] != nil }) else { return [] }
        return [SchemaViolation(at: JSONPointer(), "at least one of \(names.joined(separator: ", ")) is required")]
    }
}
