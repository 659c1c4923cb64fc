/// The bytes of a text, with functions on positions in it.
struct SourceText {
    let bytes: [UInt8]

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The position of the first byte after a byte order mark.
    var start: Int { bytes.starts(with: Self.byteOrderMark) ? Self.byteOrderMark.count : 0 }

    /// A Boolean value that indicates whether the text has only white space.
    var isBlank: Bool { isSpace(start..<bytes.count) }

    /// Returns the number of the line that contains a byte, counted from 1.
    func line(of place: Int) -> Int {
        1 + bytes[..<min(place, bytes.count)].count { $0 == UInt8(ascii: "\n") }
    }

    func startOfLine(_ place: Int) -> Int {
        (bytes[..<place].lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
    }

    /// Returns the position of the next line break, or the end of the text.
    func endOfLine(_ place: Int) -> Int {
        let end = bytes[place...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        return end > place && bytes[end - 1] == UInt8(ascii: "\r") ? end - 1 : end
    }

    /// The line break that the text uses.
    var newline: String {
        guard let first = bytes.firstIndex(of: UInt8(ascii: "\n")), first > 0 else { return "\n" }
        return bytes[first - 1] == UInt8(ascii: "\r") ? "\r\n" : "\n"
    }

    func isSpace(_ range: Range<Int>) -> Bool { bytes[range].allSatisfy(Self.isSpace) }

    static func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }

    /// Returns the bytes with ranges replaced. The ranges are in ascending order; what one shares with the range before
    /// it is already gone.
    func replacing(_ edits: [(Range<Int>, String)]) -> [UInt8] {
        var result: [UInt8] = []
        var copied = 0
        for (range, text) in edits {
            result += bytes[copied..<max(copied, range.lowerBound)]
            result += text.utf8
            copied = max(copied, range.upperBound)
        }
        return result + bytes[copied...]
    }

    /// - Throws: ``ConfigFileError`` if the text is not UTF-8.
    func checkEncoding() throws(ConfigFileError) {
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw ConfigFileError(line: nil, "it is not UTF-8")
        }
    }
}
