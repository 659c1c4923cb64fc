/// A file as lines of bytes.
struct TextFile {
    /// A line without its end and without the spaces around it.
    struct Line {
        /// The line's number, counted from 1.
        let number: Int
        let bytes: ArraySlice<UInt8>

        func hasPrefix(_ prefix: String) -> Bool { bytes.starts(with: prefix.utf8) }
    }

    let bytes: [UInt8]

    /// Reads bytes as UTF-8.
    init(_ content: some Collection<UInt8>) throws(SequenceFileError) {
        var bytes = Array(content)
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { throw SequenceFileError(.utf16) }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        let isBinary = bytes.contains { $0 < 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D || $0 == 0x7F }
        guard !isBinary, String(validating: bytes, as: UTF8.self) != nil else { throw SequenceFileError(.notText) }
        self.bytes = bytes
    }

    /// The format that the first line suggests.
    var format: SequenceFile.Format {
        var first: Line?
        // Old FASTA files begin with comments.
        forEachLine { line in
            guard !line.bytes.isEmpty, !line.hasPrefix(";") else { return true }
            first = line
            return false
        }
        guard let first else { return .fasta }
        if first.hasPrefix(">") { return .fasta }
        if first.hasPrefix("LOCUS ") { return .genbank }
        return first.bytes.contains(0x09) ? .tsv : .csv
    }

    /// Calls a closure for each line, until it returns false. Lines end as on any system.
    func forEachLine<Failure: Error>(_ body: (Line) throws(Failure) -> Bool) throws(Failure) {
        var (start, number) = (0, 1)
        while start < bytes.count {
            let end = bytes[start...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
            guard try body(Line(number: number, bytes: Self.trimmed(bytes[start..<end]))) else { return }
            let isPair = end + 1 < bytes.count && bytes[end] == 0x0D && bytes[end + 1] == 0x0A
            start = end + (isPair ? 2 : 1)
            number += 1
        }
    }

    static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
        guard let first = bytes.firstIndex(where: { !isSpace($0) }), let last = bytes.lastIndex(where: { !isSpace($0) })
        else { return [] }
        return bytes[first...last]
    }
}

/// The constructs of a file as they are read, held to the rules of every format.
struct ConstructList {
    private(set) var constructs: [Construct] = []
    private var names: Set<String> = []

    /// Adds a construct whose residues were read with `residues(_:line:)`.
    mutating func add(
        name: String, residues: [UInt8], isControl: Bool = false, line: Int
    ) throws(SequenceFileError) {
        guard names.insert(name).inserted else { throw SequenceFileError(.nameTwice, line: line) }
        var residues = residues
        // A translation ends in a star in many files, or in several; one anywhere else is kept for the checks.
        while residues.last == AminoAcid.stop { residues.removeLast() }
        guard !residues.isEmpty else { throw SequenceFileError(.emptySequence, line: line) }
        guard constructs.count < SequenceFile.countLimit else { throw SequenceFileError(.tooMany) }
        constructs.append(
            Construct(name: name, residues: String(decoding: residues, as: UTF8.self), isControl: isControl))
    }

    /// Appends the residues of a line, without its spaces.
    static func append(
        _ bytes: some Sequence<UInt8>, to residues: inout [UInt8], line: Int
    ) throws(SequenceFileError) {
        for byte in bytes where byte != 0x20 && byte != 0x09 {
            guard AminoAcid.isLetter(byte) || ":*-".utf8.contains(byte) else {
                throw SequenceFileError(.unknownCharacter, line: line)
            }
            residues.append(byte)
        }
    }
}
