import FoundryText

/// Sequences as people paste them: FASTA, or a table with a name and a sequence on each line.
public enum SequenceBlock {
    /// A sequence and its name.
    public struct Entry: Sendable, Equatable {
        /// The name; unique within the block.
        public var name: String
        /// One-letter amino acids, as they were written.
        public var sequence: String
    }

    /// Reads a block. Text that begins with `>` is FASTA, any other a table.
    /// - Throws: ``SequenceBlockError``.
    public static func entries(in text: String) throws(SequenceBlockError) -> [Entry] {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(\.trimmed)
        // Old FASTA files begin with comments.
        let isFASTA = lines.first { !$0.isEmpty && !$0.hasPrefix(";") }?.hasPrefix(">") == true
        let entries = isFASTA ? try fasta(lines) : try table(lines)
        guard !entries.isEmpty else {
            throw SequenceBlockError(
                description: "no sequences found; give FASTA (headers begin with >) or lines of name,sequence")
        }
        return entries
    }

    private static func fasta(_ lines: [String]) throws(SequenceBlockError) -> [Entry] {
        var found: [Entry] = []
        for (index, line) in lines.enumerated() {
            if line.hasPrefix(">") {
                let name = line.dropFirst().trimmed
                guard !name.isEmpty else {
                    throw SequenceBlockError(description: "line \(index + 1): a header without a name")
                }
                try add(Entry(name: name, sequence: ""), to: &found, line: index + 1)
            } else if !line.isEmpty, !line.hasPrefix(";"), !found.isEmpty {
                // `*` marks the end of a translation in many files; it is not an amino acid.
                found[found.count - 1].sequence += line.filter { $0 != "*" && $0 != " " }
            }
        }
        if let empty = found.first(where: { $0.sequence.isEmpty }) {
            throw SequenceBlockError(description: "the sequence \(empty.name) is empty")
        }
        return found
    }

    private static func table(_ lines: [String]) throws(SequenceBlockError) -> [Entry] {
        var found: [Entry] = []
        for (index, line) in lines.enumerated() where !line.isEmpty {
            var cells = line.split { $0 == "," || $0 == ";" || $0 == "\t" }.map { unquoted($0.trimmed) }
            if cells.count == 1, !cells[0].contains(" ") {
                // A sequence without a name gets the number of its line for one.
                cells.insert("sequence_\(index + 1)", at: 0)
            }
            guard cells.count >= 2 else {
                throw SequenceBlockError(
                    description: "line \(index + 1) has no name and sequence with a comma, semicolon or tab between")
            }
            let isHeader = found.isEmpty && ["sequence", "seq", "aa_string", "aa"].contains(cells[1].lowercased())
            if !isHeader { try add(Entry(name: cells[0], sequence: cells[1]), to: &found, line: index + 1) }
        }
        return found
    }

    private static func add(_ entry: Entry, to found: inout [Entry], line: Int) throws(SequenceBlockError) {
        guard !found.contains(where: { $0.name == entry.name }) else {
            throw SequenceBlockError(description: "line \(line): the name \(entry.name) is used twice")
        }
        found.append(entry)
    }

    private static func unquoted(_ text: String) -> String {
        text.count >= 2 && text.hasPrefix("\"") && text.hasSuffix("\"") ? String(text.dropFirst().dropLast()) : text
    }
}

/// An error in a block of sequences.
public struct SequenceBlockError: Error, Sendable, CustomStringConvertible {
    /// A sentence with the number of the line, from 1.
    public let description: String
}
