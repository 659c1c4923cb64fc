import FoundrySystem

/// Long runs of one residue, and stretches of few different ones.
enum ComplexityChecks {
    private static let homopolymerLength = 6
    /// SEG's window and the entropy below which it begins a segment. Source: Wootton and Federhen 1993.
    private static let window = 12
    private static let entropyLimit = 2.2
    /// Shorter segments are frequent in ordinary proteins.
    private static let shortestSegment = 20
    /// Linkers of glycine and serine are meant to be simple.
    private static let linkerShare = 0.6

    static func check(_ prepared: PreparedConstruct, _ found: inout FindingCollection) {
        prepared.forEachChain { number, chain in
            for run in runs(in: chain) where !HisTag.isTag(run, in: chain) {
                found.add(
                    .homopolymer, [prepared.name], chain: number, position: run.lowerBound - chain.startIndex + 1,
                    "\(run.count) × \(Character(Unicode.Scalar(chain[run.lowerBound])))")
            }
            for segment in segments(in: chain) {
                found.add(
                    .lowComplexity, [prepared.name], chain: number,
                    position: segment.lowerBound - chain.startIndex + 1, "\(segment.count) residues of few kinds")
            }
        }
    }

    private static func runs(in chain: ArraySlice<UInt8>) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var start = chain.startIndex
        while start < chain.endIndex {
            let end = chain[start...].firstIndex { $0 != chain[start] } ?? chain.endIndex
            if end - start >= homopolymerLength { runs.append(start..<end) }
            start = end
        }
        return runs
    }

    private static let entropyTerms: [Double] = (0...window).map { count in
        let share = Double(count) / Double(window)
        return count == 0 ? 0 : -share * log2(share)
    }

    /// Returns the union of all windows of low entropy, in pieces of the shortest length or more.
    private static func segments(in chain: ArraySlice<UInt8>) -> [Range<Int>] {
        guard chain.count >= window else { return [] }
        var counts = [Int](repeating: 0, count: 256)
        var entropy = 0.0
        func change(_ byte: UInt8, by step: Int) {
            entropy -= entropyTerms[counts[Int(byte)]]
            counts[Int(byte)] += step
            entropy += entropyTerms[counts[Int(byte)]]
        }
        for place in chain.prefix(window - 1) { change(place, by: 1) }
        var segments: [Range<Int>] = []
        for start in chain.startIndex...(chain.endIndex - window) {
            change(chain[start + window - 1], by: 1)
            if entropy < entropyLimit {
                if let last = segments.last, last.upperBound >= start {
                    segments[segments.count - 1] = last.lowerBound..<(start + window)
                } else {
                    segments.append(start..<(start + window))
                }
            }
            change(chain[start], by: -1)
        }
        return segments.filter { $0.count >= shortestSegment && !isLinker(chain[$0]) && !isTagged(chain[$0]) }
    }

    private static func isLinker(_ segment: ArraySlice<UInt8>) -> Bool {
        Double(segment.count { "GS".utf8.contains($0) }) >= linkerShare * Double(segment.count)
            && segment.contains(UInt8(ascii: "S"))
    }

    private static func isTagged(_ segment: ArraySlice<UInt8>) -> Bool {
        segment.count { $0 == UInt8(ascii: "H") } >= HisTag.minimumLength
            && segment.count <= shortestSegment + HisTag.minimumLength
    }
}

/// The recognition of runs of histidine at the ends of a chain.
enum HisTag {
    static let minimumLength = 6
    /// A tag stands within this many residues of its end, which leaves room for a start and a short linker or another tag.
    private static let reach = 24

    /// Returns whether a run of one residue is a tag.
    static func isTag(_ run: Range<Int>, in chain: ArraySlice<UInt8>) -> Bool {
        chain[run.lowerBound] == UInt8(ascii: "H") && terminus(of: run, in: chain) != nil
    }

    /// Returns the end at which a run stands; nil if it is within the chain.
    static func terminus(of run: Range<Int>, in chain: ArraySlice<UInt8>) -> Construct.Terminus? {
        if run.upperBound - chain.startIndex <= reach { return .n }
        return chain.endIndex - run.lowerBound <= reach ? .c : nil
    }

    /// Returns the runs of histidine that are long enough for a tag.
    static func runs(in chain: ArraySlice<UInt8>) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var start = chain.startIndex
        while let begin = chain[start...].firstIndex(of: UInt8(ascii: "H")) {
            let end = chain[begin...].firstIndex { $0 != UInt8(ascii: "H") } ?? chain.endIndex
            if end - begin >= minimumLength { runs.append(begin..<end) }
            start = end
        }
        return runs
    }
}
