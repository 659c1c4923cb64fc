/// A strict, non-recursive parser that turns text into the nodes of a ``JSONDocument``.
struct JSONParser {
    typealias Node = JSONDocument.Node

    /// An array or object whose end has not been reached.
    private struct Container {
        /// The index of its node, or -1 for the level outside the whole value.
        var index = -1
        var isObject = false
        /// The number of elements or members so far.
        var count: UInt32 = 0
    }

    let bytes: UnsafeBufferPointer<UInt8>
    private let depthLimit: Int
    var at = 0
    /// The innermost container.
    ///
    /// Enclosing containers are kept in their nodes, so that no stack need be allocated: until a container is closed,
    /// its `next` is the index of the enclosing container and its `detail` its own count.
    private var container = Container()
    private var depth = 0
    private(set) var nodes: [Node] = []
    private(set) var isCompact = true
    private(set) var hasInvisible = false

    init(_ bytes: UnsafeBufferPointer<UInt8>, depthLimit: Int) {
        self.bytes = bytes
        self.depthLimit = depthLimit
        nodes.reserveCapacity(bytes.count / 12 + 4)
    }

    mutating func parse() throws(JSONParseError) {
        guard bytes.count < UInt32.max else { throw fault(.tooLong) }
        skipSpace()
        try value()
        while depth > 0 { try member() }
        skipSpace()
        if at < bytes.count { throw fault(.trailingBytes) }
    }

    /// Reads a scalar, or the opening bracket of a container.
    private mutating func value() throws(JSONParseError) {
        let start = at
        switch peek {
        case UInt8(ascii: "\""):
            let escaped = try string()
            append(from: start, detail: escaped ? 1 : 0)
        case UInt8(ascii: "{"): try open(isObject: true)
        case UInt8(ascii: "["): try open(isObject: false)
        case UInt8(ascii: "t"):
            try word("true")
            append(from: start)
        case UInt8(ascii: "f"):
            try word("false")
            append(from: start)
        case UInt8(ascii: "n"):
            try word("null")
            append(from: start)
        default:
            guard at < bytes.count else { throw fault(.unexpectedEnd) }
            try number()
            append(from: start)
        }
    }

    private mutating func open(isObject: Bool) throws(JSONParseError) {
        guard depth < depthLimit else { throw fault(.tooDeep) }
        depth += 1
        if container.index >= 0 { nodes[container.index].detail = container.count }
        let around = UInt32(truncatingIfNeeded: container.index)
        container = Container(index: nodes.count, isObject: isObject)
        nodes.append(Node(start: UInt32(at), end: 0, next: around, detail: 0))
        at += 1
    }

    private mutating func close() {
        at += 1
        depth -= 1
        let around = Int(Int32(bitPattern: nodes[container.index].next))
        nodes[container.index].end = UInt32(at)
        nodes[container.index].next = UInt32(nodes.count)
        nodes[container.index].detail = container.count
        container.index = around
        if around >= 0 {
            container.isObject = bytes[Int(nodes[around].start)] == UInt8(ascii: "{")
            container.count = nodes[around].detail
        }
    }

    /// Reads the next element or member of the innermost container, or its closing bracket.
    private mutating func member() throws(JSONParseError) {
        skipSpace()
        guard at < bytes.count else { throw fault(.unexpectedEnd) }
        if bytes[at] == (container.isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) { return close() }
        if container.count > 0 {
            guard bytes[at] == UInt8(ascii: ",") else { throw fault(.unexpectedByte) }
            at += 1
            skipSpace()
        }
        container.count += 1
        if container.isObject { try name() }
        try value()
    }

    /// Reads a member's name, the colon, and the white space before the value.
    private mutating func name() throws(JSONParseError) {
        guard at < bytes.count else { throw fault(.unexpectedEnd) }
        guard bytes[at] == UInt8(ascii: "\"") else { throw fault(.unexpectedByte) }
        let start = at
        let escaped = try string()
        append(from: start, detail: escaped ? 1 : 0)
        skipSpace()
        guard at < bytes.count else { throw fault(.unexpectedEnd) }
        guard bytes[at] == UInt8(ascii: ":") else { throw fault(.unexpectedByte) }
        at += 1
        skipSpace()
    }

    private mutating func append(from start: Int, detail: UInt32 = 0) {
        nodes.append(
            Node(start: UInt32(start), end: UInt32(at), next: UInt32(nodes.count + 1), detail: detail))
    }

    private mutating func skipSpace() {
        // In compact text most tokens follow one another directly, which this one comparison detects.
        if peek > 0x20 { return }
        skipSpaceBytes()
    }

    @inline(never)
    private mutating func skipSpaceBytes() {
        let start = at
        while at < bytes.count {
            switch bytes[at] {
            case 0x20, 0x0A, 0x0D, 0x09: at += 1
            default:
                if at > start { isCompact = false }
                return
            }
        }
        if at > start { isCompact = false }
    }

    private mutating func word(_ word: StaticString) throws(JSONParseError) {
        let end = at + word.utf8CodeUnitCount
        for offset in 0..<word.utf8CodeUnitCount {
            guard at + offset < bytes.count else {
                at = bytes.count
                throw fault(.unexpectedEnd)
            }
            guard bytes[at + offset] == word.utf8Start[offset] else {
                at += offset
                throw fault(.unexpectedByte)
            }
        }
        at = end
    }

    /// Skips `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`.
    private mutating func number() throws(JSONParseError) {
        let start = at
        if peek == UInt8(ascii: "-") { at += 1 }
        if peek == UInt8(ascii: "0") {
            at += 1
        } else if digits() == 0 {
            // A byte that can begin no value is reported as such rather than as a malformed number.
            throw fault(at == bytes.count ? .unexpectedEnd : at == start ? .unexpectedByte : .invalidNumber)
        }
        if peek == UInt8(ascii: ".") {
            at += 1
            if digits() == 0 { throw fault(.invalidNumber) }
        }
        if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
            at += 1
            if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { at += 1 }
            if digits() == 0 { throw fault(.invalidNumber) }
        }
    }

    /// The next byte, or 0, which begins no token, at the end.
    var peek: UInt8 { at < bytes.count ? bytes[at] : 0 }

    private mutating func digits() -> Int {
        let start = at
        while at < bytes.count, bytes[at] &- UInt8(ascii: "0") < 10 { at += 1 }
        return at - start
    }

    func fault(_ reason: JSONParseError.Reason, at offset: Int? = nil) -> JSONParseError {
        JSONParseError(reason, at: offset ?? at, in: bytes)
    }
}

extension JSONParser {
    /// Skips a string and returns whether it has escape sequences.
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
                if !hasInvisible, InvisibleCharacter.at(at, in: bytes) != nil { hasInvisible = true }
                at += length
            }
        }
    }

    /// Skips ASCII characters other than quotation marks, backslashes and control characters.
    private mutating func skipPlainCharacters() {
        guard let base = bytes.baseAddress else { return }
        while at + 8 <= bytes.count {
            let word = SpecialBytes.word(at: base + at)
            let special = SpecialBytes.specials(in: word) | (word & SpecialBytes.highs)
            guard special == 0 else {
                at += special.trailingZeroBitCount / 8
                return
            }
            at += 8
        }
        while at < bytes.count, bytes[at] < 0x80, !SpecialBytes.isSpecial(bytes[at]) { at += 1 }
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
