/// The reader of tables: comma-separated values by RFC 4180, also with semicolons or tabs.
///
/// The first row is a header if it has the title of a column of sequences, or of one for heavy and one for light chains, which
/// are then the chains of one construct, the heavy one first. Without a header the first column is the name and the second
/// the sequence; a lone sequence is named for its line.
struct TableReader {
    private static let nameTitles: Set = [
        "name", "id", "sequence_name", "sequence_id", "design", "design_name", "construct", "label", "identifier",
    ]
    private static let sequenceTitles: Set = [
        "sequence", "seq", "aa_string", "aa", "aa_seq", "aa_sequence", "amino_acid_sequence", "protein_sequence",
        "protein", "residues", "vhh", "vhh_sequence",
    ]
    private static let heavyTitles = chainTitles("heavy", "vh", "hc", "h_chain")
    private static let lightTitles = chainTitles("light", "vl", "lc", "l_chain")
    /// What spreadsheets and statistics programs write into an empty cell.
    private static let blanks: Set = ["", "na", "n/a", "nan", "none", "null", "-", "–"]
    /// A cell below a title is rarely as short as this, in characters, if it is a sequence.
    private static let longestTitle = 24
    private static let controlTitles: Set = ["control", "is_control"]
    private static let yes: Set = ["true", "1", "yes", "y", "x"]

    /// The places of the columns.
    private struct Columns {
        var name: Int?
        /// Those whose cells are the chains of a construct, in their order; usually one.
        var chains: [Int]
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
                let first = Columns(name: 0, chains: [1])
                columns = first
                try Self.add(row, first, hasHeader: false, to: &list)
            }
        }
        return list.constructs
    }

    /// Returns the columns by the titles in a row; nil if the row is not a header.
    private func header(_ row: Row) throws(SequenceFileError) -> Columns? {
        let titles = row.cells.map(Self.title)
        var name = titles.firstIndex(where: Self.nameTitles.contains)
        if let wanted = options.nameColumn { name = try named(wanted, in: row) }
        guard let chains = try chains(of: row, titles, hasName: name != nil) else {
            // A named column of names makes the row a header, which then has to name the sequences as well.
            if options.nameColumn != nil { throw SequenceFileError(.noColumn, line: row.line) }
            // A title must not pass for a sequence: many are made of letters that are amino acids.
            guard let name, row.cells.count > 1 else { return nil }
            let isTitle = row.cells[name == 0 ? 1 : 0].count <= Self.longestTitle
            if isTitle { throw SequenceFileError(.noSequenceColumn, line: row.line) }
            return nil
        }
        return Columns(
            name: name ?? row.cells.indices.first { !chains.contains($0) }, chains: chains,
            control: titles.firstIndex(where: Self.controlTitles.contains))
    }

    /// Returns the columns of sequences by the titles in a row; nil if it has none.
    private func chains(of row: Row, _ titles: [String], hasName: Bool) throws(SequenceFileError) -> [Int]? {
        if let wanted = options.sequenceColumn {
            let parts = wanted.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            guard parts.count > 1, place(of: wanted, in: row) == nil else { return [try named(wanted, in: row)] }
            var chains: [Int] = []
            for part in parts { chains.append(try named(part, in: row)) }
            return chains
        }
        if let sequence = titles.firstIndex(where: Self.sequenceTitles.contains) { return [sequence] }
        let chains = [Self.heavyTitles, Self.lightTitles].compactMap { known in
            titles.firstIndex(where: known.contains)
        }
        // A single one may be the name of a construct.
        return chains.count == 2 || chains.count == 1 && hasName ? chains : nil
    }

    private func place(of title: String, in row: Row) -> Int? {
        row.cells.firstIndex(of: title) ?? row.cells.firstIndex { Self.title($0) == Self.title(title) }
    }

    private func named(_ title: String, in row: Row) throws(SequenceFileError) -> Int {
        guard let place = place(of: title, in: row) else { throw SequenceFileError(.noColumn, line: row.line) }
        return place
    }

    /// Returns a title in the one form in which titles are compared.
    private static func title(_ cell: String) -> String {
        String(cell.lowercased().map { $0 == " " || $0 == "-" ? "_" : $0 })
    }

    private static func chainTitles(_ short: String...) -> Set<String> {
        Set(
            short.flatMap { name in
                ["", "_chain", "_sequence", "_seq", "_aa", "_chain_sequence", "_chain_seq", "_chain_aa"].map {
                    name + $0
                } + ["sequence_\(name)"]
            })
    }

    // MARK: - Constructs

    private static func add(
        _ row: Row, _ columns: Columns, hasHeader: Bool, to list: inout ConstructList
    ) throws(SequenceFileError) {
        var columns = columns
        if row.cells.count == 1, !hasHeader, !row.cells[0].contains(" ") {
            columns = Columns(name: nil, chains: [0])
        }
        let name = columns.name == nil ? "sequence_\(row.line)" : row[columns.name] ?? ""
        guard !name.isEmpty, columns.chains.contains(where: { row[$0] != nil }) else {
            throw SequenceFileError(.noNameAndSequence, line: row.line)
        }
        let control = row[columns.control]?.lowercased() ?? ""
        try list.add(
            name: name, residues: try residues(of: row, columns.chains), isControl: yes.contains(control),
            line: row.line)
    }

    /// Returns the residues of a row, with `:` between chains. A construct may have fewer chains than there are columns, but
    /// not without the first.
    private static func residues(of row: Row, _ columns: [Int]) throws(SequenceFileError) -> [UInt8] {
        var residues: [UInt8] = []
        for (place, column) in columns.enumerated() {
            let cell = row[column] ?? ""
            if columns.count > 1, blanks.contains(cell.lowercased()) {
                guard place > 0 else { throw SequenceFileError(.emptySequence, line: row.line) }
                continue
            }
            if place > 0 {
                if residues.last == AminoAcid.stop { residues.removeLast() }
                residues.append(AminoAcid.chainSeparator)
            }
            try ConstructList.append(cell.utf8, to: &residues, line: row.line)
        }
        return residues
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
