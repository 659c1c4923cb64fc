import FoundryJSON

/// The assay of an experiment and its settings.
struct ExperimentSpec: Codable, Sendable {
    var type: ExperimentType
    var method: AssayMethod?
    /// The antigen's id in the catalog.
    var targetID: String?
    var replicates: Int?
    /// In nM.
    var antigenConcentrations: [Double]?
    var parameters: JSON?

    static let defaultReplicates = 3
    /// In nM.
    static let defaultConcentrations = [1000.0, 316.2, 100.0, 31.6, 0.0]
}

/// The assays that can be ordered.
enum ExperimentType: String, CaseIterable, Codable, Sendable {
    case affinity, screening, thermostability, fluorescence, expression
    case epitopeBinning = "epitope_binning"
    case enzymeActivity = "enzyme_activity"

    /// A Boolean value that indicates whether the assay measures binding to an antigen, and so needs a method.
    var measuresBinding: Bool { self == .affinity || self == .screening }

    var needsTarget: Bool { measuresBinding || self == .epitopeBinning }

    var takesReplicates: Bool { self != .epitopeBinning }

    /// The display name.
    var title: String {
        switch self {
        case .affinity: "Affinity"
        case .screening: "Screening"
        case .thermostability: "Thermostability"
        case .fluorescence: "Fluorescence"
        case .expression: "Expression"
        case .epitopeBinning: "Epitope binning"
        case .enzymeActivity: "Enzyme activity"
        }
    }
}

/// The methods of measuring binding: biolayer interferometry and surface plasmon resonance.
enum AssayMethod: String, CaseIterable, Codable, Sendable {
    case bli, spr
}

/// A construct as it is submitted.
struct SequenceDraft: Sendable {
    var name: String?
    var residues: String
    var isControl: Bool
    var metadata: JSON?
}

/// A construct of an experiment.
struct SequenceRecord: Codable, Sendable {
    let id: String
    /// Increases with every sequence ever added, which orders them by age.
    let number: Int
    var name: String?
    /// One-letter amino acids in upper case, chains separated by colons.
    var residues: String
    var isControl: Bool
    var metadata: JSON?
    let createdAt: Timestamp

    /// The key of the construct in its experiment, also if it was given no name.
    var label: String { name ?? "sequence_\(number)" }

    /// The number of residues of all chains.
    var length: Int { residues.utf8.count { $0 != UInt8(ascii: ":") } }
}
