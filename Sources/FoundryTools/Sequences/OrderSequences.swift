import FoundryAPI
import FoundryJSON
import FoundrySequences

/// The sequences of a call or of an experiment, each in the form in which the API takes it, and as a set of constructs.
struct OrderSequences: Sendable {
    /// The names, each with residues or with an object that has `aa_string`.
    let members: [JSON.Member]
    let constructs: ConstructSet

    /// Creates sequences from a map of names to residues or objects.
    init(_ members: [JSON.Member]) {
        self.members = members
        constructs = ConstructSet(members.map { Self.construct($0.name, $0.value) })
    }

    /// Creates sequences from the constructs of a file.
    init(_ constructs: ConstructSet) {
        self.constructs = constructs
        members = constructs.constructs.map { construct in
            JSON.Member(
                construct.name,
                construct.isControl
                    ? ["aa_string": JSON(construct.residues), "control": true] : JSON(construct.residues))
        }
    }

    /// Creates the sequences of an experiment as the API gives it, in the form in which it takes them.
    ///
    /// They are read from the API's own value, since `ExperimentSpec` has no property for a construct's chains.
    init(ofExperiment experiment: Experiment) {
        let sequences = experiment.json["experiment_spec"]?["sequences"]?.members ?? []
        self.init(sequences.map { JSON.Member($0.name, Self.requestForm(of: $0.value)) })
    }

    var count: Int { constructs.count }

    var digest: String { constructs.digest }

    /// The form of `experiment_spec`: a map.
    var map: JSON { JSON(members) }

    /// The form of `add_sequences` and `update_experiment`: a list of objects.
    var list: JSON {
        JSON(
            members.map { member in
                let rest = member.value.string.map { ["aa_string": JSON($0)] } ?? member.value
                return JSON([JSON.Member("name", JSON(member.name))] + (rest.members ?? []))
            })
    }

    /// The first of the sequences, as many as the number says.
    func prefix(_ count: Int) -> OrderSequences { OrderSequences(Array(members.prefix(count))) }

    /// The number of names in a summary.
    private static let shownNames = 20

    /// The sequences by number, names, lengths and digest: what an answer says of them in the place of their residues.
    var summary: JSON {
        .object([
            "count": JSON(count),
            "names": JSON(constructs.constructs.prefix(Self.shownNames).map { JSON($0.name) }),
            "lengths": constructs.lengths.map(Self.range),
            // Only where some have several.
            "chains": constructs.chains.flatMap { $0.upperBound > 1 ? Self.range($0) : nil },
            "sha256": JSON(digest),
        ])
    }

    private static func range(_ range: ClosedRange<Int>) -> JSON {
        ["min": JSON(range.lowerBound), "max": JSON(range.upperBound)]
    }

    /// The sequences in a question to a person: their number, and the beginning of the digest.
    var label: String { "\(count), sha256 \(digest.prefix(8))" }

    private static func construct(_ name: String, _ value: JSON) -> Construct {
        let metadata = value["metadata"] ?? [:]
        return Construct(
            name: name, residues: value.string ?? value["aa_string"]?.string ?? "",
            isControl: value["control"]?.bool == true,
            tagLocation: metadata["tag_location"]?.string.flatMap(Construct.Terminus.init),
            isDeclaredScFv: ["ScFv", "sc_fv"].contains(metadata["type"]?.string))
    }

    /// Returns a sequence of a response without what a request may not have: nulls, and members that are not known.
    private static func requestForm(of value: JSON) -> JSON {
        guard value.kind == .object else { return value }
        let metadata = (value["metadata"]?.members ?? []).filter { member in
            !member.value.isNull
                && ["type", "VH", "VL", "linker", "tag_location", "chain_order", "framework_regions"].contains(
                    member.name)
        }
        let isControl = value["control"]?.bool == true
        guard isControl || !metadata.isEmpty else { return value["aa_string"] ?? value }
        return .object([
            "aa_string": value["aa_string"], "control": isControl ? true : nil,
            "metadata": metadata.isEmpty ? nil : JSON(metadata),
        ])
    }
}
