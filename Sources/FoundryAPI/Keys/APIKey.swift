import Foundation

/// A caller's key. Its text never leaves this module but in requests to the API: in the `Authorization` header, and as
/// the `token` in the body of `attenuate_token` where the call names no other. Printing, interpolating, dumping or
/// reflecting the value shows a placeholder.
public struct APIKey: Sendable, Equatable {
    /// The key itself.
    let text: String

    /// Takes the text of a key, without white space around it; nil where nothing is left, or where what is left could
    /// not stand in a header (a space, a control character, a character beyond ASCII).
    public init?(_ text: String) {
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !trimmed.isEmpty, trimmed.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        self.text = trimmed
    }

    /// Whether it looks as the API's keys do: `abs0_`, then letters, digits and `_-+/=.`, at least 16 characters in all.
    /// Source: the format that the API's OpenAPI document gives for a token.
    public var hasUsualShape: Bool {
        KeyShape.isKey(text, atLeast: 16)
    }

    /// Eight hexadecimal digits by which a person can tell two keys apart, and from which none can be found again.
    public var fingerprint: String {
        // Folded to 32 bits: a name for a key, not a protection of it, and too short to search from.
        let hash = Fingerprint.of(text.utf8)
        let folded = UInt32(truncatingIfNeeded: hash ^ (hash >> 32))
        let digits = String(folded, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
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
