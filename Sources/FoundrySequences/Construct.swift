/// A protein to test: its name, and its amino acids in one-letter code.
public struct Construct: Sendable, Hashable {
    /// An end of a chain.
    public enum Terminus: String, Sendable {
        /// The amino terminus, at which a sequence begins.
        case n = "N"
        /// The carboxy terminus, at which a sequence ends.
        case c = "C"
    }

    /// The name, unique within an experiment.
    public var name: String
    /// The residues as they were given, in either case, with `:` between chains.
    public var residues: String
    /// A Boolean value that indicates whether the construct is a control.
    public var isControl: Bool
    /// The end at which the construct has its His tag; nil if it is not stated.
    public var tagLocation: Terminus?
    /// A Boolean value that indicates whether the construct is declared a single-chain variable fragment.
    public var isDeclaredScFv: Bool

    /// Creates a construct.
    public init(
        name: String, residues: String, isControl: Bool = false, tagLocation: Terminus? = nil,
        isDeclaredScFv: Bool = false
    ) {
        self.name = name
        self.residues = residues
        self.isControl = isControl
        self.tagLocation = tagLocation
        self.isDeclaredScFv = isDeclaredScFv
    }

    /// The residues in upper case.
    var upperResidues: [UInt8] { residues.utf8.map(AminoAcid.upper) }

    /// The number of residues, without the separators between chains.
    public var length: Int { residues.utf8.count { $0 != AminoAcid.chainSeparator } }
}

/// The one-letter code, by bytes.
enum AminoAcid {
    static let chainSeparator = UInt8(ascii: ":")
    static let stop = UInt8(ascii: "*")
    static let standard = Array("ACDEFGHIKLMNPQRSTVWY".utf8)

    /// A table, by the value of a byte, of whether it is a standard amino acid in upper case.
    private static let standardTable: [Bool] = (0...255).map { standard.contains(UInt8($0)) }

    /// Returns whether a byte is a standard amino acid in upper case.
    static func isStandard(_ byte: UInt8) -> Bool { standardTable[Int(byte)] }

    /// Returns an ASCII letter in upper case; any other byte is returned as it is.
    static func upper(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) ? byte & 0xDF : byte
    }

    /// Returns whether a byte is an ASCII letter.
    static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(upper(byte))
    }
}
