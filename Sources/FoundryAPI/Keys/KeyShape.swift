/// What the API's keys look like: `abs0_`, then characters of base64 in either alphabet, or a dot.
enum KeyShape {
    static let prefix = Array("abs0_".utf8)
    /// What a text in capitals makes of the prefix.
    static let capitalPrefix = Array("ABS0_".utf8)

    /// Whether a text is of this shape from end to end, and at least so long.
    static func isKey(_ text: String, atLeast length: Int) -> Bool {
        text.utf8.starts(with: prefix) && text.utf8.count >= length
            && text.utf8.dropFirst(prefix.count).allSatisfy(isKeyByte)
    }

    /// Whether a byte may stand in a key after its prefix.
    static func isKeyByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "+"),
            UInt8(ascii: "/"), UInt8(ascii: "="), UInt8(ascii: "."):
            true
        default:
            false
        }
    }
}
