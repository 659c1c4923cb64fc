import FoundryJSON

/// A construct as it is handed in.
struct SequenceDraft: Sendable {
    var name: String?
    var residues: String
    var isControl: Bool
    var metadata: JSON?
}
