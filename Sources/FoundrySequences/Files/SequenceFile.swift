/// Sequences in a file, or as people paste them: FASTA, a table, or GenBank.
public enum SequenceFile {
    /// The format of a file.
    public enum Format: String, Sendable, CaseIterable {
        /// FASTA: headers that begin with `>`, each followed by residues. `[control]` at the end of a header marks a control.
        case fasta
        /// Comma-separated values by RFC 4180, with commas or semicolons, and with or without a header.
        case csv
        /// Tab-separated values, with or without a header.
        case tsv
        /// GenBank, of which the translations of the coding sequences are read, or GenPept.
        case genbank
    }

    /// The way in which a file is read.
    public struct Options: Sendable {
        /// The format; nil to recognize it by the file's content.
        public var format: Format?
        /// The title of a table's column of names; nil for the usual titles, or else the first column.
        public var nameColumn: String?
        /// The title of a table's column of sequences, or several titles with `:` between them for the chains of a construct;
        /// nil for the usual titles, or else the second column.
        public var sequenceColumn: String?

        /// Creates options.
        public init(format: Format? = nil, nameColumn: String? = nil, sequenceColumn: String? = nil) {
            self.format = format
            self.nameColumn = nameColumn
            self.sequenceColumn = sequenceColumn
        }
    }

    /// The size of the largest file that is read, in bytes.
    public static let sizeLimit = 16 << 20
    /// The largest number of sequences in a file. The API states no limit; this one is far above any order.
    public static let countLimit = 10_000
    /// A file of which a larger part is no standard amino acid does not hold proteins.
    private static let unknownResiduesLimit = 0.05

    /// Reads the sequences in a file.
    ///
    /// Letters that are not amino acids are kept, since checks name their positions; but text that is evidently not
    /// protein is refused. The error never repeats what the file holds.
    ///
    /// - Parameters:
    ///   - bytes: the file's bytes, such as `Data`. The text is UTF-8, and its lines end as on any system.
    ///   - options: the format and the columns, as far as they are not to be recognized.
    /// - Returns: one construct or more, in the order of the file, with names that are all different.
    /// - Throws: ``SequenceFileError``.
    public static func constructs(
        in bytes: some Collection<UInt8>, options: Options = Options()
    ) throws(SequenceFileError) -> ConstructSet {
        guard bytes.count <= sizeLimit else { throw SequenceFileError(.tooLarge) }
        let text = try TextFile(bytes)
        let constructs: [Construct]
        switch options.format ?? text.format {
        case .fasta: constructs = try FASTAReader.constructs(in: text)
        case .genbank: constructs = try GenBankReader.constructs(in: text)
        case .csv, .tsv: constructs = try TableReader(text, options).constructs()
        }
        guard !constructs.isEmpty else { throw SequenceFileError(.noSequences) }
        try checkProteins(constructs)
        return ConstructSet(constructs)
    }

    private static func checkProteins(_ constructs: [Construct]) throws(SequenceFileError) {
        var (total, unknown) = (0, 0)
        for construct in constructs {
            for byte in construct.upperResidues where byte != AminoAcid.chainSeparator {
                total += 1
                if !AminoAcid.isStandard(byte) { unknown += 1 }
            }
        }
        // A short set with one wrong letter is for the checks to report.
        guard unknown <= 1 || Double(unknown) <= unknownResiduesLimit * Double(total) else {
            throw SequenceFileError(.notProtein)
        }
        if constructs.allSatisfy({ Nucleotides.areLikely($0.upperResidues) }) { throw SequenceFileError(.nucleotides) }
    }
}

/// The recognition of DNA and RNA, whose letters are amino acids too.
enum Nucleotides {
    /// Shorter sequences may well be peptides.
    private static let minimumLength = 30

    /// Returns whether residues in upper case are more likely bases than amino acids.
    static func areLikely(_ residues: [UInt8]) -> Bool {
        guard residues.count >= minimumLength, residues.allSatisfy({ "ACGTUN".utf8.contains($0) }) else { return false }
        return Set(residues).intersection("ACGTU".utf8).count >= 3
    }
}

/// A file that holds no sequences, or holds them in a form that cannot be read.
public struct SequenceFileError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The reason.
    public enum Reason: Sendable, Equatable {
        /// The file is larger than ``SequenceFile/sizeLimit``.
        case tooLarge
        /// The file is not text in UTF-8.
        case notText
        /// The file is in UTF-16.
        case utf16
        /// The file has no sequences.
        case noSequences
        /// The file does not hold proteins: more than one character in twenty is no amino acid.
        case notProtein
        /// The file holds DNA or RNA, which is not translated here.
        case nucleotides
        /// The file has more sequences than ``SequenceFile/countLimit``.
        case tooMany
        /// A line has a character that stands for no residue.
        case unknownCharacter
        /// Text stands before the first header.
        case beforeFirstHeader
        /// A header has no name.
        case namelessHeader
        /// A name has no sequence.
        case emptySequence
        /// A name is used twice.
        case nameTwice
        /// A row of a table has no name and sequence.
        case noNameAndSequence
        /// A cell of a table has no closing quotation mark.
        case openQuotation
        /// A table has no column with the title that ``SequenceFile/Options`` names.
        case noColumn
        /// A table has a header, and none of its columns is known to hold sequences.
        case noSequenceColumn
        /// A record of DNA has no coding sequence with a translation.
        case noTranslation
    }

    /// The problem with the file.
    public let reason: Reason
    /// The line, counted from 1; nil where the reason is not about one.
    public let line: Int?

    init(_ reason: Reason, line: Int? = nil) {
        self.reason = reason
        self.line = line
    }

    /// A sentence that says what is wrong and repeats nothing of the content.
    public var description: String {
        let sentence =
            switch reason {
            case .tooLarge: "it is larger than \(SequenceFile.sizeLimit >> 20) MiB"
            case .notText: "it is not text in UTF-8"
            case .utf16: "it is in UTF-16; save it as UTF-8"
            case .noSequences: "it has no sequences: FASTA (headers begin with >), lines of name,sequence, or GenBank"
            case .notProtein: "it does not hold proteins: more than one character in twenty is no amino acid"
            case .nucleotides: "it holds DNA or RNA: translate it first"
            case .tooMany: "it has more than \(SequenceFile.countLimit) sequences"
            case .unknownCharacter: "a character that stands for no residue (letters; ':' between chains)"
            case .beforeFirstHeader: "text before the first header, which begins with >"
            case .namelessHeader: "a header without a name"
            case .emptySequence: "a sequence is empty"
            case .nameTwice: "a name is used twice"
            case .noNameAndSequence: "no name and sequence with a comma, semicolon or tab between"
            case .openQuotation: "a quotation mark without its other"
            case .noColumn: "no column has the title that the call names"
            case .noSequenceColumn:
                "no column of sequences is known by its title, such as sequence, or heavy_chain and light_chain: name it "
                    + "(sequence_column), or the columns of chains (sequence_column HEAVY:LIGHT)"
            case .noTranslation: "a record of DNA has no CDS with a /translation"
            }
        return line.map { "line \($0): \(sentence)" } ?? sentence
    }
}
