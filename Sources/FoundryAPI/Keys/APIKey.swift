import FoundryCrypto
import FoundryFoundation
import FoundryText

/// A caller's key.
///
/// Its text leaves this module only in requests to the API: in the `Authorization` header, and as the `token` in the body
/// of `attenuate_token` if the call names no other. Printing, interpolating, dumping or reflecting the value shows a
/// placeholder.
public struct APIKey: Sendable, Equatable {
    /// The key itself.
    let text: String

    /// Creates a key from its text, ignoring white space around it; nil if nothing is left, or if the rest could not stand
    /// in a header (a space, a control character, a character beyond ASCII).
    public init?(_ text: String) {
        let trimmed = text.trimmed
        guard !trimmed.isEmpty, trimmed.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        self.text = trimmed
    }

    /// A Boolean value that indicates whether the key has the shape of the API's: `abs0_`, then letters, digits and
    /// `_-+/=.`, at least 16 characters in all. Source: the token format in the API's OpenAPI document.
    public var hasUsualShape: Bool {
        KeyShape.isKey(text, atLeast: 16)
    }

    /// Eight hexadecimal digits by which a person can tell two keys apart, and from which neither can be recovered.
    public var fingerprint: String {
        // FNV-1a, folded to 32 bits: a name for a key rather than a protection of it, and too short to search from.
        let hash = text.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
        return withUnsafeBytes(of: UInt32(truncatingIfNeeded: hash ^ (hash >> 32)).bigEndian) { $0.hexadecimal }
    }
}

extension APIKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A placeholder.
    public var description: String { Redactor.placeholder }
    /// A placeholder.
    public var debugDescription: String { Redactor.placeholder }
    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// The shape of the API's keys: `abs0_`, then characters of base64 in either alphabet, or a dot.
enum KeyShape {
    static let prefix = Array("abs0_".utf8)
    /// The prefix in a text that was turned into capitals.
    static let capitalPrefix = Array("ABS0_".utf8)

    /// Returns whether a text has this shape from end to end, and at least a length.
    static func isKey(_ text: String, atLeast length: Int) -> Bool {
        text.utf8.starts(with: prefix) && text.utf8.count >= length
            && text.utf8.dropFirst(prefix.count).allSatisfy(isKeyByte)
    }

    /// Returns whether a byte may stand in a key after its prefix.
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
