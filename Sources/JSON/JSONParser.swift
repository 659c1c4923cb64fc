extension JSON {
    /// How deeply arrays and objects may be nested in a text that is read.
    public static let depthLimit = 512

    /// Parses a text, which is one value by RFC 8259 in UTF-8 and white space around it.
    /// - Throws: ``JSONParseError`` with the place of the first fault.
    public init(parsing text: some Sequence<UInt8>, depthLimit: Int = JSON.depthLimit) throws(JSONParseError) {
        let bytes = Array(text)
        let outcome: Result<([JSONDocument.Node], Bool), JSONParseError> = bytes.withUnsafeBufferPointer { buffer in
            var parser = JSONParser(buffer, depthLimit: depthLimit)
            do throws(JSONParseError) {
                try parser.parse()
                return .success((parser.nodes, parser.isCompact))
            } catch {
                return .failure(error)
            }
        }
        let (nodes, isCompact) = try outcome.get()
        self.init(.parsed(JSONDocument(bytes: bytes, nodes: nodes, isCompact: isCompact), 0))
    }

    /// Parses a text held in a string.
    /// - Throws: ``JSONParseError`` with the place of the first fault.
    public init(parsing text: String, depthLimit: Int = JSON.depthLimit) throws(JSONParseError) {
        try self.init(parsing: text.utf8, depthLimit: depthLimit)
    }
}

/// A strict parser that turns a text into the nodes of a ``JSONDocument``, without recursion.
struct JSONParser {
    typealias Node = JSONDocument.Node

    let bytes: UnsafeBufferPointer<UInt8>
    private let depthLimit: Int
    private var at = 0
    private var open: [Int] = []
    private(set) var nodes: [Node] = []
    private(set) var isCompact = true

    init(_ bytes: UnsafeBufferPointer<UInt8>, depthLimit: Int) {
        self.bytes = bytes
        self.depthLimit = depthLimit
        nodes.reserveCapacity(bytes.count / 12 + 4)
    }

    mutating func parse() throws(JSONParseError) {
        guard bytes.count < UInt32.max else { throw fault(.tooLong) }
        try value()
        while let container = open.last {
            try member(of: container)
        }
        skipSpace()
        if at < bytes.count { throw fault(.trailingBytes) }
    }

    /// Reads a scalar whole, or the opening of a container and, where it is empty, its end.
    private mutating func value() throws(JSONParseError) {
        skipSpace()
        guard at < bytes.count else { throw fault(.unexpectedEnd) }
        let start = at
        switch bytes[at] {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            guard open.count < depthLimit else { throw fault(.tooDeep) }
            open.append(nodes.count)
            append(from: start)
            at += 1
        case UInt8(ascii: "\""):
            let escaped = try string()
            append(from: start, detail: escaped ? 1 : 0)
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
            try number()
            append(from: start)
        }
    }

    /// Reads the next element or member of the innermost container, or its end.
    private mutating func member(of container: Int) throws(JSONParseError) {
        let isObject = bytes[Int(nodes[container].start)] == UInt8(ascii: "{")
        skipSpace()
        guard at < bytes.count else { throw fault(.unexpectedEnd) }
        if bytes[at] == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
            at += 1
            nodes[container].end = UInt32(at)
            nodes[container].next = UInt32(nodes.count)
            open.removeLast()
            return
        }
        if nodes[container].detail > 0 {
            guard bytes[at] == UInt8(ascii: ",") else { throw fault(.unexpectedByte) }
            at += 1
            if isObject { skipSpace() }
        }
        nodes[container].detail += 1
        if isObject { try name() }
        try value()
    }

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
    }

    private mutating func append(from start: Int, detail: UInt32 = 0) {
        nodes.append(
            Node(start: UInt32(start), end: UInt32(at), next: UInt32(nodes.count + 1), detail: detail))
    }

    private mutating func skipSpace() {
        while at < bytes.count, bytes[at] <= 0x20 {
            guard [0x20, 0x0A, 0x0D, 0x09].contains(bytes[at]) else { return }
            isCompact = false
            at += 1
        }
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

    /// Steps over `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`.
    private mutating func number() throws(JSONParseError) {
        let start = at
        if peek == UInt8(ascii: "-") { at += 1 }
        if peek == UInt8(ascii: "0") {
            at += 1
        } else if digits() == 0 {
            // A byte that can begin no value is reported as such, not as a bad number.
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

    /// The byte to read next; 0, which is no token, at the end.
    private var peek: UInt8 { at < bytes.count ? bytes[at] : 0 }

    private mutating func digits() -> Int {
        let start = at
        while at < bytes.count, bytes[at] &- UInt8(ascii: "0") < 10 { at += 1 }
        return at - start
    }

    private func fault(_ reason: JSONParseError.Reason, at offset: Int? = nil) -> JSONParseError {
        JSONParseError(reason, at: offset ?? at, in: bytes)
    }
}

// MARK: - Strings

extension JSONParser {
    /// Steps over a string; whether it has escapes.
    private mutating func string() throws(JSONParseError) -> Bool {
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

    /// Steps over bytes that need no look, eight at a time: ASCII that is no quote, backslash or control character.
    private mutating func skipPlainCharacters() {
        guard let base = bytes.baseAddress else { return }
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        while at + 8 <= bytes.count {
            let word = UnsafeRawPointer(base + at).loadUnaligned(as: UInt64.self)
            let quote = word ^ (ones &* 0x22)
            let backslash = word ^ (ones &* 0x5C)
            // A byte is less than n where subtracting n borrows into its high bit and the bit was clear.
            let special =
                ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash)
                | ((word &- ones &* 0x20) & ~word) | word
            if special & highs != 0 { break }
            at += 8
        }
        while at < bytes.count, bytes[at] >= 0x20, bytes[at] < 0x80,
            bytes[at] != UInt8(ascii: "\""), bytes[at] != UInt8(ascii: "\\")
        {
            at += 1
        }
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
