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
    /// The limits that are assumed since a result that depends on them does not state them.
    package let assumptions: Assumptions
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
        var readouts: [Readout] = []
        var assumptions = Assumptions()
        for result in newestFirst {
            let limits = AssayLimits(of: result)
            let own = ResultRows(of: result).rows.map { ordered.completing(Readout($0, limits: limits)) }
            assumptions.add(limits, for: own)
            readouts += own
        }
        self.readouts = readouts
        self.assumptions = assumptions
        type = spec["experiment_type"]?.string ?? results.first?["result_type"]?.string
        target = spec["target"]?["name"]?.string ?? readouts.lazy.compactMap(\.target).first
    }

    /// Returns a readout with what the order says of its construct, where the result does not say it.
    func completed(_ readout: Readout) -> Readout { sequences.completing(readout) }

    /// A Boolean value that indicates whether the lab is still working on some constructs.
    package var isPartial: Bool { resultsStatus == "partial" }
    package var hasResults: Bool { !readouts.isEmpty }
}

/// The limits that an analysis assumes where results do not state them.
package struct Assumptions: Sendable {
    /// In 1/s; nil if nothing is assumed.
    package private(set) var koffFloor: Double?
    /// The base of the logarithm of log SD; nil if nothing is assumed.
    package private(set) var logBase: Double?

    /// Adds what is assumed for the readouts of a result.
    fileprivate mutating func add(_ limits: AssayLimits, for readouts: [Readout]) {
        func has(_ measures: Measure...) -> Bool {
            readouts.contains { readout in measures.contains { readout.values[$0] != nil } }
        }
        if limits.isKoffFloorAssumed, has(.koff, .koff1to1) { koffFloor = limits.koffFloor }
        if limits.isLogBaseAssumed, has(.logSD) { logBase = limits.logBase }
    }

    /// The assumptions as JSON; nil if there are none.
    package var json: JSON? {
        let members: JSON = .object([
            "koff_floor_per_s": koffFloor.map { JSON($0) }, "log_base": logBase.map { JSON($0) },
        ])
        return members.count == 0 ? nil : members
    }

    /// The assumptions in a sentence; nil if there are none.
    package var sentence: String? {
        let parts = [
            koffFloor.map { "no limit of koff, so that \(Quantity.scientific($0)) 1/s is assumed" },
            logBase.map { "no base of log SD, so that \(JSON($0).text) is assumed" },
        ].compactMap(\.self)
        return parts.isEmpty ? nil : "The results state \(parts.joined(separator: ", and "))."
    }
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
