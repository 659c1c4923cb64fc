extension JSON {
    /// The compact text, cut for a message: what somebody else wrote may be of any length.
    package var excerpt: String {
        // Not the whole text of a long string: 80 of its characters make at least as many of the text.
        if let string, string.utf8.count > 1000 { return JSON(String(string.unicodeScalars.prefix(100))).text.excerpt }
        return text.excerpt
    }
}

extension String {
    /// The first 80 code points, with `…` where more follow.
    package var excerpt: String {
        let scalars = unicodeScalars
        guard let end = scalars.index(scalars.startIndex, offsetBy: 80, limitedBy: scalars.endIndex),
            end < scalars.endIndex
        else { return self }
        return String(scalars[..<end]) + "…"
    }
}
