/// The checks of each construct against the others of the set. Controls are often quite different, and are left out.
struct SetChecks {
    /// From this many constructs on, most of them show what is usual.
    private static let minimumCount = 5
    /// The modified z-score above which a value is an outlier. Source: Iglewicz and Hoaglin 1993.
    private static let zScoreLimit = 3.5
    /// Smaller differences than this part of the median are no reason to look, however alike the others are.
    private static let smallestDeviation = 0.1

    private let designs: [PreparedConstruct]
    private let all: [PreparedConstruct]
    private let expected: SequenceChecks.ExpectedFormat

    init(_ prepared: [PreparedConstruct], expected: SequenceChecks.ExpectedFormat) {
        all = prepared
        designs = prepared.filter { !$0.construct.isControl }
        self.expected = expected
    }

    func check(_ found: inout FindingCollection) {
        checkLengths(&found)
        checkMethionine(&found)
        checkTags(&found)
    }

    private func checkLengths(_ found: inout FindingCollection) {
        guard designs.count >= Self.minimumCount else { return }
        let lengths = designs.map { Double($0.construct.length) }
        let median = Self.median(lengths)
        let deviation = Self.median(lengths.map { ($0 - median).magnitude })
        for (design, length) in zip(designs, lengths) {
            let difference = (length - median).magnitude
            guard difference > Self.smallestDeviation * median,
                0.6745 * difference > Self.zScoreLimit * deviation
            else { continue }
            found.add(.lengthOutlier, [design.name], "\(Int(length)) residues; the median is \(Int(median))")
        }
    }

    private func checkMethionine(_ found: inout FindingCollection) {
        let isAntibody = expected != .any
        let starting = designs.filter { $0.residues.first == UInt8(ascii: "M") }
        if isAntibody {
            if !starting.isEmpty {
                found.add(
                    .startMethionine, starting.map(\.name), position: 1, "begins with M, which antibody domains do not")
            }
            return
        }
        let others = designs.filter { $0.residues.first != UInt8(ascii: "M") }
        guard !starting.isEmpty, !others.isEmpty, designs.count >= 3 else { return }
        if starting.count <= others.count {
            found.add(
                .startMethionine, starting.map(\.name), position: 1,
                "begins with M; \(others.count) of \(designs.count) do not")
        } else {
            found.add(
                .startMethionine, others.map(\.name), position: 1,
                "begins without M; \(starting.count) of \(designs.count) begin with it")
        }
    }

    private func checkTags(_ found: inout FindingCollection) {
        var tagged: [String] = []
        var untagged: [String] = []
        for prepared in all {
            var hasTag = false
            prepared.forEachChain { number, chain in
                for run in HisTag.runs(in: chain) {
                    let position = run.lowerBound - chain.startIndex + 1
                    guard let end = HisTag.terminus(of: run, in: chain) else {
                        found.add(
                            .hisTag, [prepared.name], chain: number, position: position,
                            "a run of histidines within the chain, at neither end")
                        continue
                    }
                    hasTag = true
                    if let said = prepared.construct.tagLocation, said != end {
                        found.add(
                            .hisTag, [prepared.name], chain: number, position: position,
                            "a His tag at the \(end.rawValue) terminus; tag_location says \(said.rawValue)")
                    }
                }
            }
            guard !prepared.construct.isControl else { continue }
            if hasTag { tagged.append(prepared.name) } else { untagged.append(prepared.name) }
        }
        guard !tagged.isEmpty, !untagged.isEmpty else { return }
        if tagged.count <= untagged.count {
            found.add(.hisTag, tagged, "has a His tag in the sequence; \(untagged.count) others do not")
        } else {
            found.add(.hisTag, untagged, "has no His tag in the sequence; \(tagged.count) others do")
        }
    }

    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        let middle = sorted.count / 2
        guard sorted.count.isMultiple(of: 2), !sorted.isEmpty else { return sorted.isEmpty ? 0 : sorted[middle] }
        return (sorted[middle - 1] + sorted[middle]) / 2
    }
}
