/// The escapes within JSON strings.
enum StringEscapes {
    /// The string that escaped content stands for. The content was parsed before, so every escape is complete.
    /// An escaped surrogate without its other half has no character: it becomes U+FFFD.
    static func unescaped(_ content: ArraySlice<UInt8>) -> String {
        var out: [UInt8] = []
        out.reserveCapacity(content.count)
        var rest = content
        while let backslash = rest.firstIndex(of: UInt8(ascii: "\\")) {
            out.append(contentsOf: rest[..<backslash])
            rest = rest[(backslash + 1)...]
            guard let escape = rest.popFirst() else { break }
            switch escape {
            case UInt8(ascii: "b"): out.append(0x08)
            case UInt8(ascii: "f"): out.append(0x0C)
            case UInt8(ascii: "n"): out.append(0x0A)
            case UInt8(ascii: "r"): out.append(0x0D)
            case UInt8(ascii: "t"): out.append(0x09)
            case UInt8(ascii: "u"):
                out.append(contentsOf: UTF8.encode(scalar(&rest)) ?? UTF8.encodedReplacementCharacter)
            default: out.append(escape)
            }
        }
        out.append(contentsOf: rest)
        return String(decoding: out, as: UTF8.self)
    }

    /// Reads the four digits after `\u`, and the low surrogate that may follow.
    private static func scalar(_ rest: inout ArraySlice<UInt8>) -> Unicode.Scalar {
        let first = unit(&rest)
        if UTF16.isLeadSurrogate(first), rest.starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) {
            var ahead = rest.dropFirst(2)
            let second = unit(&ahead)
            if UTF16.isTrailSurrogate(second) {
                rest = ahead
                let value = 0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00)
                return Unicode.Scalar(value) ?? "\u{FFFD}"
            }
        }
        return Unicode.Scalar(first) ?? "\u{FFFD}"
    }

    private static func unit(_ rest: inout ArraySlice<UInt8>) -> UInt16 {
        let digits = rest.prefix(4)
        rest = rest.dropFirst(4)
        return digits.reduce(0) { $0 << 4 | UInt16(hexValue($1) ?? 0) }
    }

    /// The value of a hexadecimal digit, or nil.
    static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
