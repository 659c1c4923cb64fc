extension JSON {
    /// The compact text.
    public var text: String {
        String(decoding: utf8, as: UTF8.self)
    }

    /// The UTF-8 bytes of the compact text, which has no white space between tokens.
    ///
    /// Characters that a reader could not see, such as those that change the direction of text, are written as escape
    /// sequences.
    public var utf8: [UInt8] {
        var out: [UInt8] = []
        write(to: &out)
        return out
    }

    /// Appends the bytes of the compact text.
    public func write(to out: inout [UInt8]) {
        switch storage {
        case .null: out.append(contentsOf: "null".utf8)
        case .boolean(let value): out.append(contentsOf: (value ? "true" : "false").utf8)
        case .number(let text): out.append(contentsOf: text.utf8)
        case .string(let value): JSON.writeString(value, to: &out)
        case .text(let value): value.writeAsString(to: &out)
        case .array(let elements):
            JSON.writeList(elements, "[", "]", to: &out) { $0.write(to: &$1) }
        case .object(let members):
            JSON.writeList(members, "{", "}", to: &out) { member, out in
                JSON.writeString(member.name, to: &out)
                out.append(UInt8(ascii: ":"))
                member.value.write(to: &out)
            }
        case .parsed(let document, let index):
            document.write(at: index, to: &out)
        }
    }

    private static func writeList<Element>(
        _ list: [Element], _ opening: Unicode.Scalar, _ closing: Unicode.Scalar, to out: inout [UInt8],
        _ write: (Element, inout [UInt8]) -> Void
    ) {
        out.append(UInt8(ascii: opening))
        for (index, element) in list.enumerated() {
            if index > 0 { out.append(UInt8(ascii: ",")) }
            write(element, &out)
        }
        out.append(UInt8(ascii: closing))
    }

    private static func writeString(_ value: String, to out: inout [UInt8]) {
        var value = value
        value.withUTF8 { writeString($0, to: &out) }
    }

    /// Appends a string with this content, which is UTF-8, escaping what must be; runs between escapes are copied.
    static func writeString(_ content: UnsafeBufferPointer<UInt8>, to out: inout [UInt8]) {
        out.append(UInt8(ascii: "\""))
        var start = 0
        var at = 0
        while true {
            at = SpecialBytes.end(from: at, in: content)
            guard at < content.count else { break }
            if content[at] < 0x80 {
                out.append(contentsOf: UnsafeBufferPointer(rebasing: content[start..<at]))
                writeEscape(of: content[at], to: &out)
                at += 1
                start = at
            } else if let (value, length) = InvisibleCharacter.at(at, in: content) {
                out.append(contentsOf: UnsafeBufferPointer(rebasing: content[start..<at]))
                InvisibleCharacter.appendEscape(of: value, to: &out)
                at += length
                start = at
            } else {
                at += content[at] < 0xE0 ? 2 : content[at] < 0xF0 ? 3 : 4
            }
        }
        out.append(contentsOf: UnsafeBufferPointer(rebasing: content[start...]))
        out.append(UInt8(ascii: "\""))
    }

    private static func writeEscape(of byte: UInt8, to out: inout [UInt8]) {
        out.append(UInt8(ascii: "\\"))
        switch byte {
        case 0x08: out.append(UInt8(ascii: "b"))
        case 0x09: out.append(UInt8(ascii: "t"))
        case 0x0A: out.append(UInt8(ascii: "n"))
        case 0x0C: out.append(UInt8(ascii: "f"))
        case 0x0D: out.append(UInt8(ascii: "r"))
        case 0..<0x20:
            out.append(contentsOf: "u00".utf8)
            out.append(UInt8(ascii: "0") + (byte >> 4))
            out.append((byte & 0xF) + (byte & 0xF < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10))
        default: out.append(byte)
        }
    }

    /// Appends a string that holds the compact text of this value.
    private func writeAsString(to out: inout [UInt8]) {
        if case .parsed(let document, let index) = storage, document.isCompact, !document.hasInvisible {
            document.withSource(at: index) { JSON.writeString($0, to: &out) }
        } else {
            utf8.withUnsafeBufferPointer { JSON.writeString($0, to: &out) }
        }
    }
}

extension JSON: CustomStringConvertible {
    /// The compact text.
    public var description: String { text }
}

extension JSON {
    /// The compact text, shortened for use in a message.
    package var excerpt: String {
        // Avoids writing the whole text of a long string: 100 of its characters make at least 80 of the text.
        if let string, string.utf8.count > 1000 { return JSON(String(string.unicodeScalars.prefix(100))).text.excerpt }
        return text.excerpt
    }
}

extension String {
    /// The first 80 code points, followed by `…` if there are more.
    package var excerpt: String {
        let scalars = unicodeScalars
        guard let end = scalars.index(scalars.startIndex, offsetBy: 80, limitedBy: scalars.endIndex),
            end < scalars.endIndex
        else { return self }
        return String(scalars[..<end]) + "…"
    }
}
