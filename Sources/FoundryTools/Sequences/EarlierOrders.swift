import FoundryAPI
import FoundryJSON
import FoundryMCP
import FoundrySequences
import FoundryText

/// The search for sequences that the user has ordered before.
///
/// Lists of sequences have the beginning of each only, so what begins alike is compared in full with its experiment.
struct EarlierOrders {
    /// The largest number of sequences, the newest first, that are looked at.
    private static let sequenceLimit = 5000
    /// The largest number of experiments that are read.
    private static let experimentLimit = 20
    /// The number of residues that a list shows.
    private static let previewLength = 50

    /// One finding for each experiment that has some of the sequences.
    let findings: [SequenceFinding]
    /// The orders that were compared, or the reason why none were.
    let summary: [JSON.Member]
    let isSandbox: Bool

    /// Compares constructs with all that the key can read.
    /// - Parameter excluded: the id of the experiment that the constructs come from.
    /// - Throws: `CancellationError`. Where the API cannot be read, the summary says so.
    static func search(for set: ConstructSet, except excluded: String?, _ call: ToolCall) async throws -> EarlierOrders
    {
        let (listed, total, isSandbox): ([StoredSequence], Int, Bool)
        do {
            (listed, total, isSandbox) = try await sequences(call)
        } catch let error as FoundryError {
            return EarlierOrders(
                findings: [],
                summary: [
                    JSON.Member(
                        "earlier_orders",
                        ["compared": 0, "reason": JSON("they could not be read: \(SafeText.visible(error.message))")])
                ], isSandbox: error.isSandbox)
        }
        let beginnings = Set(set.constructs.map { beginning(of: $0.residues) })
        var experiments: [String] = []
        for sequence in listed {
            guard let id = sequence.experimentID, id.lowercased() != excluded?.lowercased(),
                let preview = sequence.preview, beginnings.contains(beginning(of: preview)),
                !experiments.contains(id)
            else { continue }
            experiments.append(id)
        }
        var findings: [SequenceFinding] = []
        for id in experiments.prefix(experimentLimit) {
            if let found = try await finding(set, inExperiment: id, call) { findings.append(found) }
        }
        let left = experiments.count - min(experiments.count, experimentLimit)
        let compared: JSON = .object([
            "compared": JSON(listed.count), "not_compared": total > listed.count ? JSON(total - listed.count) : nil,
            "experiments_not_compared": left > 0 ? JSON(left) : nil,
        ])
        return EarlierOrders(
            findings: findings, summary: [JSON.Member("earlier_orders", compared)], isSandbox: isSandbox)
    }

    private static func beginning(of residues: String) -> String {
        String(residues.uppercased().filter { $0 != "…" && $0 != "." }.prefix(previewLength))
    }

    /// Returns the newest sequences, how many there are, and whether they are a sandbox's.
    private static func sequences(_ call: ToolCall) async throws -> ([StoredSequence], Int, Bool) {
        let size = Paginator.pageSize
        let first = try await call.api.send(.listSequences, ["limit": JSON(size), "offset": 0])
        let total = first.total ?? first.items.count
        let offsets = Array(stride(from: size, to: min(total, sequenceLimit), by: size))
        let rest = try await withThrowingTaskGroup(of: (Int, [JSON]).self) { group in
            for offset in offsets {
                group.addTask {
                    let page = try await call.api.send(
                        .listSequences, ["limit": JSON(size), "offset": JSON(offset)])
                    return (offset, page.items)
                }
            }
            var pages: [Int: [JSON]] = [:]
            for try await (offset, items) in group {
                pages[offset] = items
                call.context.progress?.report(
                    Double(pages.count + 1), total: Double(offsets.count + 1), message: "reading earlier orders")
            }
            return offsets.flatMap { pages[$0] ?? [] }
        }
        return ((first.items + rest).compactMap { try? StoredSequence($0) }, total, first.isSandbox)
    }

    /// Returns a finding about the constructs that an experiment has too; nil if it has none, or was never ordered.
    private static func finding(
        _ set: ConstructSet, inExperiment id: String, _ call: ToolCall
    ) async throws -> SequenceFinding? {
        let experiment: Experiment
        do {
            experiment = try await call.api.experiment(id)
        } catch is FoundryError {
            return nil
        }
        guard experiment.wasSubmitted else { return nil }
        let ordered = Set(
            OrderSequences(ofExperiment: experiment).constructs.constructs.map { $0.residues.uppercased() })
        let names = set.constructs.filter { !$0.isControl && ordered.contains($0.residues.uppercased()) }.map(\.name)
        guard !names.isEmpty else { return nil }
        let code = experiment.code.isEmpty ? id : SafeText.singleLine(experiment.code)
        return SequenceFinding(
            .orderedBefore, names, "ordered before in \(code) (\(Lifecycle.description(of: experiment)), \(id))")
    }
}
