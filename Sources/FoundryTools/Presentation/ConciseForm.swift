import FoundryJSON

/// A value without what a reader misses least.
struct ConciseForm {
    /// How much is left out.
    enum Degree {
        /// Null members and single replicates; long sequences are shortened.
        case common
        /// Also the members of a readout that only an expert of the assay asks for.
        case tight
    }

    /// A sequence up to this length, in amino acids, is shown whole.
    private static let wholeSequence = 40
    /// What is shown of a longer one.
    private static let shownResidues = 10
    /// Members whose strings are sequences of amino acids.
    private static let sequenceMembers: Set = ["aa_string", "sequence", "aa_preview"]
    private static let expertMembers: Set = [
        "kd_app", "kd_units", "kon_1to1", "koff_1to1", "kon_log_std", "koff_log_std", "rmse_max_signal_pct", "method",
        "binding_model", "performance", "target", "metadata", "concentration_value", "concentration_display",
        "initial_330nm", "bli_result_id", "control",
    ]

    private let degree: Degree

    init(_ degree: Degree) {
        self.degree = degree
    }

    func applied(to value: JSON, _ omitted: inout Omissions) -> JSON {
        concise(value, inReadout: false, &omitted)
    }

    private func concise(_ value: JSON, inReadout: Bool, _ omitted: inout Omissions) -> JSON {
        if let elements = value.elements {
            return JSON(elements.map { concise($0, inReadout: inReadout, &omitted) })
        }
        guard let members = value.members else { return value }
        var kept: [JSON.Member] = []
        for member in members {
            guard keeps(member, inReadout, &omitted) else { continue }
            kept.append(
                JSON.Member(member.name, concise(member, inReadout: inReadout || member.name == "summary", &omitted)))
        }
        return JSON(kept)
    }

    private func keeps(_ member: JSON.Member, _ inReadout: Bool, _ omitted: inout Omissions) -> Bool {
        if member.value.isNull {
            omitted.nulls += 1
            return false
        }
        if member.name == "replicates", member.value.kind == .array {
            omitted.replicates += member.value.count
            return false
        }
        if degree == .tight, inReadout, Self.expertMembers.contains(member.name) {
            omitted.members.insert(member.name)
            return false
        }
        return true
    }

    private func concise(_ member: JSON.Member, inReadout: Bool, _ omitted: inout Omissions) -> JSON {
        if Self.sequenceMembers.contains(member.name), let text = member.value.string {
            return shortened(text, &omitted) ?? member.value
        }
        // The sequences of a specification: a name, and the sequence itself or an object with it.
        if member.name == "sequences", let sequences = member.value.members {
            return JSON(
                sequences.map { sequence in
                    if let text = sequence.value.string {
                        return JSON.Member(sequence.name, shortened(text, &omitted) ?? sequence.value)
                    }
                    return JSON.Member(sequence.name, concise(sequence.value, inReadout: inReadout, &omitted))
                })
        }
        return concise(member.value, inReadout: inReadout, &omitted)
    }

    private func shortened(_ text: String, _ omitted: inout Omissions) -> JSON? {
        let length = text.utf8.count
        guard length > Self.wholeSequence else { return nil }
        omitted.shortened += 1
        return JSON("\(text.prefix(Self.shownResidues))… (\(length) aa)")
    }
}
