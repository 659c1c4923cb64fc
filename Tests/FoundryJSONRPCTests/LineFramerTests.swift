import Testing

@testable import FoundryJSONRPC

@Suite("Splitting a stream into lines", .timeLimit(.minutes(5)))
struct LineFramerTests {
    /// All lines of a stream that comes in these chunks, and what remains at its end.
    private func lines(of chunks: [[UInt8]], limit: Int = 100) -> [LineFramer.Line] {
        var framer = LineFramer(limit: limit)
        var lines: [LineFramer.Line] = []
        for chunk in chunks {
            chunk.withUnsafeBytes { framer.append($0) }
            while let line = framer.next() { lines.append(line) }
        }
        if let last = framer.finish() { lines.append(last) }
        return lines
    }

    private func bytes(_ text: String) -> LineFramer.Line { .bytes(Array(text.utf8)) }

    @Test("A stream gives the same lines wherever it is split in three")
    func everySplit() {
        let stream = Array("first\n\nthïrd ✓\r\nlast without end".utf8)
        let expected = [bytes("first"), bytes(""), bytes("thïrd ✓\r"), bytes("last without end")]
        for first in 0...stream.count {
            for second in first...stream.count {
                let chunks = [stream[..<first], stream[first..<second], stream[second...]].map { Array($0) }
                #expect(lines(of: chunks) == expected, "split at \(first) and \(second)")
            }
        }
    }

    @Test("A stream gives the same lines byte by byte")
    func byteByByte() {
        let stream = Array("a\nbb\n\nccc\n".utf8)
        #expect(lines(of: stream.map { [$0] }) == [bytes("a"), bytes("bb"), bytes(""), bytes("ccc")])
    }

    @Test("NUL bytes and bytes that are not UTF-8 are part of the line")
    func anyByte() {
        let line: [UInt8] = [0x00, 0xFF, 0xFE, 0x0D, 0x00]
        #expect(lines(of: [line + [0x0A, 0x00, 0x0A]]) == [.bytes(line), .bytes([0x00])])
    }

    @Test("There is no line before its newline", arguments: ["", "x", "no end yet"])
    func noLineYet(_ text: String) {
        var framer = LineFramer(limit: 100)
        Array(text.utf8).withUnsafeBytes { framer.append($0) }
        #expect(framer.next() == nil)
        #expect(framer.next() == nil)
    }

    @Test("The limit counts the bytes of a line without its end")
    func limit() {
        #expect(lines(of: [Array("12345\n".utf8)], limit: 5) == [bytes("12345")])
        #expect(lines(of: [Array("123456\n".utf8)], limit: 5) == [.tooLong])
        #expect(lines(of: [Array("12345".utf8)], limit: 5) == [bytes("12345")])
        #expect(lines(of: [Array("123456".utf8)], limit: 5) == [.tooLong])
    }

    @Test("A line that is too long is reported once, and the next line is read, however the bytes are chunked")
    func afterTooLong() {
        let stream = Array("ok\n1234567890123\nnext\n123456\n".utf8)
        for size in 1...stream.count {
            let chunks = stride(from: 0, to: stream.count, by: size).map {
                Array(stream[$0..<min($0 + size, stream.count)])
            }
            #expect(
                lines(of: chunks, limit: 5) == [bytes("ok"), .tooLong, bytes("next"), .tooLong],
                "in chunks of \(size)")
        }
    }

    @Test("A line that is too long and never ends is reported once, at the end")
    func endlessLine() {
        let chunk = [UInt8](repeating: 0x78, count: 64)
        #expect(lines(of: Array(repeating: chunk, count: 1000), limit: 100) == [.tooLong])
    }

    @Test("After the end, a framer starts anew")
    func finishResets() {
        var framer = LineFramer(limit: 5)
        Array("123456789".utf8).withUnsafeBytes { framer.append($0) }
        #expect(framer.next() == nil)
        #expect(framer.finish() == .tooLong)
        #expect(framer.finish() == nil)
        Array("abc\n".utf8).withUnsafeBytes { framer.append($0) }
        #expect(framer.next() == bytes("abc"))
        #expect(framer.finish() == nil)
    }

    @Test("Lines stay whole over megabytes in chunks that fit no line")
    func longStream() {
        // Lines from 0 to 200,000 bytes, so that the buffer is moved, emptied and grown.
        let lengths = [0, 1, 65_536, 3, 200_000, 131_071, 0, 65_535, 70_000, 12]
        let expected = lengths.enumerated().map { [UInt8](repeating: UInt8(0x41 + $0.offset), count: $0.element) }
        let stream = Array(expected.map { $0 + [0x0A] }.joined())
        for size in [4096, 65_536, 65_537, 99_991, stream.count] {
            let chunks = stride(from: 0, to: stream.count, by: size).map {
                Array(stream[$0..<min($0 + size, stream.count)])
            }
            #expect(lines(of: chunks, limit: 1 << 20) == expected.map { .bytes($0) }, "in chunks of \(size)")
        }
    }

    @Test("A long line in many small chunks, after many short ones, is not searched again for each chunk")
    func amortisedCost() {
        // 16 MiB in chunks of 64 bytes: a framer that searched or moved what it holds for every chunk would touch two
        // terabytes here, which no deadline would forgive.
        var framer = LineFramer(limit: 32 << 20)
        let short = Array(repeating: UInt8(0x0A), count: 70_000)
        short.withUnsafeBytes { framer.append($0) }
        for _ in 0..<35_001 { _ = framer.next() }
        let chunk = [UInt8](repeating: 0x78, count: 64)
        var early = 0
        for _ in 0..<34_999 where framer.next() != nil { early += 1 }
        for _ in 0..<(16 << 20) / 64 {
            chunk.withUnsafeBytes { framer.append($0) }
            if framer.next() != nil { early += 1 }
        }
        [0x0A].withUnsafeBytes { framer.append($0) }
        let last = framer.next()
        #expect(early == 34_999)
        guard case .bytes(let line) = last else {
            Issue.record("the long line is missing")
            return
        }
        #expect(line.count == 16 << 20)
        #expect(line.allSatisfy { $0 == 0x78 })
    }
}
