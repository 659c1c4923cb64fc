/// Reads TOML 1.0, noting where everything stands. Of numbers and dates it checks only that they could be some.
struct TOMLParser {
    private let text: SourceText
    private var place: Int
    private var depth = 0

    init(_ text: SourceText) {
        self.text = text
        place = text.start
    }

    private var bytes: [UInt8] { text.bytes }

    /// All sections, the first of which has no header.
    mutating func document() throws(ConfigFileError) -> [TOMLDocument.Section] {
        try text.checkEncoding()
        var sections = [TOMLDocument.Section(path: [], isArray: false, header: place..<place)]
        while true {
            skipLines()
            guard let byte = peek else { return sections }
            let start = place
            if byte == UInt8(ascii: "[") {
                let section = try header()
                if !section.isArray, sections.dropFirst().contains(where: { $0.path == section.path && !$0.isArray }) {
                    throw error(
                        "the table \(section.path.joined(separator: ".")) stands there a second time", at: start)
                }
                sections.append(section)
            } else {
                let entry = try entry()
                let section = sections.count - 1
                if sections[section].entries.contains(where: { $0.path == entry.path }) {
                    throw error("\(entry.path.joined(separator: ".")) stands there a second time", at: start)
                }
                sections[section].entries.append(entry)
            }
            try endLine()
        }
    }

    private mutating func header() throws(ConfigFileError) -> TOMLDocument.Section {
        let start = place
        let isArray = bytes[place...].starts(with: Array("[[".utf8))
        place += isArray ? 2 : 1
        let path = try key(until: UInt8(ascii: "]"))
        guard bytes[place...].starts(with: Array((isArray ? "]]" : "]").utf8)) else {
            throw error("a header without its end")
        }
        place += isArray ? 2 : 1
        return TOMLDocument.Section(path: path, isArray: isArray, header: start..<place)
    }

    private mutating func entry() throws(ConfigFileError) -> TOMLDocument.Entry {
        let start = place
        let path = try key(until: UInt8(ascii: "="))
        place += 1
        skipSpace()
        let value = try value()
        return TOMLDocument.Entry(path: path, range: start..<value.range.upperBound, value: value)
    }

    /// Names with dots between, up to the byte that ends them.
    private mutating func key(until end: UInt8) throws(ConfigFileError) -> [String] {
        var path: [String] = []
        while true {
            skipSpace()
            switch peek {
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                path.append(try string())
            default:
                let start = place
                while let byte = peek, Self.isKeyByte(byte) { place += 1 }
                guard place > start else { throw error("a name was expected here") }
                path.append(String(decoding: bytes[start..<place], as: UTF8.self))
            }
            skipSpace()
            if peek == end { return path }
            guard peek == UInt8(ascii: ".") else {
                throw error("\(String(UnicodeScalar(end))) was expected after \(path.joined(separator: "."))")
            }
            place += 1
        }
    }

    // MARK: - Values

    private mutating func value() throws(ConfigFileError) -> TOMLDocument.Value {
        let start = place
        depth += 1
        defer { depth -= 1 }
        guard depth <= 128 else { throw error("it is nested too deeply") }
        switch peek {
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            let text = try string()
            return TOMLDocument.Value(kind: .text(text), range: start..<place)
        case UInt8(ascii: "["):
            let values = try list()
            return TOMLDocument.Value(kind: .list(values), range: start..<place)
        case UInt8(ascii: "{"):
            let entries = try table()
            return TOMLDocument.Value(kind: .table(entries), range: start..<place)
        default:
            try plain()
            return TOMLDocument.Value(kind: .plain, range: start..<place)
        }
    }

    private mutating func list() throws(ConfigFileError) -> [TOMLDocument.Value] {
        var values: [TOMLDocument.Value] = []
        let start = place
        place += 1
        while true {
            skipLines()
            guard let byte = peek else { throw error("a list without its end", at: start) }
            if byte == UInt8(ascii: "]") { break }
            values.append(try value())
            skipLines()
            guard peek == UInt8(ascii: ",") else { break }
            place += 1
        }
        guard peek == UInt8(ascii: "]") else { throw error("a comma or ] was expected here") }
        place += 1
        return values
    }

