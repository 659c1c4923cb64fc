package import FoundryJSON

/// An experiment with the readouts of all its results.
package struct ExperimentResults: Sendable {
    package let id: String
    /// The experiment's code, or its ID if it has none: the name by which an analysis refers to it.
    package let label: String
    package let name: String?
    package let type: String?
    package let method: String?
    package let target: String?
    package let replicates: Int?
    package let antigenConcentrations: [Double]?
    package let status: String?
    package let resultsStatus: String?
    package let ordered: Int
    package let results: [JSON]
    package let readouts: [Readout]
    private let sequences: OrderedSequences

    /// Reads an experiment.
    /// - Parameters:
    ///   - experiment: The experiment in full, with the residues of its sequences; empty if it can't be read.
    ///   - results: All its results.
    package init(id: String, experiment: JSON, results: [JSON]) {
        let spec = experiment["experiment_spec"] ?? [:]
        self.id = id
        label = experiment["code"]?.string ?? id
        name = experiment["name"]?.string
        status = experiment["status"]?.string
        resultsStatus = experiment["results_status"]?.string
        method = spec["method"]?.string
        replicates = spec["n_replicates"]?.int
        antigenConcentrations = spec["antigen_concentrations"]?.elements?.compactMap(\.double)
        // The newest result counts where several have a readout of one construct.
        let newestFirst = results.sorted { ($0["created_at"]?.string ?? "") > ($1["created_at"]?.string ?? "") }
        self.results = newestFirst
        let ordered = OrderedSequences(spec["sequences"])
        sequences = ordered
        self.ordered = ordered.count
        readouts = newestFirst.flatMap { result in
            let limits = AssayLimits(of: result)
            return ResultRows(of: result).rows.map { ordered.completing(Readout($0, limits: limits)) }
        }
        type = spec["experiment_type"]?.string ?? results.first?["result_type"]?.string
        target = spec["target"]?["name"]?.string ?? readouts.lazy.compactMap(\.target).first
    }

    /// Returns a readout with what the order says of its construct, where the result does not say it.
    func completed(_ readout: Readout) -> Readout { sequences.completing(readout) }

    /// A Boolean value that indicates whether the lab is still working on some constructs.
    package var isPartial: Bool { resultsStatus == "partial" }
    package var hasResults: Bool { !readouts.isEmpty }
}

/// The sequences that were ordered, which complete the readouts of assays that name constructs only.
private struct OrderedSequences: Sendable {
    private let sequences: [String: (residues: String?, isControl: Bool)]

    init(_ block: JSON?) {
        sequences = Dictionary(
            (block?.members ?? []).map { member in
                let residues = member.value.string ?? member.value["aa_string"]?.string
                return (member.name, (residues?.uppercased(), member.value["control"]?.bool == true))
            }, uniquingKeysWith: { first, _ in first })
    }

    var count: Int { sequences.count }

    func completing(_ readout: Readout) -> Readout {
        guard let sequence = sequences[readout.name] else { return readout }
        return readout.completed(residues: sequence.residues, isControl: sequence.isControl)
    }
}
