import FoundryJSON
import FoundryText

/// A parser of JSON with comments that records the position of everything.
struct JSONCParser {
    private let text: SourceText
    private let isStrict: Bool
    private var place: Int
    private var depth = 0

    /// More than any configuration needs, and little enough for the stack.
    private static let depthLimit = 512

    init(_ text: SourceText, isStrict: Bool) {
        self.text = text
        self.isStrict = isStrict
        place = text.start
    }

    private var bytes: [UInt8] { text.bytes }

    /// Returns the only value of the text; nil if there is none.
    mutating func document() throws(ConfigFileError) -> JSONCDocument.Node? {
        try text.checkEncoding()
        try skipSpace()
        guard place < bytes.count else { return nil }
        let root = try value()
        try skipSpace()
        guard place == bytes.count else { throw unexpected("the end of the file") }
        return root
    }

    private mutating func value() throws(ConfigFileError) -> JSONCDocument.Node {
        guard place < bytes.count else { throw unexpected("a value") }
        switch bytes[place] {
        case UInt8(ascii: "{"): return try container(.object, closedBy: UInt8(ascii: "}"))
        case UInt8(ascii: "["): return try container(.array, closedBy: UInt8(ascii: "]"))
        case UInt8(ascii: "\""):
            let start = place
            _ = try string()
            return JSONCDocument.Node(kind: .scalar, range: start..<place)
        default: return try word()
        }
    }

    private mutating func container(
        _ kind: JSONCDocument.Node.Kind, closedBy close: UInt8
    ) throws(ConfigFileError) -> JSONCDocument.Node {
        let start = place
        depth += 1
        guard depth <= Self.depthLimit else { throw error("too many levels of nesting") }
        defer { depth -= 1 }
        place += 1
        var items: [JSONCDocument.Item] = []
        while true {
            try skipSpace()
            if take(close) {
                if isStrict, let comma = items.last?.comma {
                    throw error("a comma before the closing bracket, which this client does not accept", at: comma)
                }
                return JSONCDocument.Node(kind: kind, range: start..<place, items: items)
            }
            guard items.last.map({ $0.comma != nil }) ?? true else {
                throw unexpected("a comma or the closing bracket")
            }
            items.append(try item(of: kind))
            try skipSpace()
            if place < bytes.count, bytes[place] == UInt8(ascii: ",") {
                items[items.count - 1].comma = place
                place += 1
            }
        }
    }

    private mutating func item(of kind: JSONCDocument.Node.Kind) throws(ConfigFileError) -> JSONCDocument.Item {
        let start = place
        var name: String?
        if kind == .object {
            guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else { throw unexpected("a name in quotes") }
            name = try string()
            try skipSpace()
            guard take(UInt8(ascii: ":")) else { throw unexpected("a colon") }
            try skipSpace()
        }
        let value = try value()
        return JSONCDocument.Item(name: name, range: start..<value.range.upperBound, value: value)
    }

    private mutating func string() throws(ConfigFileError) -> String {
        let start = place
        place += 1
        while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
            guard bytes[place] != UInt8(ascii: "\n") else { break }
            place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
        }
        guard take(UInt8(ascii: "\"")) else { throw error("a string is never closed", at: start) }
        guard let text = (try? JSON(parsing: Array(bytes[start..<place])))?.string else {
            throw error("a string contains a character or an escape that JSON does not allow", at: start)
        }
        return text
    }

    private mutating func word() throws(ConfigFileError) -> JSONCDocument.Node {
        let start = place
        while place < bytes.count, Self.isWordByte(bytes[place]) { place += 1 }
        guard place > start else { throw unexpected("a value") }
        guard (try? JSON(parsing: Array(bytes[start..<place]))) != nil else {
            throw error("\(String(decoding: bytes[start..<place], as: UTF8.self)) is not a JSON value", at: start)
        }
        return JSONCDocument.Node(kind: .scalar, range: start..<place)
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        Character(UnicodeScalar(byte)).isPlain || byte == UInt8(ascii: "+") || byte == UInt8(ascii: ".")
    }

    // MARK: - Between values

    private mutating func take(_ byte: UInt8) -> Bool {
        guard place < bytes.count, bytes[place] == byte else { return false }
        place += 1
        return true
    }

    private mutating func skipSpace() throws(ConfigFileError) {
        while place < bytes.count {
            switch bytes[place] {
            case 0x20, 0x09, 0x0A, 0x0D: place += 1
            case UInt8(ascii: "/"):
                guard !isStrict else { throw error("a comment, which this client does not accept") }
                try skipComment()
            default: return
            }
        }
    }

    private mutating func skipComment() throws(ConfigFileError) {
        let start = place
        place += 1
        if take(UInt8(ascii: "/")) {
            while place < bytes.count, bytes[place] != UInt8(ascii: "\n") { place += 1 }
        } else if take(UInt8(ascii: "*")) {
            while place + 1 < bytes.count, bytes[place] != UInt8(ascii: "*") || bytes[place + 1] != UInt8(ascii: "/") {
                place += 1
            }
            guard place + 1 < bytes.count else { throw error("a comment is never closed", at: start) }
            place += 2
        } else {
            place = start
            throw unexpected("a value")
        }
    }

    private func unexpected(_ wanted: String) -> ConfigFileError {
        guard place < bytes.count else { return error("expected \(wanted), but the file ends here", at: bytes.count) }
        let character = String(decoding: bytes[place...].prefix(4), as: UTF8.self).prefix(1)
        return error("expected \(wanted), found \(character)")
    }

    private func error(_ message: String, at place: Int? = nil) -> ConfigFileError {
        ConfigFileError(line: text.line(of: place ?? self.place), message)
    }
}
