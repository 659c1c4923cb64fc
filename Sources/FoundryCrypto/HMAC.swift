/// Message authentication codes with SHA-256 (RFC 2104).
public struct HMAC: Sendable {
    private let key: [UInt8]

    /// Creates codes with a key of any length.
    public init(key: some Sequence<UInt8>) {
        var key = Array(key)
        if key.count > SHA256.blockSize { key = SHA256.hash(key) }
        self.key = key + Array(repeating: 0, count: SHA256.blockSize - key.count)
    }

    /// Creates codes with a random key, which no other process knows.
    public init() {
        self.init(key: Self.randomBytes(SHA256.byteCount))
    }

    /// Returns the code of a message.
    public func code(for message: some Sequence<UInt8>) -> [UInt8] {
        var inner = SHA256()
        inner.update(key.map { $0 ^ 0x36 })
        inner.update(message)
        var outer = SHA256()
        outer.update(key.map { $0 ^ 0x5C })
        outer.update(inner.finish())
        return outer.finish()
    }

    /// Returns whether a code is that of a message, in a time that does not depend on where the two differ.
    public func isValid(_ code: some Collection<UInt8>, for message: some Sequence<UInt8>) -> Bool {
        let expected = self.code(for: message)
        guard code.count == expected.count else { return false }
        return zip(code, expected).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// Returns bytes from the system's cryptographic random number generator.
    public static func randomBytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}
