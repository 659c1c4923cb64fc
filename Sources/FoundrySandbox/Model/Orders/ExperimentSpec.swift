import FoundryJSON

/// What is measured, and how.
struct ExperimentSpec: Sendable {
    var type: ExperimentType
    var method: AssayMethod?
    /// The antigen's id in the catalogue.
    var targetID: String?
    var replicates: Int?
    /// In nM.
    var antigenConcentrations: [Double]?
    var parameters: JSON?

    static let defaultReplicates = 3
    /// In nM.
    static let defaultConcentrations = [1000.0, 316.2, 100.0, 31.6, 0.0]
}
