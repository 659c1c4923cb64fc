public import FoundryJSON

/// Removes keys from whatever leaves the process: the caller's key in any encoding in which it may be echoed, and
/// anything that has the shape of a key.
///
/// It finds the key and every run of 12 or more of its characters, even if wrapped into lines; the key percent-encoded
/// (once or twice), with the escapes of JSON and HTML, in hexadecimal, and in base64 wherever it stands in the encoded bytes
/// (`Bearer …` included); and `abs0_` with the characters after it.
public struct Redactor: Sendable {
    /// The text that replaces a key.
    public static let placeholder = "[redacted key]"

    private let matcher: KeyMatcher
    private let filter: KeyFilter
    private let key: APIKey?

    /// Creates a redactor that knows the shape of keys, and a key.
    public init(key: APIKey?) {
        self.key = key
        let bytes = key.map { Array($0.text.utf8) } ?? []
        // A shorter “key” is a word that may occur anywhere; replacing it would only spoil responses.
        let secret = bytes.count >= 8 ? bytes : []
        let encodings = KeyEncodings(of: secret)
        matcher = KeyMatcher(secret: secret, encodings: encodings)
        filter = KeyFilter(secret: secret, encodings: encodings)
    }

    /// Returns the text with each key replaced by ``placeholder``.
    public func redact(_ text: String) -> String {
        var text = text
        let found: [Range<Int>] = text.withUTF8 { bytes in
            filter.mayHoldKey(bytes) ? matcher.ranges(in: bytes) : []
        }
        guard !found.isEmpty else { return text }
        let bytes = Array(text.utf8)
        var out: [UInt8] = []
        var copied = 0
        for range in found {
            out.append(contentsOf: bytes[copied..<range.lowerBound])
            out.append(contentsOf: Self.placeholder.utf8)
            copied = range.upperBound
        }
        out.append(contentsOf: bytes[copied...])
        return String(decoding: out, as: UTF8.self)
    }

    /// Returns the value with each key in its strings and names replaced; the same value if there is none.
    public func redact(_ value: JSON) -> JSON {
        value.utf8.withUnsafeBufferPointer { filter.mayHoldKey($0) }
            ? redacted(value, sparingIssuedKeys: false) ?? value : value
    }

    /// Returns the bytes, of a PDF for instance, with each key replaced by as many asterisks, so that offsets stay valid.
    func redact(bytes: [UInt8]) -> [UInt8] {
        let found = bytes.withUnsafeBufferPointer { filter.mayHoldKey($0) ? matcher.ranges(in: $0) : [] }
        var bytes = bytes
        for range in found {
            for index in range { bytes[index] = UInt8(ascii: "*") }
        }
        return bytes
    }

    /// Redacts a value that was parsed from these bytes, which are scanned instead of it.
    ///
    /// - Parameter sparingIssuedKeys: whether to leave strings that are a key as a whole, other than the caller's own, as in
    ///   the response to a request for a key.
    func redact(_ value: JSON, parsedFrom bytes: [UInt8], sparingIssuedKeys: Bool) -> JSON {
        guard bytes.withUnsafeBufferPointer({ filter.mayHoldKey($0) }) else { return value }
        return redacted(value, sparingIssuedKeys: sparingIssuedKeys) ?? value
    }

    // No conditional expressions, whose nil would be JSON's null.
    /// Returns the redacted value, or nil if nothing was found.
    private func redacted(_ value: JSON, sparingIssuedKeys: Bool) -> JSON? {
        switch value.kind {
        case .null, .boolean, .number:
            return nil
        case .string:
            guard let text = value.string else { return nil }
            if sparingIssuedKeys, KeyShape.isKey(text, atLeast: KeyShape.prefix.count + 1), text != key?.text {
                return nil
            }
            let clean = redact(text)
            if clean == text { return nil }
            return JSON(clean)
        case .array:
            var changed = false
            let elements = (value.elements ?? []).map { element in
                guard let clean = redacted(element, sparingIssuedKeys: sparingIssuedKeys) else { return element }
                changed = true
                return clean
            }
            if changed { return JSON(elements) }
            return nil
        case .object:
            var changed = false
            let members = (value.members ?? []).map { member in
                let name = redact(member.name)
                let clean = redacted(member.value, sparingIssuedKeys: sparingIssuedKeys)
                guard clean != nil || name != member.name else { return member }
                changed = true
                return JSON.Member(name, clean ?? member.value)
            }
            if changed { return JSON(members) }
            return nil
        }
    }
}
