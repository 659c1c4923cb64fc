/// Parsed text: its bytes, and one node for each value and member name, in the order of the text.
///
/// The nodes are a flat list, so that parsing allocates two arrays regardless of the number of values.
final class JSONDocument: Sendable {
    /// A value, or a member's name, which is a string node before the node of its value.
    struct Node: Sendable {
        /// The offset of the first byte.
        var start: UInt32
        /// The offset after the last byte.
        var end: UInt32
        /// The index of the node after this value and everything it contains.
        var next: UInt32
        /// For a container, the number of its elements or members. For a string, 1 if it has escape sequences.
        var detail: UInt32
    }

    let bytes: [UInt8]
    let nodes: [Node]
    /// A Boolean value indicating whether there is no white space between tokens, so that the bytes of any value are its
    /// compact text.
    let isCompact: Bool
    /// A Boolean value indicating whether strings have characters that are written as escape sequences.
    let hasInvisible: Bool

    init(bytes: [UInt8], nodes: [Node], isCompact: Bool, hasInvisible: Bool) {
        self.bytes = bytes
        self.nodes = nodes
        self.isCompact = isCompact
        self.hasInvisible = hasInvisible
    }

    func kind(at index: Int) -> JSON.Kind {
        switch bytes[Int(nodes[index].start)] {
        case UInt8(ascii: "{"): .object
        case UInt8(ascii: "["): .array
        case UInt8(ascii: "\""): .string
        case UInt8(ascii: "t"), UInt8(ascii: "f"): .boolean
        case UInt8(ascii: "n"): .null
        default: .number
        }
    }

    /// Returns the bytes of a value as they appear in the text.
    func source(at index: Int) -> ArraySlice<UInt8> {
        bytes[Int(nodes[index].start)..<Int(nodes[index].end)]
    }

    /// Returns the number of bytes of a value as it appears in the text.
    func length(at index: Int) -> Int { Int(nodes[index].end - nodes[index].start) }

    func boolean(at index: Int) -> Bool? {
        switch bytes[Int(nodes[index].start)] {
        case UInt8(ascii: "t"): true
        case UInt8(ascii: "f"): false
        default: nil
        }
    }

    func numberText(at index: Int) -> String? {
        kind(at: index) == .number ? String(decoding: source(at: index), as: UTF8.self) : nil
    }

    func string(at index: Int) -> String? {
        guard kind(at: index) == .string else { return nil }
        let content = source(at: index).dropFirst().dropLast()
        return nodes[index].detail == 0
            ? String(decoding: content, as: UTF8.self) : StringEscapes.unescaped(content)
    }

    func count(at index: Int) -> Int {
        switch kind(at: index) {
        case .array, .object: Int(nodes[index].detail)
        default: 0
        }
    }

    func elements(at index: Int) -> [JSON]? {
        guard kind(at: index) == .array else { return nil }
        var elements: [JSON] = []
        elements.reserveCapacity(Int(nodes[index].detail))
        var child = index + 1
        while child < nodes[index].next {
            elements.append(JSON(.parsed(self, child)))
            child = Int(nodes[child].next)
        }
        return elements
    }

    func members(at index: Int) -> [JSON.Member]? {
        guard kind(at: index) == .object else { return nil }
        var members: [JSON.Member] = []
        members.reserveCapacity(Int(nodes[index].detail))
        var name = index + 1
        while name < nodes[index].next {
            members.append(JSON.Member(string(at: name) ?? "", JSON(.parsed(self, name + 1))))
            name = Int(nodes[name + 1].next)
        }
        return members
    }

    /// Returns an element of an array, or nil if there is none.
    func element(_ position: Int, at index: Int) -> JSON? {
        guard kind(at: index) == .array, position >= 0, position < Int(nodes[index].detail) else { return nil }
        var child = index + 1
        for _ in 0..<position { child = Int(nodes[child].next) }
        return JSON(.parsed(self, child))
    }

    /// Returns the value of the last member with a name.
    func member(_ name: String, at index: Int) -> JSON? {
        guard kind(at: index) == .object else { return nil }
        var name = name
        // The buffers are taken once rather than for each candidate: most reading is looking up members.
        let found = name.withUTF8 { wanted in
            bytes.withUnsafeBufferPointer { bytes in
                nodes.withUnsafeBufferPointer { nodes in
                    var found: Int?
                    var candidate = index + 1
                    while candidate < nodes[index].next {
                        if isName(nodes[candidate], wanted, in: bytes) { found = candidate + 1 }
                        candidate = Int(nodes[candidate + 1].next)
                    }
                    return found
                }
            }
        }
        return found.map { JSON(.parsed(self, $0)) }
    }

    private func isName(
        _ node: Node, _ wanted: UnsafeBufferPointer<UInt8>, in bytes: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        let (start, end) = (Int(node.start) + 1, Int(node.end) - 1)
        if node.detail == 0 {
            return end - start == wanted.count && bytes[start..<end].elementsEqual(wanted)
        }
        return StringEscapes.unescaped(self.bytes[start..<end]).utf8.elementsEqual(wanted)
    }
}

extension JSONDocument {
    /// Appends the compact text of a value.
    func write(at index: Int, to out: inout JSONOutput) {
        switch (isCompact, hasInvisible) {
        case (true, false): withSource(at: index) { out.append(contentsOf: $0) }
        case (false, false): withoutSpace(at: index).withUnsafeBufferPointer { out.append(contentsOf: $0) }
        case (true, true): withSource(at: index) { InvisibleCharacter.appendEscaping($0, to: &out) }
        case (false, true):
            withoutSpace(at: index).withUnsafeBufferPointer { InvisibleCharacter.appendEscaping($0, to: &out) }
        }
    }

    /// Calls a closure with the bytes of a value as they appear in the text.
    func withSource<Outcome>(at index: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Outcome) -> Outcome {
        let node = nodes[index]
        return bytes.withUnsafeBufferPointer {
            body(UnsafeBufferPointer(rebasing: $0[Int(node.start)..<Int(node.end)]))
        }
    }

    /// Returns the text of a value without the white space between its tokens.
    ///
    /// Names and scalars are copied whole, since the nodes say where they end. Between two of them there is only
    /// punctuation, and white space, which is left out.
    private func withoutSpace(at index: Int) -> [UInt8] {
        let (start, end) = (Int(nodes[index].start), Int(nodes[index].end))
        return [UInt8](unsafeUninitializedCapacity: end - start) { out, count in
            bytes.withUnsafeBufferPointer { bytes in
                var at = start
                func copyPunctuation(to end: Int) {
                    while at < end {
                        // The byte is always stored, and kept by advancing the count: there is no branch to predict.
                        out[count] = bytes[at]
                        count += bytes[at] > 0x20 ? 1 : 0
                        at += 1
                    }
                }
                for node in nodes[index..<Int(nodes[index].next)] {
                    let first = bytes[Int(node.start)]
                    if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") { continue }
                    copyPunctuation(to: Int(node.start))
                    let scalar = UnsafeBufferPointer(rebasing: bytes[at..<Int(node.end)])
                    _ = UnsafeMutableBufferPointer(rebasing: out[count...]).update(fromContentsOf: scalar)
                    count += scalar.count
                    at += scalar.count
                }
                copyPunctuation(to: end)
            }
        }
    }
}
