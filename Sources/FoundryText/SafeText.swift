/// Text of others (names, notes, descriptions) made fit to be shown.
public enum SafeText {
    /// The text with control characters other than newline and tab escaped, and with those that reorder the text
    /// around them, so that a reader sees what is there.
    public static func visible(_ text: String) -> String {
        var shown = ""
        for scalar in text.unicodeScalars {
            if isHidden(scalar), scalar != "\n", scalar != "\t" {
                shown += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }

    /// The same on one line.
    public static func singleLine(_ text: String) -> String {
        visible(text).replacing("\n", with: " ").replacing("\t", with: " ")
    }

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0: true  // C0, DEL, C1
        case 0x061C, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069: true  // directions
        case 0x200B, 0x2060...0x2064, 0xFEFF, 0xE0000...0xE007F: true  // not seen at all, tags among them
        case 0x2028, 0x2029: true  // line and paragraph separators
        default: false
        }
    }
}
