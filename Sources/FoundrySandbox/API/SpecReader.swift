import FoundryJSON

/// The parsing of an `experiment_spec` by the rules for each type of experiment.
enum SpecReader {
    /// Returns the experiment that a body describes.
    /// - Throws: ``APIError`` with status 422 for everything that can't be parsed, or else 400 for every violation of the
    ///   rules.
    static func read(_ body: inout BodyReader) throws -> (spec: ExperimentSpec, sequences: [SequenceDraft]) {
        let json = body.object("experiment_spec", required: true)
        try body.finish()
        var reader = BodyReader(json ?? [:], path: "experiment_spec.")
        let type = reader.choice("experiment_type", ExperimentType.self, required: true)
        let method = reader.choice("method", AssayMethod.self)
        let target = reader.string("target_id")
        let sequencesJSON = reader.object("sequences")
        let replicates = reader.int("n_replicates")
        if let replicates, replicates < 0 { reader.add("n_replicates must not be negative") }
        let concentrations = concentrations(&reader)
        let parameters = reader.object("parameters")
        let sequences = sequencesJSON.map { SequenceReader.map($0, into: &reader) } ?? []
        try reader.finish()
        guard let type else { throw APIError.unprocessable("experiment_spec.experiment_type is required") }
        var spec = ExperimentSpec(
            type: type, method: method, targetID: target, replicates: replicates,
            antigenConcentrations: concentrations, parameters: parameters)
        let violations = violations(spec, sequences: sequencesJSON == nil ? nil : sequences.count)
        if !violations.isEmpty {
            throw APIError.badRequest("invalid experiment_spec: " + violations.joined(separator: "; "))
        }
        spec.targetID = target.flatMap(RequestContext.uuid)
        if type.takesReplicates, spec.replicates == nil { spec.replicates = ExperimentSpec.defaultReplicates }
        if type == .affinity, concentrations == nil {
            spec.antigenConcentrations = ExperimentSpec.defaultConcentrations
        }
        return (spec, sequences)
    }

    static func concentrations(_ reader: inout BodyReader) -> [Double]? {
        guard let values = reader.array("antigen_concentrations") else { return nil }
        let numbers = values.compactMap(\.double)
        if numbers.count != values.count || numbers.contains(where: { $0 < 0 }) {
            reader.add("antigen_concentrations must be numbers of 0 or more, in nM")
        } else if numbers.isEmpty {
            reader.add("antigen_concentrations must not be empty")
        }
        return numbers
    }

    /// Returns every violation of the rules.
    /// - Parameter count: The number of sequences, or nil if the field is missing.
    static func violations(_ spec: ExperimentSpec, sequences count: Int?) -> [String] {
        let type = spec.type
        var out: [String] = []
        switch (type.measuresBinding, spec.method) {
        case (true, nil): out.append("method is required for \(type.rawValue): bli or spr")
        case (false, .some): out.append("method is not allowed for \(type.rawValue)")
        default: break
        }
        switch (type.needsTarget, spec.targetID) {
        case (true, nil): out.append("target_id is required for \(type.rawValue): the id of a target from GET /targets")
        case (true, .some(let id)) where RequestContext.uuid(id) == nil: out.append("target_id is not a UUID: \(id)")
        case (false, .some): out.append("target_id is not allowed for \(type.rawValue)")
        default: break
        }
        if let count, count > 0 {
            if type == .epitopeBinning, !(4...28).contains(count) || count % 4 != 0 {
                out.append("sequences for epitope_binning must be 4 to 28 and a multiple of 4, not \(count)")
            }
        } else {
            let least = type == .epitopeBinning ? "4 to 28 sequences, a multiple of 4" : "at least one sequence"
            out.append("sequences is required: \(least)")
        }
        return out + planViolations(spec)
    }

    /// Returns the violations in the number of replicates and the concentrations.
    static func planViolations(_ spec: ExperimentSpec) -> [String] {
        var out: [String] = []
        if let replicates = spec.replicates {
            if !spec.type.takesReplicates {
                out.append("n_replicates is not allowed for \(spec.type.rawValue)")
            } else if !(1...5).contains(replicates) {
                out.append("n_replicates must be 1 to 5, not \(replicates)")
            }
        }
        if spec.type != .affinity, spec.antigenConcentrations != nil {
            out.append("antigen_concentrations is not allowed for \(spec.type.rawValue), only for affinity")
        }
        return out
    }
}
