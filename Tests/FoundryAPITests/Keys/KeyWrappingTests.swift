import Foundation
import FoundryJSON
import Testing

@testable import FoundryAPI

@Suite("Keys that are wrapped or taken apart", .timeLimit(.minutes(5)))
struct KeyWrappingTests {
    private let redactor = Redactor(key: APIKey(testKey))

    private static func lines(_ text: String, of width: Int, _ lineBreak: String) -> String {
        stride(from: 0, to: text.count, by: width).map { String(text.dropFirst($0).prefix(width)) }
            .joined(separator: lineBreak)
    }

    private static func hexadecimal(_ text: String) -> [String] {
        text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
    }

    static let breaks = [
        "\n", "\r\n", "\r", " ", "\n    ", "\n\t", " \n", "\\n", "\\r\\n", "\\\\n", "\\n    ", "\u{2028}", "\u{2029}",
        "\\u2028",
        "\u{85}", "\u{200B}", "\u{AD}\n", "\u{FEFF}", "\\\n", "\\u000a", "%0A", "&#10;",
    ]

    /// Texts that show the key or twelve characters of it, by what they are.
    static let traces: [(name: String, text: String)] = {
        let half = String(testKey.dropFirst(testKey.count / 2))
        return [
            ("the key", testKey), ("twelve characters", String(testKey.dropFirst(20).prefix(12))),
            ("hexadecimal", hexadecimal(testKey).joined()),
            ("capital hexadecimal", hexadecimal(testKey).joined().uppercased()),
            ("twelve characters in hexadecimal", hexadecimal(String(testKey.dropFirst(20).prefix(12))).joined()),
            ("hexadecimal of all but the prefix", hexadecimal(String(testKey.dropFirst(5))).joined()),
            ("the second half in hexadecimal", hexadecimal(half).joined()),
            ("base64", Data(testKey.utf8).base64EncodedString()),
            ("base64 of a header", Data("Authorization: Bearer \(testKey)".utf8).base64EncodedString()),
            ("base64 of all but the prefix", Data(testKey.dropFirst(5).utf8).base64EncodedString()),
            ("the second half in base64", Data(half.utf8).base64EncodedString()),
            ("twelve characters in base64", Data(testKey.dropFirst(21).prefix(12).utf8).base64EncodedString()),
        ]
    }()

    /// Returns whether a text still shows twelve characters of the key when everything between them is taken out.
    private func shows(_ text: String, _ trace: String, _ lineBreak: String) -> Bool {
        let all = Array(
            text.replacingOccurrences(of: lineBreak, with: "", options: .literal).utf8.filter(KeyShape.isKeyByte))
        let wanted = Array(trace.utf8)
        let length = min(12, wanted.count)
        return (0...(wanted.count - length)).contains { start in
            all.firstRange(of: wanted[start..<(start + length)]) != nil
        }
    }

    @Test("Line breaks of any kind and lines of any length hide nothing", arguments: traces.indices)
    func wrapped(_ index: Int) {
        let (name, trace) = Self.traces[index]
        // The header's own part of its base64 is no secret.
        let secret = name.contains("header") ? String(trace.dropFirst(32)) : trace
        for width in [1, 4, 6, 7, 16, 76] {
            for lineBreak in Self.breaks {
                let text = Self.lines(trace, of: width, lineBreak)
                let note = "\(name) in lines of \(width), \(lineBreak.debugDescription)"
                let clean = redactor.redact("it's (\(text)), said the server")
                #expect(clean.contains(Redactor.placeholder), "\(note)")
                #expect(!shows(clean, secret, lineBreak), "\(note)")
                #expect(clean.hasPrefix("it's ") && clean.hasSuffix("said the server"), "\(note): \(clean)")
                guard width == 6 || width == 16 else { continue }
                let value = redactor.redact(["a": JSON("it's (\(text)).")])
                #expect(!shows(value["a"]?.string ?? "", secret, lineBreak), "\(note)")
                let body = redactor.redact(bytes: Array("%PDF (\(text)) endobj".utf8))
                #expect(!shows(String(decoding: body, as: UTF8.self), secret, lineBreak), "\(note)")
            }
        }
    }

    @Test(
        "Hexadecimal digits in pairs hide nothing",
        arguments: [":", "\\x", "\\\\x", " ", "\n"], ["", "0123456"])
    func pairs(_ separator: String, _ before: String) {
        for part in [testKey, String(testKey.dropFirst(9).prefix(12)), String(testKey.dropFirst(20))] {
            let digits = Self.hexadecimal(part)
            for pairs in [digits, digits.map { $0.uppercased() }] {
                let clean = redactor.redact("\(before)<\(pairs.joined(separator: separator))>")
                #expect(clean == "\(before)<\(Redactor.placeholder)>")
            }
        }
    }

    @Test("Ordinary texts are left as they are, and need no closer look")
    func ordinary() {
        let secrets = [Array(testKey.utf8)]
        let filter = KeyFilter(secrets: secrets, traces: KeyTraces(of: secrets))
        for text in [
            String(repeating: "The quick brown fox jumps\nover the lazy dog. ", count: 100),
            String(repeating: "EVQLVESGGGLVQPGGSLRLSCAASGFNIKDTYIHWVRQAPGKGLEWVARIYPTNGYTRYADSVKG\n", count: 100),
            String(
                repeating: #"{"id":"018f3c1e-8d2a-7c4b-9a55-3b2f6e0d1c7a","at":"2026-11-21T18:14:06Z","kd":1.2e-9},"#,
                count: 100),
            String(repeating: "00:1b:44:11:3a:b7 fe80::1 ", count: 100),
            String(repeating: "Zusätzlich — „naïve“ 30 µM, 中文。\n", count: 100),
        ] {
            #expect(redactor.redact(text) == text)
            #expect(!text.utf8.withContiguousStorageIfAvailable { filter.mayHoldKey($0) }!, "\(text.prefix(30))")
        }
    }
}
