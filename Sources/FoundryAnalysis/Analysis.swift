package import FoundryJSON
import FoundrySystem

/// A construct with what several experiments measured of it.
package struct Construct: Sendable {
    /// The name in the first experiment that has the construct.
    package let name: String
    /// Other names of the same sequence.
    package private(set) var otherNames: [String] = []
    package private(set) var residues: String?
    /// The readouts, each with the number of its experiment.
    package private(set) var readouts: [(experiment: Int, readout: Readout)] = []

    fileprivate init(_ readout: Readout) {
        name = readout.name
        residues = readout.residues
    }

    fileprivate mutating func add(_ readout: Readout, from experiment: Int) {
        readouts.append((experiment, readout))
        residues = residues ?? readout.residues
        if readout.name != name, !otherNames.contains(readout.name) { otherNames.append(readout.name) }
    }

    /// The flags of all its readouts.
    package var flags: [Flag] {
        Flag.allCases.filter { flag in readouts.contains { $0.readout.flags.contains(flag) } }
    }

    package var isControl: Bool { readouts.contains { $0.readout.isControl } }

    package func readouts(of experiment: Int) -> [Readout] {
        readouts.filter { $0.experiment == experiment }.map(\.readout)
    }
}

/// The results of several experiments, joined by construct.
///
/// Constructs are the same if their sequences are; where a sequence is not known, if their names are.
package struct Analysis: Sendable {
    package let experiments: [ExperimentResults]
    package let controls: [ControlVerdict]
    /// The constructs from best to worst by the first experiment, then by the others.
    package let constructs: [Construct]
    package let matrix: TargetMatrix?
    /// The first experiment that has a measure, which is meant where a condition names none.
    private let homes: [Measure: Int]

    package init(_ experiments: [ExperimentResults]) {
        self.experiments = experiments
        controls = experiments.map { ControlVerdict(of: $0) }
        let joined = Join(experiments).constructs
        constructs =
            joined.enumerated().map { ($1, Self.ranks(of: $1, experiments.count), $0) }.sorted { one, other in
                for (a, b) in zip(one.1, other.1) where a != b {
                    guard let a else { return false }
                    guard let b else { return true }
                    if a < b { return true }
                    if b < a { return false }
                }
                return one.2 < other.2
            }.map(\.0)
        matrix = TargetMatrix(experiments)
        var homes: [Measure: Int] = [:]
        for (number, experiment) in experiments.enumerated() {
            for readout in experiment.readouts {
                for measure in readout.values.keys where homes[measure] == nil { homes[measure] = number }
            }
        }
        self.homes = homes
    }

    /// Returns the ranks of a construct, one for each experiment; nil where it was not measured.
    private static func ranks(of construct: Construct, _ count: Int) -> [RowRank?] {
        (0..<count).map { number in construct.readouts.lazy.filter { $0.experiment == number }.map(\.readout.rank).min()
        }
    }

    // MARK: - Values

    /// Returns a number of a construct.
    /// - Parameter experiment: The experiment that measured it; nil for the first that has the measure at all.
    package func number(_ measure: Measure, of construct: Construct, in experiment: Int? = nil) -> Double? {
        if measure == .fold { return matrix?.selectivity(of: construct, against: experiment) }
        guard let number = experiment ?? homes[measure] else { return nil }
        return construct.readouts.lazy.filter { $0.experiment == number }.compactMap { $0.readout.values[measure] }
            .first
    }

    /// Returns the member of a name that has no place among the measures.
    package func other(_ name: String, of construct: Construct, in experiment: Int? = nil) -> JSON? {
        construct.readouts.lazy.filter { experiment == nil || $0.experiment == experiment }
            .compactMap { $0.readout.others.first { $0.name == name }?.value }.first
    }

    /// The names of all members that have no place among the measures.
    package var otherNames: [String] {
        var names: [String] = []
        for experiment in experiments {
            for member in experiment.readouts.first?.others ?? [] where !names.contains(member.name) {
                names.append(member.name)
            }
        }
        return names
    }

    /// The measures that at least one construct has, with the experiment that is meant where none is named.
    package var measures: [(measure: Measure, experiment: Int)] {
        Measure.allCases.compactMap { measure in homes[measure].map { (measure, $0) } }
    }

    /// Returns the number of the experiment that is meant by a position from 1, a code, an ID, or a part of a target's
    /// name; nil if that is none or not clear.
    package func experiment(named name: String) -> Int? {
        if let position = Int(name) { return experiments.indices.contains(position - 1) ? position - 1 : nil }
        let name = name.lowercased()
        let exact = experiments.firstIndex { $0.label.lowercased() == name || $0.id.lowercased() == name }
        if let exact { return exact }
        let byTarget = experiments.indices.filter { experiments[$0].target?.lowercased().contains(name) == true }
        return byTarget.count == 1 ? byTarget[0] : nil
    }
}

/// The join of experiments by sequence, then by name.
private struct Join {
    private(set) var constructs: [Construct] = []
    private var bySequence: [String: [Int]] = [:]
    private var byName: [String: [Int]] = [:]

    init(_ experiments: [ExperimentResults]) {
        for (number, experiment) in experiments.enumerated() {
            var taken: [Int: Set<String>] = [:]
            for readout in experiment.readouts {
                let place = place(of: readout, taken) ?? append(readout)
                taken[place, default: []].insert(readout.name)
                constructs[place].add(readout, from: number)
                index(place, readout)
            }
        }
    }

    private func place(of readout: Readout, _ taken: [Int: Set<String>]) -> Int? {
        // Two names of one sequence in an experiment are two constructs.
        func isFree(_ place: Int) -> Bool {
            guard let names = taken[place] else { return true }
            return names == [readout.name]
        }
        if let residues = readout.residues {
            let same = (bySequence[residues] ?? []).filter(isFree)
            if let place = same.first(where: { constructs[$0].name == readout.name }) ?? same.first { return place }
            // One whose sequence is not known may be the same.
            return (byName[readout.name] ?? []).first { constructs[$0].residues == nil && isFree($0) }
        }
        let named = byName[readout.name] ?? []
        return named.count == 1 && isFree(named[0]) ? named[0] : nil
    }

    private mutating func append(_ readout: Readout) -> Int {
        constructs.append(Construct(readout))
        return constructs.count - 1
    }

    private mutating func index(_ place: Int, _ readout: Readout) {
        if let residues = readout.residues, bySequence[residues]?.contains(place) != true {
            bySequence[residues, default: []].append(place)
        }
        if byName[readout.name]?.contains(place) != true { byName[readout.name, default: []].append(place) }
    }
}
