extension Sequence<UInt8> {
    /// Whether two runs of ASCII are the same but for the case of letters.
    func elementsEqualIgnoringCase(_ other: some Sequence<UInt8>) -> Bool {
        elementsEqual(other) { one, two in
            one == two || (one | 0x20 == two | 0x20 && (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(one | 0x20))
        }
    }
}

extension String {
    /// Whether the text contains another, whatever the case of letters.
    func contains(ignoringCase other: String) -> Bool {
        let found = utf8.withContiguousStorageIfAvailable { text in
            other.utf8.withContiguousStorageIfAvailable { part in String.contains(text, part) } ?? nil
        }
        return (found ?? nil) ?? lowercased().contains(other.lowercased())
    }

    /// The same for ASCII, which most texts are; nil where one of the two is more.
    private static func contains(_ text: UnsafeBufferPointer<UInt8>, _ part: UnsafeBufferPointer<UInt8>) -> Bool? {
        guard text.allSatisfy({ $0 < 0x80 }), part.allSatisfy({ $0 < 0x80 }) else { return nil }
        guard part.count <= text.count else { return false }
        return (0...(text.count - part.count)).contains { start in
            text[start..<(start + part.count)].elementsEqualIgnoringCase(part)
        }
    }
}
