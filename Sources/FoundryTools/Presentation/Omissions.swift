import FoundryJSON

/// What an answer leaves out, counted by kind.
struct Omissions {
    /// Members whose value is null.
    var nulls = 0
    /// Measurements of single replicates.
    var replicates = 0
    /// Sequences that are shown by their beginning and length.
    var shortened = 0
    /// Names of members that were left out of every readout.
    var members: Set<String> = []
    /// Readouts that did not fit.
    var readouts = 0
    /// Constructs that did not fit; list_experiment_sequences has them.
    var sequences = 0
    /// Items that did not fit; `next_offset` says where they begin.
    var items = 0

    var isEmpty: Bool { json.count == 0 }

    /// The kinds of which something was left out.
    var json: JSON {
        func count(_ number: Int) -> JSON? { number > 0 ? JSON(number) : nil }
        return .object([
            "nulls": count(nulls),
            "replicates": count(replicates),
            "shortened": count(shortened),
            "members": members.isEmpty ? nil : JSON(members.sorted().map { JSON($0) }),
            "readouts": count(readouts),
            "sequences": count(sequences),
            "items": count(items),
        ])
    }
}
