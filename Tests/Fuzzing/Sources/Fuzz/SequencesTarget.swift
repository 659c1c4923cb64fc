@testable import FoundrySequences

/// Reads the input as a file of sequences. The first byte is a digit that chooses the format, as `SequenceFile.Options` do.
enum SequencesTarget {
    private static let options: [SequenceFile.Options] = [
        .init(), .init(format: .fasta), .init(format: .csv), .init(format: .tsv), .init(format: .genbank),
        .init(nameColumn: "who", sequenceColumn: "prot"), .init(sequenceColumn: "one:two"),
    ]

    static func run(_ bytes: UnsafeBufferPointer<UInt8>) -> CInt {
        guard let first = bytes.first else { return 0 }
        let options = options[Int(first) % options.count]
        let content = Array(bytes.dropFirst())
        do throws(SequenceFileError) {
            check(try SequenceFile.constructs(in: content, options: options))
        } catch {
            expect(!error.description.isEmpty, "an error says nothing")
            let lines = content.count { $0 == 0x0A || $0 == 0x0D } + 1
            if let line = error.line { expect((1...lines).contains(line), "\(error) is outside the file") }
        }
        return 0
    }

    private static func check(_ set: ConstructSet) {
        expect((1...SequenceFile.countLimit).contains(set.count), "a file has \(set.count) sequences")
        expect(Set(set.constructs.map(\.name)).count == set.count, "a name is used twice")
        for construct in set.constructs {
            expect(!construct.name.isEmpty, "a construct has no name")
            expect(!construct.residues.isEmpty, "\(construct.name) has no residues")
            expect(
                construct.residues.utf8.allSatisfy { AminoAcid.isLetter($0) || ":*-".utf8.contains($0) },
                "\(construct.name) has a character that is no residue")
        }
        checkDigest(of: set)
        // The checks of an order read whatever a file gives.
        _ = SequenceChecks(set, expected: .any, needsControl: true).findings()
    }

    /// The canonical form has the digest of the set that it was made from, unless a name ends in what marks a control.
    private static func checkDigest(of set: ConstructSet) {
        guard !set.constructs.contains(where: { $0.name.hasSuffix("]") }) else { return }
        let canonical = set.canonicalFASTA
        let again = require("the canonical form cannot be read") {
            try SequenceFile.constructs(in: canonical, options: .init(format: .fasta))
        }
        expect(again.count == set.count, "the canonical form has \(again.count) sequences, not \(set.count)")
        expect(again.digest == set.digest, "the canonical form has another digest")
    }
}
