import FoundryCrypto

/// The constructs of an order, and the digest by which people and programs compare two sets.
public struct ConstructSet: Sendable, Hashable {
    /// The constructs in the order in which they were given.
    public let constructs: [Construct]

    /// Creates a set.
    public init(_ constructs: [Construct]) {
        self.constructs = constructs
    }

    /// The number of constructs.
    public var count: Int { constructs.count }

    /// The lengths of the shortest and the longest construct in residues; nil for an empty set.
    public var lengths: ClosedRange<Int>? {
        let lengths = constructs.map(\.length)
        guard let shortest = lengths.min(), let longest = lengths.max() else { return nil }
        return shortest...longest
    }

    /// The smallest and the largest number of chains of a construct; nil for an empty set.
    public var chains: ClosedRange<Int>? {
        let counts = constructs.map { $0.residues.utf8.count { $0 == AminoAcid.chainSeparator } + 1 }
        guard let fewest = counts.min(), let most = counts.max() else { return nil }
        return fewest...most
    }

    /// The set as FASTA in the one form that has a digest: records sorted by the bytes of their names, each a line of `>` and
    /// the name, then a line of all residues in upper case, each line ended by a line feed.
    ///
    /// A line break within a name is written as a space, so that no name can pass for a record of its own.
    public var canonicalFASTA: [UInt8] {
        let records = constructs.map { (name: Self.line($0.name.utf8), residues: Self.line($0.upperResidues)) }
            .sorted { one, other in
                one.name == other.name
                    ? one.residues.lexicographicallyPrecedes(other.residues)
                    : one.name.lexicographicallyPrecedes(other.name)
            }
        var text: [UInt8] = []
        text.reserveCapacity(records.reduce(0) { $0 + $1.name.count + $1.residues.count + 3 })
        for record in records {
            text.append(UInt8(ascii: ">"))
            text += record.name
            text.append(0x0A)
            text += record.residues
            text.append(0x0A)
        }
        return text
    }

    /// The SHA-256 of ``canonicalFASTA`` in lower-case hexadecimal.
    public var digest: String { SHA256.hash(canonicalFASTA).hexadecimal }

    private static func line(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        bytes.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 }
    }
}
