import Foundation
import TestSupport
import Testing

@testable import FoundryAPI

@Suite("The quick search for keys", .timeLimit(.minutes(5)))
struct KeyFilterTests {
    private static let keys = [
        testKey,
        // As long as an attenuated key, with every character of base64 several times.
        "abs0_" + Data((0..<260).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ $0 >> 3) }).base64EncodedString(),
    ]

    private static let fillers = [
        "a", "I am ", "kD of the ", "EVQLVESGGG", "0123456789", "abcdef", "\"kd\":", " \n", "é", "中文", "— ", "\\n",
        "\u{200B}", "x \t",
    ]

    private static let breaks = [
        " ", "\n", "\r\n", "  ", " \n ", "\t", "\\n", "\\\\r\\\\n", "\u{2028}", "\u{AD}", "\u{200B} ", "\\u2028",
    ]

    private static func pick<Element>(_ list: [Element], _ random: inout SeededGenerator) -> Element {
        list[Int.random(in: list.indices, using: &random)]
    }

    /// Returns a text in which a run of one of the traces stands, whole or in lines of random lengths.
    private static func text(with traces: KeyTraces, _ random: inout SeededGenerator) -> [UInt8] {
        var text: [UInt8] = []
        for _ in 0..<Int.random(in: 0...9, using: &random) { text += pick(fillers, &random).utf8 }
        let trace = pick(traces.texts, &random)
        let length = Int.random(in: trace.shortestRun...min(trace.bytes.count, trace.shortestRun + 9), using: &random)
        let start = Int.random(in: 0...(trace.bytes.count - length), using: &random)
        let longestLine = Int.random(in: 1...16, using: &random)
        var line = Int.random(in: 1...longestLine, using: &random)
        for (place, byte) in trace.bytes[start..<(start + length)].enumerated() {
            if line == 0, place > 0 {
                text += pick(breaks, &random).utf8
                line = Int.random(in: 1...longestLine, using: &random)
            }
            text.append(byte)
            line -= 1
        }
        for _ in 0..<Int.random(in: 0...9, using: &random) { text += pick(fillers, &random).utf8 }
        return text
    }

    @Test("Whatever the exact search finds, the quick one doesn't pass over", arguments: keys)
    func misses(_ key: String) {
        let secrets = [Array(key.utf8)]
        let traces = KeyTraces(of: secrets)
        let filter = KeyFilter(secrets: secrets, traces: traces)
        let matcher = KeyMatcher(secrets: secrets, traces: traces, findsShapes: true)
        var random = SeededGenerator(12)
        var found = 0
        for _ in 0..<2000 {
            Self.text(with: traces, &random).withUnsafeBufferPointer { text in
                guard !matcher.ranges(in: text).isEmpty else { return }
                found += 1
                #expect(filter.mayHoldKey(text), "\(String(decoding: text, as: UTF8.self).debugDescription)")
            }
        }
        #expect(found > 1900)
    }
}
