import FoundryAnalysis
import FoundryJSON

/// A shorter form of a value, which omits the fields that readers need least.
///
/// It keeps everything that decides a ranking: fit quality, the number of replicates that bound, the apparent KD with its
/// interval, the spread, an unusual binding model, flags.
struct ConciseForm {
    /// The degree of shortening.
    enum Degree {
        /// Null members and single replicates; long sequences are shortened.
        case common
        /// Also the members of a readout that follow from others, or that only an expert of the assay asks for.
        case tight
    }

    /// The length up to which a sequence is shown whole, in amino acids.
    private static let wholeSequence = 40
    /// The number of amino acids that are shown of a longer sequence.
    private static let shownResidues = 10
    /// Members whose strings are sequences of amino acids.
    private static let sequenceMembers: Set = ["aa_string", "sequence"]
    private static let expertMembers: Set = [
        "kd_units", "kon_1to1", "koff_1to1", "kon_log_std", "koff_log_std", "rmse_max_signal_pct", "method",
        "performance", "target", "metadata", "concentration_value", "concentration_display", "initial_330nm",
        "bli_result_id", "sequence_id",
    ]
    /// Members of a readout that mean nothing unusual with these values.
    private static let usual: [String: JSON] = [
        "positive_control": false, "control": false, "binding_model": ["standard"], "expression": "high",
    ]

    private let degree: Degree

    init(_ degree: Degree) {
        self.degree = degree
    }

    /// Returns the value in this form.
    func applied(to value: JSON, _ omitted: inout Omissions) -> JSON {
        concise(value, in: .outside, &omitted)
    }

    /// The surroundings of a value.
    private enum Surroundings {
        case outside
        /// Among the readouts of a result of this assay.
        case readouts(assay: String?)
    }

    private func concise(_ value: JSON, in surroundings: Surroundings, _ omitted: inout Omissions) -> JSON {
        if let elements = value.elements {
            return JSON(elements.map { concise($0, in: surroundings, &omitted) })
        }
        guard let members = value.members else { return value }
        var kept: [JSON.Member] = []
        for member in members {
            if member.name == "replicates", let replicates = member.value.elements {
                omitted.replicates += replicates.count
                if let counts = Readout.Replicates(replicates) {
                    kept.append(JSON.Member("replicates_bound", JSON(counts.text)))
                }
            } else if keeps(member, of: value, in: surroundings, &omitted) {
                let inside: Surroundings =
                    member.name == "summary" ? .readouts(assay: value["result_type"]?.string) : surroundings
                kept.append(JSON.Member(member.name, concise(member, of: value, in: inside, &omitted)))
            }
        }
        return JSON(kept)
    }

    private func keeps(
        _ member: JSON.Member, of value: JSON, in surroundings: Surroundings, _ omitted: inout Omissions
    ) -> Bool {
        if member.value.isNull {
            omitted.nulls += 1
            return false
        }
        guard degree == .tight, case .readouts(let assay) = surroundings else { return true }
        if Self.usual[member.name] == member.value { return false }
        switch member.name {
        case "result_type": return member.value.string != assay
        case "binding":
            // The strength of the binding says the same.
            let implied: Set = member.value.string == "true" ? ["strong", "medium", "weak"] : ["none"]
            return !implied.contains(value["binding_strength"]?.string ?? "")
        case "aa_string":
            omitted.members.insert("aa_string")
            return false
        case let name where Self.expertMembers.contains(name):
            omitted.members.insert(name)
            return false
        default: return true
        }
    }

    private func concise(
        _ member: JSON.Member, of value: JSON, in surroundings: Surroundings, _ omitted: inout Omissions
    ) -> JSON {
        if member.name == "aa_preview", let text = member.value.string {
            // The preview is itself the beginning of a sequence.
            return shortened(text, length: value["length"]?.int, &omitted) ?? member.value
        }
        if Self.sequenceMembers.contains(member.name), let text = member.value.string {
            return shortened(text, length: text.utf8.count, &omitted) ?? member.value
        }
        // The sequences of a specification: a name, and the sequence itself or an object with it.
        if member.name == "sequences", let sequences = member.value.members {
            return JSON(
                sequences.map { sequence in
                    if let text = sequence.value.string {
                        return JSON.Member(
                            sequence.name, shortened(text, length: text.utf8.count, &omitted) ?? sequence.value)
                    }
                    return JSON.Member(sequence.name, concise(sequence.value, in: surroundings, &omitted))
                })
        }
        return concise(member.value, in: surroundings, &omitted)
    }

    /// Returns the beginning of a sequence, with its length if that is known; nil if the text is short.
    private func shortened(_ text: String, length: Int?, _ omitted: inout Omissions) -> JSON? {
        guard text.utf8.count > Self.wholeSequence else { return nil }
        omitted.shortened += 1
        return JSON("\(text.prefix(Self.shownResidues))…" + (length.map { " (\($0) aa)" } ?? ""))
    }
}
