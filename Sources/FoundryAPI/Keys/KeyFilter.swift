import FoundryFoundation
import FoundrySystem

/// A fast scan of bytes for anything that might be a key.
///
/// It may report bytes that hold none, which costs a closer look; nearly all responses hold none and cost only this.
struct KeyFilter: Sendable {
    private let traces: KeyTraces

    /// Texts that are searched for as they are: the beginnings of keys, and secrets that are too short for traces.
    private let plain: [[UInt8]]
    /// The distance between the places that are examined. Seven bytes of a run hold a whole piece at one of them.
    private static let step = 4

    /// Creates a filter for secrets of at least two bytes, and their traces.
    init(secrets: [[UInt8]], traces: KeyTraces) {
        plain = [KeyShape.prefix, KeyShape.capitalPrefix] + secrets.filter { $0.count < KeyTraces.shortestRun }
        self.traces = traces
    }

    /// Returns whether the bytes may hold a key, or a part of one.
    func mayHoldKey(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let bytes = UnsafeRawBufferPointer(bytes)
        if plain.contains(where: { ByteSearch.holds($0, in: bytes) }) || holdsEscape(bytes) { return true }
        guard !traces.isEmpty else { return false }
        return traces.withQuickTest { test in
            holdsPiece(bytes, test) || holdsWrappedPiece(bytes, test) || holdsHexadecimalPairs(bytes)
        }
    }

    /// Returns whether there is an escape that could stand for any character of a key: `%2F`, `\/`, `\u002f`, `\x2f` or
    /// `&#47;`.
    private func holdsEscape(_ bytes: UnsafeRawBufferPointer) -> Bool {
        ByteSearch.any(UInt8(ascii: "%"), in: bytes) { after in
            after.count >= 2 && after.prefix(2).allSatisfy(ByteSearch.isHexadecimalDigit)
        }
            || ByteSearch.any(UInt8(ascii: "\\"), in: bytes) {
                $0.first == UInt8(ascii: "/") || $0.first == UInt8(ascii: "x") || $0.starts(with: "u00".utf8)
            }
            || ByteSearch.any(UInt8(ascii: "&"), in: bytes) { $0.first == UInt8(ascii: "#") }
    }

    private func holdsPiece(_ bytes: UnsafeRawBufferPointer, _ test: KeyTraces.QuickTest) -> Bool {
        var place = 0
        while place + 4 <= bytes.count {
            let piece = KeyTraces.piece(at: place, in: bytes)
            if test.passes(piece), isRun(piece, at: place, in: bytes) { return true }
            place += Self.step
        }
        return false
    }

    /// Returns whether a piece is part of a long enough run of one of the texts.
    private func isRun(_ piece: UInt32, at place: Int, in bytes: UnsafeRawBufferPointer) -> Bool {
        traces.positions(of: piece).contains { position in
            let trace = traces.texts[position.text]
            let text = trace.bytes
            var (lower, upper) = (0, 4)
            while lower < position.offset, lower < place, text[position.offset - lower - 1] == bytes[place - lower - 1]
            {
                lower += 1
            }
            while position.offset + upper < text.count, place + upper < bytes.count,
                text[position.offset + upper] == bytes[place + upper]
            {
                upper += 1
            }
            return lower + upper >= trace.shortestLine
        }
    }

    // MARK: - Texts in short lines

    /// Returns whether a run of one of the texts, wrapped into lines of any length, follows a line break.
    private func holdsWrappedPiece(_ bytes: UnsafeRawBufferPointer, _ test: KeyTraces.QuickTest) -> Bool {
        var (place, end) = (0, 0)
        while place < bytes.count {
            var marks = LineBreaks.marks(at: place, in: bytes)
            while marks != 0 {
                let found = place + marks.trailingZeroBitCount / 8
                marks &= marks - 1
                if found < end || isHarmlessSpace(at: found, in: bytes, test) { continue }
                end = LineBreaks.end(at: found, in: bytes)
                if end > found, isWrappedRun(at: end, in: bytes, test) { return true }
            }
            place += 8
        }
        return false
    }

    /// Returns whether there is white space of one byte that isn't the last of the first break of a run.
    @inline(__always)
    private func isHarmlessSpace(
        at place: Int, in bytes: UnsafeRawBufferPointer, _ test: KeyTraces.QuickTest
    ) -> Bool {
        guard bytes[place] <= 0x20, place + 1 < bytes.count else { return false }
        if bytes[place + 1] <= 0x20 { return true }
        if place > 0, bytes[place - 1] > 0x20, let next = LineBreaks.characters(2, at: place + 1, in: bytes),
            !test.passes(KeyTraces.triple(bytes[place - 1], next))
        {
            return true
        }
        return LineBreaks.characters(4, at: place + 1, in: bytes).map { !test.passes($0) } ?? false
    }

