/// The reader of tables: comma-separated values by RFC 4180, also with semicolons or tabs.
///
/// The first row is a header if it has the title of a column of sequences. Without a header the first column is the name and
/// the second the sequence; a lone sequence is named for its line.
struct TableReader {
    private static let nameTitles: Set = [
        "name", "id", "sequence_name", "sequence_id", "design", "design_name", "construct", "label", "identifier",
    ]
    private static let sequenceTitles: Set = [
        "sequence", "seq", "aa_string", "aa", "aa_seq", "aa_sequence", "amino_acid_sequence", "protein_sequence",
        "protein", "residues",
    ]
    private static let controlTitles: Set = ["control", "is_control"]
    private static let yes: Set = ["true", "1", "yes", "y", "x"]

    /// The places of the columns.
    private struct Columns {
        var name: Int?
        var sequence: Int
        var control: Int?
    }

    private struct Row {
        let line: Int
        let cells: [String]

        subscript(column: Int?) -> String? {
            column.flatMap { $0 < cells.count ? cells[$0] : nil }
        }
    }

    private let text: TextFile
    private let options: SequenceFile.Options

    init(_ text: TextFile, _ options: SequenceFile.Options) {
        self.text = text
        self.options = options
    }

    func constructs() throws(SequenceFileError) -> [Construct] {
        var list = ConstructList()
        var columns: Columns?
        var hasHeader = false
        try forEachRow { row throws(SequenceFileError) in
            if let columns { return try Self.add(row, columns, hasHeader: hasHeader, to: &list) }
            if let header = try header(row) {
                (columns, hasHeader) = (header, true)
            } else {
                let first = Columns(name: 0, sequence: 1)
                columns = first
                try Self.add(row, first, hasHeader: false, to: &list)
            }
        }
        return list.constructs
    }

    /// Returns the columns by the titles in a row; nil if the row is not a header.
    private func header(_ row: Row) throws(SequenceFileError) -> Columns? {
        let titles = row.cells.map { $0.lowercased() }
        func place(_ title: String?, _ known: Set<String>) throws(SequenceFileError) -> Int? {
            guard let title else { return titles.firstIndex(where: known.contains) }
            guard let place = row.cells.firstIndex(of: title) ?? titles.firstIndex(of: title.lowercased()) else {
                throw SequenceFileError(.noColumn, line: row.line)
            }
            return place
        }
        let name = try place(options.nameColumn, Self.nameTitles)
        guard let sequence = try place(options.sequenceColumn, Self.sequenceTitles) else {
            // A named column of names makes the row a header, which then has to name the sequences as well.
            if options.nameColumn != nil { throw SequenceFileError(.noColumn, line: row.line) }
            return nil
        }
        return Columns(
            name: name ?? row.cells.indices.first { $0 != sequence }, sequence: sequence,
            control: titles.firstIndex(where: Self.controlTitles.contains))
    }

    private static func add(
        _ row: Row, _ columns: Columns, hasHeader: Bool, to list: inout ConstructList
    ) throws(SequenceFileError) {
        var columns = columns
        if row.cells.count == 1, !hasHeader, !row.cells[0].contains(" ") {
            columns = Columns(name: nil, sequence: 0)
        }
        guard let sequence = row[columns.sequence] else {
            throw SequenceFileError(.noNameAndSequence, line: row.line)
        }
        let name = columns.name == nil ? "sequence_\(row.line)" : row[columns.name] ?? ""
        guard !name.isEmpty else { throw SequenceFileError(.noNameAndSequence, line: row.line) }
        var residues: [UInt8] = []
        try ConstructList.append(sequence.utf8, to: &residues, line: row.line)
        let control = row[columns.control]?.lowercased() ?? ""
        try list.add(name: name, residues: residues, isControl: yes.contains(control), line: row.line)
    }

    // MARK: - Rows

    /// Calls a closure for each row that is not empty. A cell does not span lines.
    private func forEachRow(_ body: (Row) throws(SequenceFileError) -> Void) throws(SequenceFileError) {
        var separator: UInt8?
        try text.forEachLine { line throws(SequenceFileError) in
            guard !line.bytes.isEmpty else { return true }
            let known = separator ?? self.separator(in: line)
            separator = known
            let cells = try Self.cells(of: line, separator: known)
            if cells.contains(where: { !$0.isEmpty }) { try body(Row(line: line.number, cells: cells)) }
            return true
        }
    }

    /// Returns the separator of the columns, judging by the first line.
    private func separator(in line: TextFile.Line) -> UInt8 {
        let (tab, comma, semicolon) = (UInt8(0x09), UInt8(ascii: ","), UInt8(ascii: ";"))
        switch options.format {
        case .tsv: return tab
        case .csv: return line.bytes.contains(comma) ? comma : semicolon
        case .fasta, .genbank, nil: return [tab, comma].first(where: line.bytes.contains) ?? semicolon
        }
    }

    private static func cells(of line: TextFile.Line, separator: UInt8) throws(SequenceFileError) -> [String] {
        let quotation = UInt8(ascii: "\"")
        var cells: [String] = []
        var rest = line.bytes
        while true {
            var cell: [UInt8] = []
            rest = rest.drop { $0 == 0x20 }
            if rest.first == quotation {
                rest = rest.dropFirst()
                while true {
                    guard let end = rest.firstIndex(of: quotation) else {
                        throw SequenceFileError(.openQuotation, line: line.number)
                    }
                    cell += rest[..<end]
                    rest = rest[(end + 1)...]
                    // Two quotation marks stand for one.
                    guard rest.first == quotation else { break }
                    cell.append(quotation)
                    rest = rest.dropFirst()
                }
            }
            let end = rest.firstIndex(of: separator)
            cell += rest[..<(end ?? rest.endIndex)]
            cells.append(String(decoding: TextFile.trimmed(cell[...]), as: UTF8.self))
            guard let end else { return cells }
            rest = rest[(end + 1)...]
        }
    }
}
