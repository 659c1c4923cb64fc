/// The search for constructs that are alike, or nearly.
struct DuplicateChecks {
    /// The largest edit distance between near duplicates.
    static let distanceLimit = 2
    /// Shorter sequences are peptides, in which two residues are a large part.
    static let minimumLength = 20

    /// A distinct sequence, with the names of the constructs that have it.
    private struct Distinct {
        let residues: [UInt8]
        var names: [String]
    }

    private let distinct: [Distinct]

    init(_ prepared: [PreparedConstruct]) {
        var places: [[UInt8]: Int] = [:]
        var distinct: [Distinct] = []
        for construct in prepared where !construct.residues.isEmpty {
            if let place = places[construct.residues] {
                distinct[place].names.append(construct.name)
            } else {
                places[construct.residues] = distinct.count
                distinct.append(Distinct(residues: construct.residues, names: [construct.name]))
            }
        }
        self.distinct = distinct
    }

    func check(_ found: inout FindingCollection) {
        for sequence in distinct where sequence.names.count > 1 {
            found.addGroup(.exactDuplicate, sequence.names, "the same sequence \(sequence.names.count) times")
        }
        for group in nearGroups() {
            let names = group.flatMap { distinct[$0].names }
            let message =
                group.count == 2
                ? "edit distance \(distance(group[0], group[1]) ?? Self.distanceLimit)"
                : "\(group.count) sequences, each within an edit distance of \(Self.distanceLimit) of another"
            found.addGroup(.nearDuplicate, names, message)
        }
    }

    private func distance(_ one: Int, _ other: Int) -> Int? {
        EditDistance.distance(distinct[one].residues, distinct[other].residues, atMost: Self.distanceLimit)
    }

    /// Returns the groups of distinct sequences in which each is close to another, by their places.
    ///
    /// Sequences are compared with those of nearly their length only, and first by how many residues of each kind they have:
    /// an edit changes that by two at most. What remains is compared letter by letter, as far as two edits reach.
    private func nearGroups() -> [[Int]] {
        let byLength = distinct.indices.filter { distinct[$0].residues.count >= Self.minimumLength }
            .sorted { distinct[$0].residues.count < distinct[$1].residues.count }
        let lengths = byLength.map { distinct[$0].residues.count }
        let compositions = Compositions(byLength.map { distinct[$0].residues })
        var groups = Groups(distinct.count)
        for rank in byLength.indices {
            if Task.isCancelled { return [] }
            let end = lengths[rank...].firstIndex { $0 - lengths[rank] > Self.distanceLimit } ?? lengths.endIndex
            for other in compositions.alike(rank, in: (rank + 1)..<end, atMost: UInt32(2 * Self.distanceLimit)) {
                let (one, candidate) = (byLength[rank], byLength[other])
                guard distance(one, candidate) != nil else { continue }
                groups.join(one, candidate)
            }
        }
        return groups.all.filter { $0.count > 1 }
    }

    /// Disjoint groups of numbers, which can be joined.
    private struct Groups {
        private var parents: [Int]

        init(_ count: Int) { parents = Array(0..<count) }

        private mutating func root(_ number: Int) -> Int {
            var number = number
            while parents[number] != number {
                parents[number] = parents[parents[number]]
                number = parents[number]
            }
            return number
        }

        mutating func join(_ one: Int, _ other: Int) {
            let (one, other) = (root(one), root(other))
            parents[max(one, other)] = min(one, other)
        }

        /// The groups in the order of their first members.
        var all: [[Int]] {
            var copy = self
            let byRoot = Dictionary(grouping: parents.indices) { copy.root($0) }
            return byRoot.sorted { $0.key < $1.key }.map(\.value)
        }
    }
}

/// The numbers of residues of each kind, up to 255, of many sequences.
struct Compositions {
    /// One number for each letter, and some to spare, so that a comparison is a few machine instructions.
    private static let width = 32

    private var counts: [UInt8]

    init(_ sequences: some Collection<[UInt8]>) {
        counts = [UInt8](repeating: 0, count: sequences.count * Self.width)
        for (index, residues) in sequences.enumerated() {
            for byte in residues {
                let place = index * Self.width + Int(byte & 31)
                if counts[place] < .max { counts[place] += 1 }
            }
        }
    }

    /// Returns the sum of the differences of all numbers of two sequences. It is never more than twice the edit distance,
    /// since a residue in the place of another changes two numbers by one.
    func difference(_ one: Int, _ other: Int) -> Int {
        counts.withUnsafeBufferPointer { Int(Self.difference($0, one, other)) }
    }

    /// Returns the sequences in a range whose difference from one is at most a limit.
    func alike(_ one: Int, in range: Range<Int>, atMost limit: UInt32) -> [Int] {
        counts.withUnsafeBufferPointer { counts in
            range.filter { Self.difference(counts, one, $0) <= limit }
        }
    }

    private static func difference(_ counts: UnsafeBufferPointer<UInt8>, _ one: Int, _ other: Int) -> UInt32 {
        let (one, other) = (one &* width, other &* width)
        var sum: UInt32 = 0
        for place in 0..<width {
            sum &+= (Int32(counts[one &+ place]) &- Int32(counts[other &+ place])).magnitude
        }
        return sum
    }
}

/// The least number of residues to replace, insert or delete to make one sequence of another (Levenshtein 1966).
enum EditDistance {
    /// Returns the distance; nil if it is more than the limit.
    ///
    /// For each number of edits and each diagonal it keeps how far the sequences agree (Ukkonen 1985), so that sequences
    /// that differ much are told apart after a few residues.
    static func distance(_ one: [UInt8], _ other: [UInt8], atMost limit: Int) -> Int? {
        guard (one.count - other.count).magnitude <= limit else { return nil }
        return one.withUnsafeBufferPointer { one in
            other.withUnsafeBufferPointer { other in distance(one, other, limit) }
        }
    }

    private static func distance(
        _ one: UnsafeBufferPointer<UInt8>, _ other: UnsafeBufferPointer<UInt8>, _ limit: Int
    ) -> Int? {
        let goal = other.count - one.count
        let width = 2 * limit + 3
        // The place of diagonal 0. The outermost two are never reached.
        let center = limit + 1
        let unreached = -2
        return withUnsafeTemporaryAllocation(of: Int.self, capacity: 2 * width) { memory in
            var previous = UnsafeMutableBufferPointer(rebasing: memory[..<width])
            var current = UnsafeMutableBufferPointer(rebasing: memory[width...])
            previous.initialize(repeating: unreached)
            current.initialize(repeating: unreached)
            for edits in 0...limit {
                for diagonal in -edits...edits {
                    let place = center + diagonal
                    var row =
                        edits == 0
                        ? 0
                        : max(previous[place] + 1, previous[place - 1], previous[place + 1] + 1)
                    row = min(row, one.count, other.count - diagonal)
                    guard row >= 0, row + diagonal >= 0 else {
                        current[place] = unreached
                        continue
                    }
                    while row < one.count, row + diagonal < other.count, one[row] == other[row + diagonal] { row += 1 }
                    if diagonal == goal, row == one.count { return edits }
                    current[place] = row
                }
                swap(&previous, &current)
            }
            return nil
        }
    }
}
