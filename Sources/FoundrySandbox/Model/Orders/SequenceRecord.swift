import FoundryJSON

/// A construct of an experiment.
struct SequenceRecord: Sendable {
    let id: String
    /// Counts all sequences ever added, so that of two the later is known.
    let number: Int
    var name: String?
    /// One-letter amino acids in upper case, chains separated by colons.
    var residues: String
    var isControl: Bool
    var metadata: JSON?
    let createdAt: Timestamp

    /// The name under which the construct stands in the experiment, also where it was given none.
    var label: String { name ?? "sequence_\(number)" }

    /// How many residues there are, chains together.
    var length: Int { residues.utf8.count { $0 != UInt8(ascii: ":") } }
}
