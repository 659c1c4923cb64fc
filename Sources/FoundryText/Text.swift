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
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
