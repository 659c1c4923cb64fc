/// The reader of FASTA.
///
/// The name is the whole header, so that a file in the canonical form has the digest of the set that it was made from. Only
/// `[control]` or `[control=true]` at its end is a remark, in the form of the modifiers of NCBI's definition lines.
enum FASTAReader {
    private static let controlRemarks = ["[control]", "[control=true]"].map { Array($0.utf8) }

    static func constructs(in text: TextFile) throws(SequenceFileError) -> [Construct] {
        var list = ConstructList()
        var header: (name: String, isControl: Bool, line: Int)?
        var residues: [UInt8] = []
        func finish() throws(SequenceFileError) {
            guard let header else { return }
            try list.add(
                name: header.name, residues: residues, isControl: header.isControl, line: header.line)
            residues.removeAll(keepingCapacity: true)
        }
        try text.forEachLine { line throws(SequenceFileError) in
            if line.hasPrefix(">") {
                try finish()
                let (name, isControl) = Self.header(line.bytes.dropFirst())
                guard !name.isEmpty else { throw SequenceFileError(.namelessHeader, line: line.number) }
                header = (name, isControl, line.number)
            } else if !line.bytes.isEmpty, !line.hasPrefix(";") {
                guard header != nil else { throw SequenceFileError(.beforeFirstHeader, line: line.number) }
                try ConstructList.append(line.bytes, to: &residues, line: line.number)
            }
            return true
        }
        try finish()
        return list.constructs
    }

    private static func header(_ bytes: ArraySlice<UInt8>) -> (name: String, isControl: Bool) {
        var (name, isControl) = (TextFile.trimmed(bytes), false)
        // A name must not end in the remark, or the canonical form would have another digest.
        while let remark = controlRemarks.first(where: { name.count > $0.count && name.suffix($0.count) == $0[...] }) {
            (name, isControl) = (TextFile.trimmed(name.dropLast(remark.count)), true)
        }
        return (String(decoding: name, as: UTF8.self), isControl)
    }
}
