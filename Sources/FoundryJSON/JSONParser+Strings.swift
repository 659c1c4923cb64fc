extension JSONParser {
    /// Steps over a string; whether it has escapes.
    mutating func string() throws(JSONParseError) -> Bool {
        at += 1
        var escaped = false
        while true {
            skipPlainCharacters()
            guard at < bytes.count else { throw fault(.unexpectedEnd) }
            switch bytes[at] {
            case UInt8(ascii: "\""):
                at += 1
                return escaped
            case UInt8(ascii: "\\"):
                escaped = true
                try escape()
            case 0..<0x20:
                throw fault(.controlCharacter)
            default:
                guard let length = UTF8Sequence.length(at: at, in: bytes) else { throw fault(.invalidUTF8) }
                at += length
            }
        }
    }

    /// Steps over bytes that need no look: ASCII that is no quote, backslash or control character.
    private mutating func skipPlainCharacters() {
        guard let base = bytes.baseAddress else { return }
        while at + 8 <= bytes.count {
            let word = PlainRun.word(at: base + at)
            let special = PlainRun.specials(in: word) | (word & PlainRun.highs)
            guard special == 0 else {
                at += special.trailingZeroBitCount / 8
                return
            }
            at += 8
        }
        while at < bytes.count, bytes[at] < 0x80, !PlainRun.isSpecial(bytes[at]) { at += 1 }
    }

    private mutating func escape() throws(JSONParseError) {
        at += 1
        guard at < bytes.count else { throw fault(.unexpectedEnd) }
        switch bytes[at] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            at += 1
        case UInt8(ascii: "u"):
            for offset in 1...4 {
                guard at + offset < bytes.count else { throw fault(.unexpectedEnd, at: bytes.count) }
                guard StringEscapes.hexValue(bytes[at + offset]) != nil else {
                    throw fault(.invalidEscape, at: at + offset)
                }
            }
            at += 5
        default:
            throw fault(.invalidEscape)
        }
    }
}
