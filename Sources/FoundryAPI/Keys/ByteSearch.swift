import FoundrySystem

/// Search for a text in bytes.
enum ByteSearch {
    /// The places where a byte stands, from a place on, until `isWanted` is true of one; whether it was of any.
    static func any(
        _ byte: UInt8, in bytes: UnsafeRawBufferPointer, where isWanted: (UnsafeRawBufferPointer) -> Bool
    ) -> Bool {
        var rest = bytes
        while let base = rest.baseAddress, let found = memchr(base, Int32(byte), rest.count) {
            let place = UnsafeRawPointer(found) - base
            let after = UnsafeRawBufferPointer(rebasing: rest[(place + 1)...])
            if isWanted(after) { return true }
            rest = after
        }
        return false
    }

    /// Whether the bytes hold a text of at least two bytes, however often its first byte stands in them.
    static func holds(_ text: [UInt8], in bytes: UnsafeRawBufferPointer) -> Bool {
        guard let base = bytes.baseAddress, let first = text.first, let last = text.last, bytes.count >= text.count
        else {
            return false
        }
        let reach = text.count - 1
        let ones: UInt64 = 0x0101_0101_0101_0101
        let (firsts, lasts) = (ones &* UInt64(first), ones &* UInt64(last))
        // Eight places: one is of interest where both the first and the last byte of the text fit, which makes a zero
        // byte in `misfit`. (The test may also tell of a place after a true one, but never misses one.)
        func fits(_ at: Int) -> UInt64 {
            let misfit =
                (base.loadUnaligned(fromByteOffset: at, as: UInt64.self) ^ firsts)
                | (base.loadUnaligned(fromByteOffset: at &+ reach, as: UInt64.self) ^ lasts)
            return (misfit &- ones) & ~misfit
        }
        var at = 0
        while at + reach + 32 <= bytes.count {
            if (fits(at) | fits(at &+ 8) | fits(at &+ 16) | fits(at &+ 24)) & 0x8080_8080_8080_8080 != 0 {
                for place in at..<(at + 32) where isText(text, at: place, in: bytes) { return true }
            }
            at &+= 32
        }
        while at + reach < bytes.count {
            if isText(text, at: at, in: bytes) { return true }
            at += 1
        }
        return false
    }

    private static func isText(_ text: [UInt8], at place: Int, in bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes[place] == text[0] else { return false }
        for offset in 1..<text.count where bytes[place + offset] != text[offset] { return false }
        return true
    }
}
