extension JSON {
    /// The compact text.
    public var text: String {
        String(decoding: utf8, as: UTF8.self)
    }

    /// The UTF-8 bytes of the compact text, which has no white space between tokens.
    ///
    /// Characters that a reader could not see, such as those that change the direction of text, are written as escape
    /// sequences.
    public var utf8: [UInt8] { withUTF8 { Array($0) } }

    /// Appends the bytes of the compact text.
    public func write(to out: inout [UInt8]) {
        withUTF8 { out.append(contentsOf: $0) }
    }

    private func withUTF8<Outcome>(_ body: (UnsafeBufferPointer<UInt8>) -> Outcome) -> Outcome {
        let length = approximateLength
        var output = JSONOutput(capacity: length + length / 4)
        write(to: &output)
        return output.withBytes(body)
    }

    /// Passes the bytes of the compact text on in pieces of about a size, which are valid during the call alone.
    ///
    /// A value of any size then needs no more memory than a piece.
    package func write(inPiecesOf size: Int, _ body: (UnsafeRawBufferPointer) -> Void) {
        withoutActuallyEscaping(body) { body in
            var output = JSONOutput(capacity: size, passOn: body)
            write(to: &output)
            output.flush()
        }
    }

    /// The length of the compact text in bytes if it needs no escape sequences, which is about its length.
    package var approximateLength: Int {
        switch storage {
        case .null, .boolean: 4
        case .number(let text): text.utf8.count
        case .string(let value): value.utf8.count + 2
        case .text(let value): value.approximateLength + 2
        case .array(let elements): elements.reduce(2) { $0 + $1.approximateLength + 1 }
        case .object(let members): members.reduce(2) { $0 + $1.name.utf8.count + $1.value.approximateLength + 4 }
        case .parsed(let document, let index): document.length(at: index)
        }
    }

    func write(to out: inout JSONOutput) {
        switch storage {
        case .null: out.append(contentsOf: "null" as StaticString)
        case .boolean(let value): out.append(contentsOf: value ? "true" as StaticString : "false")
        case .number(let text): out.append(contentsOf: text)
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
        _ list: [Element], _ opening: Unicode.Scalar, _ closing: Unicode.Scalar, to out: inout JSONOutput,
        _ write: (Element, inout JSONOutput) -> Void
    ) {
        out.append(UInt8(ascii: opening))
        for (index, element) in list.enumerated() {
            if index > 0 { out.append(UInt8(ascii: ",")) }
            write(element, &out)
        }
        out.append(UInt8(ascii: closing))
    }

    private static func writeString(_ value: String, to out: inout JSONOutput) {
        var value = value
        value.withUTF8 { out.appendString($0) }
    }

    /// Appends a string that holds the compact text of this value.
    private func writeAsString(to out: inout JSONOutput) {
        if case .parsed(let document, let index) = storage, document.isCompact, !document.hasInvisible {
            document.withSource(at: index) { out.appendString($0) }
        } else {
            withUTF8 { out.appendString($0) }
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
