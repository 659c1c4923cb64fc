public import FoundryJSON

/// A redactor that removes keys from whatever leaves the process: the caller's key in any encoding in which it
/// may be echoed, and anything that has the shape of a key.
///
/// It finds the key and every run of 12 or more of its characters: as they are, percent-encoded (also twice), with the
/// escapes of JSON and HTML, in hexadecimal (also in pairs, with colons or `\x`), and in base64 wherever they stand in the
/// encoded bytes (`Bearer …` included). White space, line breaks and invisible characters between them hide nothing. It also
/// finds `abs0_` with the characters after it.
public struct Redactor: Sendable {
    /// The text that replaces a key.
    public static let placeholder = "[redacted key]"

    private let matcher: KeyMatcher
    /// The scan that spares most texts the closer look; nil if every text is looked at closely.
    private let filter: KeyFilter?
    private let key: APIKey?
    private let replacement: String

    /// Creates a redactor that knows the shape of keys, and a key.
    public init(key: APIKey?) {
        self.key = key
        let bytes = key.map { Array($0.text.utf8) } ?? []
        // A shorter “key” is a word that may occur anywhere; replacing it would only spoil responses.
        let secrets = bytes.count >= 8 ? [bytes] : []
        let traces = KeyTraces(of: secrets)
        matcher = KeyMatcher(secrets: secrets, traces: traces, findsShapes: true)
        filter = KeyFilter(secrets: secrets, traces: traces)
        replacement = Self.placeholder
    }

    /// Creates a redactor of other secrets, in the same encodings as a key.
    ///
    /// It looks at every text closely, so it is for short ones.
    /// - Parameters:
    ///   - secrets: the secrets. One of fewer than six bytes is a word that may occur anywhere, and is ignored.
    ///   - replacement: the text that replaces a secret.
    public init(secrets: [String], replacement: String) {
        let secrets = secrets.map { Array($0.utf8) }.filter { $0.count >= 6 }
        matcher = KeyMatcher(secrets: secrets, traces: KeyTraces(of: secrets), findsShapes: false)
        filter = nil
        key = nil
        self.replacement = replacement
    }

    /// Returns the text with each key replaced.
    public func redact(_ text: String) -> String {
        var text = text
        let found: [Range<Int>] = text.withUTF8 { bytes in
            mayHoldKey(bytes) ? matcher.ranges(in: bytes) : []
        }
        guard !found.isEmpty else { return text }
        let bytes = Array(text.utf8)
        var out: [UInt8] = []
        var copied = 0
        for range in found {
            out.append(contentsOf: bytes[copied..<range.lowerBound])
            out.append(contentsOf: replacement.utf8)
            copied = range.upperBound
        }
        out.append(contentsOf: bytes[copied...])
        return String(decoding: out, as: UTF8.self)
    }

    /// Returns the value with each key in its strings and names replaced; the same value if there is none.
    public func redact(_ value: JSON) -> JSON {
        guard filter == nil || value.utf8.withUnsafeBufferPointer({ mayHoldKey($0) }) else { return value }
        return redacted(value, sparing: .nothing) ?? value
    }

    /// Returns the bytes, of a PDF for instance, with each key replaced by as many asterisks, so that offsets stay valid.
    func redact(bytes: [UInt8]) -> [UInt8] {
        let found = bytes.withUnsafeBufferPointer { mayHoldKey($0) ? matcher.ranges(in: $0) : [] }
        var bytes = bytes
        for range in found {
            for index in range { bytes[index] = UInt8(ascii: "*") }
        }
        return bytes
    }

    /// Redacts a value that was parsed from these bytes, which are scanned instead of it.
    ///
    /// - Parameter sparingIssuedKeys: a Boolean value that indicates whether to leave strings that are a key as a whole, as
    ///   in the response to a request for a key. The caller's own key is never left; a key that begins with it only as the
    ///   `token` of the response, since an attenuated key begins with its parent's bytes.
    func redact(_ value: JSON, parsedFrom bytes: [UInt8], sparingIssuedKeys: Bool) -> JSON {
        guard bytes.withUnsafeBufferPointer({ mayHoldKey($0) }) else { return value }
        return redacted(value, sparing: sparingIssuedKeys ? .keysOfResponse : .nothing) ?? value
    }

    private func mayHoldKey(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        filter?.mayHoldKey(bytes) ?? true
    }

    /// The strings that are left as they are.
    private enum Spared {
        case nothing
        /// Keys in a response to a request for a key, of which this is the whole, its `token`, or another part.
        case keysOfResponse, token, otherKeys

        /// The strings that are left in a member.
        func inMember(_ name: String) -> Spared {
            switch self {
            case .nothing: .nothing
            case .keysOfResponse: name == "token" ? .token : .otherKeys
            case .token, .otherKeys: .otherKeys
            }
        }
    }

    private func isSpared(_ text: String, _ spared: Spared) -> Bool {
        guard KeyShape.isKey(text, atLeast: KeyShape.prefix.count + 1) else { return false }
        func unpadded(_ text: String) -> Substring.UTF8View {
            text.utf8.dropLast(text.utf8.reversed().prefix { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ".") }.count)
        }
        let own = key.map { unpadded($0.text) }
        switch spared {
        case .nothing: return false
        case .token: return own.map { !unpadded(text).elementsEqual($0) } ?? true
        case .keysOfResponse, .otherKeys: return own.map { !text.utf8.starts(with: $0) } ?? true
        }
    }

    // No conditional expressions, whose nil would be JSON's null.
    /// Returns the redacted value, or nil if nothing was found.
    private func redacted(_ value: JSON, sparing spared: Spared) -> JSON? {
        switch value.kind {
        case .null, .boolean, .number:
            return nil
        case .string:
            guard let text = value.string, !isSpared(text, spared) else { return nil }
            let clean = redact(text)
            if clean == text { return nil }
            return JSON(clean)
        case .array:
            var changed = false
            let elements = (value.elements ?? []).map { element in
                guard let clean = redacted(element, sparing: spared.inMember("")) else { return element }
                changed = true
                return clean
            }
            if changed { return JSON(elements) }
            return nil
        case .object:
            var changed = false
            let members = (value.members ?? []).map { member in
                let name = redact(member.name)
                let clean = redacted(member.value, sparing: spared.inMember(member.name))
                guard clean != nil || name != member.name else { return member }
                changed = true
                return JSON.Member(name, clean ?? member.value)
            }
            if changed { return JSON(members) }
            return nil
        }
    }
}