    private mutating func table() throws(ConfigFileError) -> [TOMLDocument.Entry] {
        var entries: [TOMLDocument.Entry] = []
        place += 1
        skipSpace()
        while peek != UInt8(ascii: "}") {
            entries.append(try entry())
            skipSpace()
            guard peek == UInt8(ascii: ",") else { break }
            place += 1
            skipSpace()
        }
        guard peek == UInt8(ascii: "}") else { throw error("a comma or } was expected here") }
        place += 1
        return entries
    }

    private mutating func plain() throws(ConfigFileError) {
        let start = place
        while let byte = peek, Self.isKeyByte(byte) || [0x2B, 0x2E, 0x3A].contains(byte) { place += 1 }
        let word = String(decoding: bytes[start..<place], as: UTF8.self)
        let unsigned = word.drop { $0 == "+" || $0 == "-" }
        guard
            ["true", "false"].contains(word) || ["inf", "nan"].contains(unsigned) || unsigned.first?.isNumber == true
        else { throw error(word.isEmpty ? "a value was expected here" : "\(word) is no TOML value", at: start) }
        // A date and its time may have a space between them.
        if word.count == 10, place + 2 < bytes.count, bytes[place] == 0x20,
            bytes[place + 1...place + 2].allSatisfy(Self.isDigit)
        {
            place += 1
            while let byte = peek, Self.isKeyByte(byte) || [0x2B, 0x2E, 0x3A].contains(byte) { place += 1 }
        }
    }

    private mutating func string() throws(ConfigFileError) -> String {
        let start = place
        let quote = bytes[place]
        let isLong = bytes[place...].starts(with: [quote, quote, quote])
        let close = [UInt8](repeating: quote, count: isLong ? 3 : 1)
        place += close.count
        var text: [UInt8] = []
        while let byte = peek {
            if bytes[place...].starts(with: close) {
                place += close.count
                // Up to two quotes may stand before the three that end a long string.
                while isLong, peek == quote {
                    text.append(quote)
                    place += 1
                }
                return String(decoding: text, as: UTF8.self)
            }
            guard isLong || byte != UInt8(ascii: "\n") else { break }
            if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                text += try escape()
            } else {
                text.append(byte)
                place += 1
            }
        }
        throw error("a string without its end", at: start)
    }

    private mutating func escape() throws(ConfigFileError) -> [UInt8] {
        place += 1
        guard let byte = peek else { throw error("a string without its end") }
        place += 1
        switch byte {
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "e"): return [0x1B]
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): return [byte]
        case UInt8(ascii: "u"), UInt8(ascii: "U"):
            let digits = bytes[place...].prefix(byte == UInt8(ascii: "u") ? 4 : 8)
            guard let code = UInt32(String(decoding: digits, as: UTF8.self), radix: 16),
                let scalar = UnicodeScalar(code)
            else { throw error("an escape that TOML does not have") }
            place += digits.count
            return Array(String(scalar).utf8)
        case 0x20, 0x09, 0x0A, 0x0D:
            // The end of a line in a long string, which with the white space after it is left out.
            while let byte = peek, SourceText.isSpace(byte) { place += 1 }
            return []
        default: throw error("an escape that TOML does not have")
        }
    }

    // MARK: - Between

    private var peek: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x09 { place += 1 }
    }

    /// White space, line breaks and comments.
    private mutating func skipLines() {
        while let byte = peek {
            if byte == UInt8(ascii: "#") {
                while let byte = peek, byte != 0x0A { _ = byte; place += 1 }
            } else if SourceText.isSpace(byte) {
                place += 1
            } else {
                return
            }
        }
    }

    private mutating func endLine() throws(ConfigFileError) {
        skipSpace()
        guard let byte = peek, ![0x0A, 0x0D, UInt8(ascii: "#")].contains(byte) else { return }
        throw error("the end of the line was expected here")
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isKeyByte(_ byte: UInt8) -> Bool {
        byte.isASCIILetterOrDigit || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }

    private func error(_ message: String, at place: Int? = nil) -> ConfigFileError {
        ConfigFileError(line: text.line(of: place ?? self.place), message)
    }
}
