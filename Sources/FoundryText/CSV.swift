/// Comma-separated values by RFC 4180, safe to open in a spreadsheet.
public enum CSV {
    /// Returns one line of a file, with the line ending `\r\n`.
    public static func line(_ fields: some Sequence<String>) -> String {
        fields.map(field).joined(separator: ",") + "\r\n"
    }

    /// Returns text as one field.
    ///
    /// A plain number stays as it is and an empty text stays empty; all else is quoted. Text that a spreadsheet would
    /// run as a formula begins with an apostrophe, by which spreadsheets know text. Invisible characters are escaped
    /// as in ``SafeText``.
    public static func field(_ text: String) -> String {
        if text.isEmpty || isNumber(text) { return text }
        // By bytes: a quotation mark with a combining accent is one Character, which would not be found as a mark.
        var field: [UInt8] = [UInt8(ascii: "\"")]
        if startsFormula(text) { field.append(UInt8(ascii: "'")) }
        for byte in SafeText.visible(text).utf8 {
            if byte == UInt8(ascii: "\"") { field.append(byte) }
            field.append(byte)
        }
        field.append(UInt8(ascii: "\""))
        return String(decoding: field, as: UTF8.self)
    }

    /// Returns whether a spreadsheet would run the text, or strip its first character and run the rest.
    private static func startsFormula(_ text: String) -> Bool {
        switch text.unicodeScalars.first {
        case "=", "+", "-", "@", "\t", "\r", "\n": true
        // The full-width forms, which some spreadsheets take for the others.
        case "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}": true
        default: false
        }
    }

    /// Returns whether the text matches `-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?`.
    private static func isNumber(_ text: String) -> Bool {
        var rest = Substring(text).utf8
        func digits() -> Bool {
            let count = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
            rest = rest.dropFirst(count)
            return count > 0
        }
        func skip(_ allowed: String) -> Bool {
            guard let byte = rest.first, allowed.utf8.contains(byte) else { return false }
            rest = rest.dropFirst()
            return true
        }
        _ = skip("-")
        guard digits() else { return false }
        if skip("."), !digits() { return false }
        if skip("eE") {
            _ = skip("+-")
            guard digits() else { return false }
        }
        return rest.isEmpty
    }
}
