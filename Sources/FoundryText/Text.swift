extension Character {
    /// A Boolean value indicating whether the character is an ASCII letter or digit, `-` or `_`.
    ///
    /// Every file system and URI takes these characters as they are.
    public var isPlain: Bool {
        isASCII && (isLetter || isNumber || self == "-" || self == "_")
    }
}

extension StringProtocol {
    /// The text without the white space at its ends.
    public var trimmed: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
