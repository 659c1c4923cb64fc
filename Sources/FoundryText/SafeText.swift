/// Text from outside the program, made safe to print.
///
/// Names, notes and descriptions come from other people. In a terminal, a log or a table, such text could move the
/// cursor, reorder the words around it, or carry characters that a model reads and a person never sees. Everything that
/// is printed goes through one of these functions.
public enum SafeText {
    /// Returns the text with every character that a reader could not see escaped, such as `\u{202e}`.
    ///
    /// Newlines and tabs are kept, and `\r\n` becomes a newline. `Unicode.Scalar.isInvisible` says what is escaped;
    /// joiners and variation selectors that belong to an emoji are kept.
    public static func visible(_ text: String) -> String {
        isPlain(text) ? text : escaped(Array(text.unicodeScalars))
    }

    /// Returns bytes as text in the same way. A byte that is not UTF-8 is escaped too, such as `\x{9b}`.
    public static func visible(utf8 bytes: some Sequence<UInt8>) -> String {
        let bytes = Array(bytes)
        var shown = ""
        var run: [Unicode.Scalar] = []
        var parser = UTF8.ForwardParser()
        var input = bytes.makeIterator()
        var offset = 0
        while true {
            switch parser.parseScalar(from: &input) {
            case .valid(let encoded):
                offset += encoded.count
                run.append(UTF8.decode(encoded))
            case .error(let length):
                shown += escaped(run)
                run = []
                for byte in bytes[offset..<(offset + length)] { shown += "\\x{\(String(byte, radix: 16))}" }
                offset += length
            case .emptyInput:
                return shown + escaped(run)
            }
        }
    }

    /// Returns the text on one line: newlines and tabs become spaces, and everything invisible is escaped.
    public static func singleLine(_ text: String) -> String {
        let shown = visible(text)
        guard shown.utf8.contains(where: { $0 == 0x0A || $0 == 0x09 }) else { return shown }
        return String(decoding: shown.utf8.map { $0 == 0x0A || $0 == 0x09 ? 0x20 : $0 }, as: UTF8.self)
    }

    /// Returns the text on one line, shortened and in quotation marks, for use within a sentence.
    ///
    /// Quotation marks within the text become apostrophes, so that the text cannot end the quotation.
    ///
    /// - Parameter limit: The number of code points after which the text is cut and `…` is appended.
    public static func quoted(_ text: String, limit: Int = 80) -> String {
        let line = singleLine(text).unicodeScalars
        var content = String.UnicodeScalarView()
        for scalar in line.prefix(limit) { content.append(isQuotationMark(scalar) ? "'" : scalar) }
        return "\"\(String(content))\(line.count > limit ? "…" : "")\""
    }

    private static func isQuotationMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x22, 0x201C...0x201F, 0x301D...0x301F, 0xFF02: true
        default: false
        }
    }

    /// A Boolean value indicating whether the text is printable ASCII, newlines and tabs, and so safe as it is.
    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { (0x20...0x7E).contains($0) || $0 == 0x0A || $0 == 0x09 }
    }

    private static func escaped(_ scalars: [Unicode.Scalar]) -> String {
        var shown = String.UnicodeScalarView()
        for (index, scalar) in scalars.enumerated() {
            if scalar == "\r", index + 1 < scalars.count, scalars[index + 1] == "\n" { continue }
            if !scalar.isInvisible || scalar == "\n" || scalar == "\t" || isPartOfEmoji(at: index, in: scalars) {
                shown.append(scalar)
            } else {
                shown.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
            }
        }
        return String(shown)
    }

    /// Returns whether the scalar at an index is a joiner between two emoji, or the variation selector of one.
    private static func isPartOfEmoji(at index: Int, in scalars: [Unicode.Scalar]) -> Bool {
        guard index > 0 else { return false }
        var before = scalars[index - 1]
        let after = index + 1 < scalars.count ? scalars[index + 1] : nil
        switch scalars[index].value {
        case 0xFE0E, 0xFE0F:
            // A digit takes the selector as the base of a keycap only.
            return before.isPictograph || (before.properties.isEmoji && after == "\u{20E3}")
        case 0x200D:
            // The emoji before the joiner may have a selector or a skin tone of its own.
            if before == "\u{FE0F}", index > 1 { before = scalars[index - 2] }
            return before.isPictograph && after?.isPictograph == true
        default:
            return false
        }
    }
}

extension Unicode.Scalar {
    /// A Boolean value indicating whether a reader of printed text could not see this character.
    ///
    /// That is so for controls, format characters such as those that change the direction of text, line and paragraph
    /// separators, everything that Unicode calls default ignorable (zero-width characters, variation selectors, tags),
    /// surrogates, private use and unassigned code points, and the few characters that are blank without being spaces.
    public var isInvisible: Bool {
        if (0x20...0x7E).contains(value) { return false }
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: return true
        default: break
        }
        // The braille pattern without dots and the musical null notehead are symbols that look like nothing.
        return properties.isDefaultIgnorableCodePoint || value == 0x2800 || value == 0x1D159
    }

    /// A Boolean value indicating whether the character is an emoji by itself, as digits and `#` are not.
    fileprivate var isPictograph: Bool {
        properties.isEmoji && value > 0x7F
    }
}
