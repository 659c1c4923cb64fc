import FoundryJSON

/// Epitope binning: each construct captures the antigen, and each is then tested for binding on top. Constructs that block
/// each other share a bin.
struct EpitopeBinning {
    private let laboratory: Laboratory
    private let sequences: [SequenceRecord]
    private let interactions: [Interaction?]

    /// The signal, relative to the construct alone, below which it counts as blocked.
    private static let blockedBelow = 0.3

    init(_ laboratory: Laboratory) {
        self.laboratory = laboratory
        sequences = Array(laboratory.sequences)
        interactions = laboratory.sequences.map(laboratory.interaction)
    }

    var measurement: Laboratory.Measurement {
        let matrix = sequences.indices.map { row in sequences.indices.map { signal(captured: row, added: $0) } }
        let bins = bins(matrix)
        let names = sequences.map(\.label).json
        return Laboratory.Measurement(
            count: sequences.count,
            metadata: [
                JSON.Member(
                    "readouts",
                    JSON(
                        sequences.enumerated().map { index, sequence in
                            [
                                "sequence_id": JSON(sequence.id), "sequence_name": JSON(sequence.label),
                                "control": JSON(sequence.isControl), "binds": JSON(interactions[index] != nil),
                                "bin": bins[index].map { JSON($0) } ?? .null,
                            ]
                        })),
                JSON.Member(
                    "competition",
                    [
                        "captured": names, "added": names, "blocked_below": JSON(EpitopeBinning.blockedBelow),
                        "relative_signal": JSON(
                            matrix.map { row in JSON(row.map { $0.map { JSON($0) } ?? .null }) }),
                    ]),
                JSON.Member(
                    "bins",
                    JSON(
                        Set(bins.compactMap { $0 }).sorted().map { bin in
                            let members = sequences.indices.filter { bins[$0] == bin }.map { sequences[$0].label }
                            return ["bin": JSON(bin), "members": members.json]
                        })),
            ])
    }

    /// Returns the relative signal of a construct on antigen that another one captured; nil if one of the two doesn't bind.
    private func signal(captured: Int, added: Int) -> Double? {
        guard let one = interactions[captured], let other = interactions[added] else { return nil }
        var generator = laboratory.generator("binning" + sequences[captured].id + sequences[added].id)
        let competes = captured == added || one.epitope == other.epitope
        return (competes ? 0.04 + 0.16 * generator.uniform() : 0.75 + 0.35 * generator.uniform()).rounded(digits: 2)
    }

    /// Returns the bin of each construct, numbered from 1 in order of appearance; nil for those that don't bind.
    private func bins(_ matrix: [[Double?]]) -> [Int?] {
        var bins: [Int?] = []
        for index in sequences.indices {
            guard interactions[index] != nil else {
                bins.append(nil)
                continue
            }
            let earlier = (0..<index).first { other in
                min(matrix[index][other] ?? 1, matrix[other][index] ?? 1) < EpitopeBinning.blockedBelow
            }
            bins.append(earlier.flatMap { bins[$0] } ?? (bins.compactMap { $0 }.max() ?? 0) + 1)
        }
        return bins
    }
}