    private func isWrappedRun(at start: Int, in bytes: UnsafeRawBufferPointer, _ test: KeyTraces.QuickTest) -> Bool {
        var (piece, at) = (UInt32(0), start)
        for shift in 0..<4 {
            at = LineBreaks.end(at: at, in: bytes)
            guard at < bytes.count else { return false }
            piece |= UInt32(bytes[at]) << (8 * shift)
            at += 1
        }
        guard test.passes(piece) else { return false }
        return traces.positions(of: piece).contains { position in
            let trace = traces.texts[position.text]
            let text = trace.bytes
            var (length, next) = (4, at)
            while length < trace.shortestRest, position.offset + length < text.count {
                next = LineBreaks.end(at: next, in: bytes)
                guard next < bytes.count, bytes[next] == text[position.offset + length] else { return false }
                (length, next) = (length + 1, next + 1)
            }
            return length >= trace.shortestRest
        }
    }

    /// Returns whether there are hexadecimal digits in pairs with a colon after each.
    private func holdsHexadecimalPairs(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let (ones, highs): (UInt64, UInt64) = (0x0101_0101_0101_0101, 0x8080_8080_8080_8080)
        // Pairs for a run fill 35 bytes, and any eight of them hold two colons three bytes apart.
        var place = 0
        while place + 8 <= bytes.count {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
            let others = word ^ ones &* UInt64(UInt8(ascii: ":"))
            let colons = (others &- ones) & ~others & highs
            let pairs = colons & (colons >> 24)
            if pairs != 0, arePairs(around: place + pairs.trailingZeroBitCount / 8, in: bytes) { return true }
            place &+= 24
        }
        return false
    }

    /// Returns whether a colon is one of more between pairs of digits than a time or a hardware address has.
    private func arePairs(around colon: Int, in bytes: UnsafeRawBufferPointer) -> Bool {
        var (first, last) = (colon, colon)
        while first >= 3, ByteSearch.isColonAfterPair(first, in: bytes), bytes[first - 3] == UInt8(ascii: ":") {
            first -= 3
        }
        while last + 3 < bytes.count, ByteSearch.isColonAfterPair(last + 3, in: bytes) { last += 3 }
        return last - first >= 15
    }
}

/// Searches in bytes.
enum ByteSearch {
    static func isHexadecimalDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }

    /// Returns whether there is a colon at a place, and two hexadecimal digits before it.
    static func isColonAfterPair(_ place: Int, in bytes: UnsafeRawBufferPointer) -> Bool {
        place >= 2 && bytes[place] == UInt8(ascii: ":") && isHexadecimalDigit(bytes[place - 1])
            && isHexadecimalDigit(bytes[place - 2])
    }

    /// Returns whether a byte occurs that is followed by what a predicate accepts.
    static func any(
        _ byte: UInt8, in bytes: UnsafeRawBufferPointer, where isFollowed: (UnsafeRawBufferPointer) -> Bool
    ) -> Bool {
        var rest = bytes
        while let base = rest.baseAddress, let found = memchr(base, Int32(byte), rest.count) {
            let place = UnsafeRawPointer(found) - base
            let after = UnsafeRawBufferPointer(rebasing: rest[(place + 1)...])
            if isFollowed(after) { return true }
            rest = after
        }
        return false
    }

    /// Returns whether the bytes hold a text of at least two bytes, in time that does not depend on how often its first
    /// byte occurs.
    static func holds(_ text: [UInt8], in bytes: UnsafeRawBufferPointer) -> Bool {
        guard let base = bytes.baseAddress, let first = text.first, let last = text.last, bytes.count >= text.count
        else {
            return false
        }
        let reach = text.count - 1
        let ones: UInt64 = 0x0101_0101_0101_0101
        let (firsts, lasts) = (ones &* UInt64(first), ones &* UInt64(last))
        // Eight places at once: where both the first and the last byte of the text match, `mismatch` has a zero byte. The
        // test for zero bytes may also report a place after a true one, but never misses one.
        func matches(_ at: Int) -> UInt64 {
            let mismatch =
                (base.loadUnaligned(fromByteOffset: at, as: UInt64.self) ^ firsts)
                | (base.loadUnaligned(fromByteOffset: at &+ reach, as: UInt64.self) ^ lasts)
            return (mismatch &- ones) & ~mismatch
        }
        var at = 0
        while at + reach + 32 <= bytes.count {
            if (matches(at) | matches(at &+ 8) | matches(at &+ 16) | matches(at &+ 24)) & 0x8080_8080_8080_8080 != 0 {
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
