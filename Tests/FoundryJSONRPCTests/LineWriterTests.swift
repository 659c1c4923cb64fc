import Dispatch
import Foundation
import FoundryJSON
import FoundrySystem
import TestSupport
import Testing

@testable import FoundryJSONRPC

@Suite("Lines of many threads", .opensDescriptors(within: .seconds(900)))
struct LineWriterTests {
    /// A value whose line is of about a length, with escapes, and says who wrote it and when.
    private static func value(_ writer: Int, _ number: Int, length: Int) -> JSON {
        let text = String(repeating: "\"µ\n\u{200B}x", count: length / 8)
        // Parsed, as an API's answers are, and with its text beside it, as in a tool's result.
        let body = (try? JSON(parsing: Array(JSON(text).utf8))) ?? .init(text)
        return ["writer": JSON(writer), "number": JSON(number), "text": JSON(textOf: body), "body": body]
    }

    private static let lengths = [8, 3000, 5000, 70_000, 400_000, 16, 16, 1_500_000, 8]

    private func check(reading: Int32, writing: Int32, pause: UInt32) async throws {
        let writer = LineWriter(descriptor: writing, limit: 1 << 20, waker: Waker())
        let lines = LockedBox<[[UInt8]]>([])
        let read = Signal()
        Thread.detachNewThread {
            var (rest, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 50_000))
            while true {
                let count = FoundrySystem.read(reading, &buffer, buffer.count)
                guard count > 0 else { break }
                rest += buffer[..<count]
                if pause > 0 { usleep(pause) }
            }
            let all = rest.split(separator: 0x0A).map(Array.init)
            lines.withLock { $0 = all }
            read.fire()
        }
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<8 {
                group.addTask {
                    for (place, length) in Self.lengths.enumerated() {
                        writer.write(Self.value(number, place, length: length))
                    }
                }
            }
        }
        writer.close(by: .now() + 600)
        #expect(writer.unwritten == 0)
        writer.write("after the end")
        // The last descriptor of this end: the reader sees the end only if the writer has closed its own.
        _ = FoundrySystem.shutdown(writing, Int32(SHUT_WR))
        Descriptor.close(writing)
        try await read.wait()
        var next = [Int: Int]()
        for line in lines.value {
            let value = try JSON(parsing: line)
            let (author, number) = (try #require(value["writer"]?.int), try #require(value["number"]?.int))
            #expect(number == next[author, default: 0], "the lines of one thread keep their order")
            next[author] = number + 1
            #expect(line == Self.value(author, number, length: Self.lengths[number]).utf8)
        }
        #expect(lines.value.count == 8 * Self.lengths.count)
    }

    @Test("Through a pipe or a socket, read quickly or slowly, every line arrives whole, once and in order")
    func whole() async throws {
        for pause: UInt32 in [0, 300] {
            let pipe = try Descriptor.pipe()
            try await check(reading: pipe.reading, writing: pipe.writing, pause: pause)
            Descriptor.close(pipe.reading)
            var ends: [Int32] = [0, 0]
            try #require(socketpair(AF_UNIX, Descriptor.streamSocket, 0, &ends) == 0)
            try await check(reading: ends[0], writing: ends[1], pause: pause)
            Descriptor.close(ends[0])
        }
    }

    @Test("A writer whose client has gone drops what is written, and holds nobody up")
    func gone() async throws {
        signal(SIGPIPE, SIG_IGN)
        for isSocket in [false, true] {
            var ends: [Int32] = [0, 0]
            if isSocket {
                try #require(socketpair(AF_UNIX, Descriptor.streamSocket, 0, &ends) == 0)
            } else {
                let pipe = try Descriptor.pipe()
                ends = [pipe.reading, pipe.writing]
            }
            let writer = LineWriter(descriptor: ends[1], limit: 1 << 20, waker: Waker())
            for number in 0..<20 { writer.write(Self.value(0, number, length: 400_000)) }
            #expect(writer.unwritten > 1 << 20)
            Descriptor.close(ends[0])
            writer.close(by: .now() + 600)
            #expect(writer.unwritten == 0)
            writer.write("nobody reads it")
            Descriptor.close(ends[1])
        }
    }
}
