import Foundation

/// A pipe whose ends are closed once each.
///
/// A closed end is no longer the pipe's, but its number is not given back before the pipe itself goes: whoever still
/// reads or writes there meets nothing, where a number given back may be another test's pipe or socket by then.
package final class Pipe: Sendable {
    package let reading: Int32
    package let writing: Int32

    package init() throws {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EMFILE) }
        (reading, writing) = (ends[0], ends[1])
    }

    deinit {
        close(reading)
        close(writing)
    }

    package func closeReading() { Self.detach(reading) }

    package func closeWriting() { Self.detach(writing) }

    private static func detach(_ descriptor: Int32) {
        let nothing = open("/dev/null", O_RDWR)
        dup2(nothing, descriptor)
        close(nothing)
    }

    /// Writes all, waiting where the pipe is full; what nobody reads any more is dropped.
    package func write(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(writing, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Reads lines until the end. Bytes after the last newline are a line too, so that no test overlooks them.
    package func readLines(chunk: Int, onLine: ([UInt8]) -> Void) {
        var buffer = [UInt8](repeating: 0, count: chunk)
        var line: [UInt8] = []
        while true {
            let count = buffer.withUnsafeMutableBytes { read(reading, $0.baseAddress, $0.count) }
            guard count > 0 else { break }
            var parts = buffer[..<count].split(separator: 0x0A, omittingEmptySubsequences: false)
            let last = parts.removeLast()
            for part in parts {
                onLine(line + part)
                line = []
            }
            line += last
        }
        if !line.isEmpty { onLine(line) }
        closeReading()
    }
}
