/// A search for the bytes that JSON escapes (quotation marks, backslashes and control characters), eight at a time.
enum SpecialBytes {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    /// The highest bit of every byte.
    static let highs: UInt64 = 0x8080_8080_8080_8080

    /// Returns eight bytes, the first of them in the lowest position.
    static func word(at place: UnsafePointer<UInt8>) -> UInt64 {
        UInt64(littleEndian: UnsafeRawPointer(place).loadUnaligned(as: UInt64.self))
    }

    /// Returns 0 if none of the eight bytes is special; otherwise, the lowest set bit is the highest bit of the first
    /// special byte. (Bits of later bytes may be set wrongly.)
    static func specials(in word: UInt64) -> UInt64 {
        let quote = word ^ (ones &* 0x22)
        let backslash = word ^ (ones &* 0x5C)
        // A byte is less than n if subtracting n borrows into its high bit and the bit was clear.
        let less =
            ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash) | ((word &- ones &* 0x20) & ~word)
        return less & highs
    }

    static func isSpecial(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }
}

/// The characters beyond ASCII that are written as escape sequences, since a reader of the text could not see them:
/// C1 controls, characters that change the direction of text, zero-width characters, tags and other blanks.
///
/// These are the assigned characters for which `Unicode.Scalar.isInvisible` in FoundryText is true. The selectors
/// U+FE0E and U+FE0F are left out, since they belong to ordinary emoji.
enum InvisibleCharacter {
    /// Returns the code point and length of the invisible character that begins at an offset of well-formed UTF-8, or
    /// nil if there is none.
    ///
    /// Not inlined, to keep the loops over ASCII small.
    @inline(never)
    static func at(_ offset: Int, in bytes: UnsafeBufferPointer<UInt8>) -> (value: UInt32, length: Int)? {
        func bits(_ index: Int) -> UInt32 { UInt32(bytes[offset + index] & 0x3F) }
        let lead = UInt32(bytes[offset])
        let (value, length): (UInt32, Int)
        // No other bytes begin such a character.
        switch bytes[offset] {
        case 0xC2, 0xCD, 0xD8: (value, length) = ((lead & 0x1F) << 6 | bits(1), 2)
        case 0xE1, 0xE2, 0xE3, 0xEF: (value, length) = ((lead & 0xF) << 12 | bits(1) << 6 | bits(2), 3)
        case 0xF0, 0xF3: (value, length) = ((lead & 0x7) << 18 | bits(1) << 12 | bits(2) << 6 | bits(3), 4)
        default: return nil
        }
        return contains(value) ? (value, length) : nil
    }

    static func contains(_ value: UInt32) -> Bool {
        switch value {
        case 0x80...0x9F, 0xAD, 0x34F, 0x61C, 0x115F...0x1160, 0x17B4...0x17B5, 0x180B...0x180F, 0x200B...0x200F,
            0x2028...0x202E, 0x2060...0x206F, 0x2800, 0x3164, 0xFE00...0xFE0D, 0xFEFF, 0xFFA0, 0xFFF0...0xFFFB,
            0x1BCA0...0x1BCA3, 0x1D159, 0x1D173...0x1D17A, 0xE0000...0xE0FFF:
            true
        default: false
        }
    }

    /// Appends the escape sequence of a code point, a surrogate pair if it is beyond U+FFFF.
    static func appendEscape(of value: UInt32, to out: inout JSONOutput) {
        if value > 0xFFFF {
            appendUnit(0xD800 + (value - 0x10000) >> 10, to: &out)
            appendUnit(0xDC00 + (value - 0x10000) & 0x3FF, to: &out)
        } else {
            appendUnit(value, to: &out)
        }
    }

    private static func appendUnit(_ unit: UInt32, to out: inout JSONOutput) {
        out.append(contentsOf: "\\u" as StaticString)
        for shift in [12, 8, 4, 0] as [UInt32] {
            let digit = UInt8(truncatingIfNeeded: unit >> shift & 0xF)
            out.append(digit + (digit < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10))
        }
    }

    /// Appends JSON text, with escape sequences in place of the invisible characters.
    static func appendEscaping(_ text: UnsafeBufferPointer<UInt8>, to out: inout JSONOutput) {
        var start = 0
        var at = 0
        while at < text.count {
            guard text[at] >= 0x80, let (value, length) = Self.at(at, in: text) else {
                at += 1
                continue
            }
            out.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<at]))
            appendEscape(of: value, to: &out)
            at += length
            start = at
        }
        out.append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
    }
}

/// The escape sequences in JSON strings.
enum StringEscapes {
    /// Returns the string that escaped content stands for.
    ///
    /// The content was parsed before, so every escape sequence is complete. An unpaired surrogate becomes U+FFFD.
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

    /// Reads the four digits after `\u` and, for a surrogate, the escape sequence of its other half.
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

    /// Returns the value of a hexadecimal digit, or nil for another byte.
    static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

/// The well-formed sequences of UTF-8 beyond ASCII (table 3-7 of the Unicode standard).
enum UTF8Sequence {
    /// Returns the number of bytes of the well-formed sequence that begins at an offset, or nil if there is none.
    static func length(at offset: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        let length: Int
        let second: ClosedRange<UInt8>
        switch bytes[offset] {
        case 0x00...0x7F: return 1
        case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xE1...0xEC, 0xEE...0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)  // beyond are surrogates
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)  // beyond is more than U+10FFFF
        default: return nil
        }
        guard offset + length <= bytes.count, second.contains(bytes[offset + 1]) else { return nil }
        for next in (offset + 2)..<max(offset + 2, offset + length) where !(0x80...0xBF).contains(bytes[next]) {
            return nil
        }
        return length
    }
}
