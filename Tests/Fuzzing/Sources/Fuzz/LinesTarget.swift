@testable import FoundryJSONRPC

/// Cuts the input into lines, in chunks of several sizes; the lines are always those that splitting the whole gives.
///
/// The first byte of the input is the limit of a line, the second the size of the chunks; the rest is the stream.
enum LinesTarget {
    static func run(_ bytes: UnsafeBufferPointer<UInt8>) -> CInt {
        guard bytes.count >= 2 else { return 0 }
        let (limit, size) = (Int(bytes[0]), Int(bytes[1]))
        let stream = Array(bytes.dropFirst(2))
        let expected = lines(of: stream, limit: limit)
        for chunks in [[stream], cut(stream) { _ in 1 }, cut(stream) { _ in size + 1 }, cut(stream, byItself)] {
            expect(lines(of: chunks, limit: limit) == expected, "chunks of \(chunks.map(\.count)) give other lines")
        }
        return 0
    }

    /// The lines as the framer gives them.
    private static func lines(of chunks: [[UInt8]], limit: Int) -> [LineFramer.Line] {
        var framer = LineFramer(limit: limit)
        var lines: [LineFramer.Line] = []
        for chunk in chunks {
            chunk.withUnsafeBytes { framer.append($0) }
            while let line = framer.next() { lines.append(line) }
        }
        if let last = framer.finish() { lines.append(last) }
        expect(framer.finish() == nil && framer.next() == nil, "there is something after the end")
        return lines
    }

    /// The lines as anybody would split the whole.
    private static func lines(of stream: [UInt8], limit: Int) -> [LineFramer.Line] {
        var parts = stream.split(separator: 0x0A, omittingEmptySubsequences: false)
        // What follows the last end is a line only where there is something.
        if parts.last?.isEmpty == true { parts.removeLast() }
        return parts.map { $0.count > limit ? .tooLong : .bytes(Array($0)) }
    }

    private static func cut(_ stream: [UInt8], _ size: (UInt8) -> Int) -> [[UInt8]] {
        var chunks: [[UInt8]] = []
        var rest = stream[...]
        while let first = rest.first {
            chunks.append(Array(rest.prefix(size(first))))
            rest = rest.dropFirst(size(first))
        }
        return chunks
    }

    /// Chunks whose sizes are thrown by the stream itself.
    private static func byItself(_ byte: UInt8) -> Int { Int(byte % 7) + 1 }
}
