/// Sequences in FASTA.
public enum FASTA {
    private static let lineLength = 60

    /// Returns one record: a header line, and the residues in lines of 60.
    ///
    /// The name and the note stand on the header line, whatever is in them. Residues are letters, `:` between chains,
    /// `*` and `-`. Others are not written, since a line break among them could begin a record of its own; the header
    /// then says so.
    ///
    /// - Parameter note: A remark after the name, such as `control`.
    public static func record(name: String, note: String? = nil, residues: String) -> String {
        let isValid = areResidues(residues)
        let remarks = [note, isValid ? nil : "[sequence left out: it has characters that are not residues]"]
        let header = ([name] + remarks.compactMap(\.self)).map(SafeText.singleLine).joined(separator: " ")
        var record = ">\(header)\n"
        var rest = isValid ? Substring(residues).utf8 : Substring().utf8
        while !rest.isEmpty {
            record += "\(Substring(rest.prefix(lineLength)))\n"
            rest = rest.dropFirst(lineLength)
        }
        return record
    }

    /// Returns whether the text holds nothing but residues and the separators between chains.
    public static func areResidues(_ text: String) -> Bool {
        text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
            case UInt8(ascii: ":"), UInt8(ascii: "*"), UInt8(ascii: "-"): true
            default: false
            }
        }
    }
}
