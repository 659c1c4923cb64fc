extension Character {
    /// Whether it is a letter or digit of ASCII, `-` or `_`: what every file system and URI takes as it is.
    public var isPlain: Bool {
        isASCII && (isLetter || isNumber || self == "-" || self == "_")
    }
}
