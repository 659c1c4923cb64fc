import Foundation
import Synchronization

/// A pipe whose ends are closed once each.
final class Pipe: Sendable {
    let reading: Int32
    let writing: Int32
    private let readingIsOpen = Mutex(true)
    private let writingIsOpen = Mutex(true)

    init() throws {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EMFILE) }
        (reading, writing) = (ends[0], ends[1])
    }

    func closeReading() { Self.close(reading, readingIsOpen) }

    func closeWriting() { Self.close(writing, writingIsOpen) }

    private static func close(_ descriptor: Int32, _ isOpen: borrowing Mutex<Bool>) {
        isOpen.withLock { isOpen in
            if isOpen { Foundation.close(descriptor) }
            isOpen = false
        }
    }

    /// Writes all, waiting where the pipe is full; what nobody reads any more is dropped.
    func write(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(writing, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Reads lines until the end. Bytes after the last newline are a line too, so that no test overlooks them.
    func readLines(chunk: Int, into lines: Inbox<[UInt8]>) {
        var buffer = [UInt8](repeating: 0, count: chunk)
        var line: [UInt8] = []
        while true {
            let count = buffer.withUnsafeMutableBytes { read(reading, $0.baseAddress, $0.count) }
            guard count > 0 else { break }
            var parts = buffer[..<count].split(separator: 0x0A, omittingEmptySubsequences: false)
            let last = parts.removeLast()
            for part in parts {
                lines.put(line + part)
                line = []
            }
            line += last
        }
        if !line.isEmpty { lines.put(line) }
        lines.finish()
        closeReading()
    }
}
