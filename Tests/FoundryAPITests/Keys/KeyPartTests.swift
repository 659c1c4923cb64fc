import Foundation
import FoundryJSON
import Testing

@testable import FoundryAPI

@Suite("Parts of a key", .timeLimit(.minutes(5)))
struct KeyPartTests {
    private let redactor = Redactor(key: APIKey(testKey))

    @Test("Every run of 12 or more characters of the key is redacted, and shorter ones are kept")
    func runs() {
        let key = Array(testKey)
        for start in 5...(key.count - 12) {
            for length in [12, 13, 20] where start + length <= key.count {
                let run = String(key[start..<(start + length)])
                // No space before the run: it would hide no character of the key that stands before it by chance.
                let clean = redactor.redact("before (\(run)) after")
                #expect(clean == "before (\(Redactor.placeholder)) after", "\(start) \(length)")
            }
        }
        let short = String(key[6..<17])
        #expect(redactor.redact("before \(short)! after").contains(short))
    }

    @Test("A key that is wrapped into lines is redacted as a whole", arguments: [8, 16, 20, 76], ["\n", "\r\n"])
    func wrapped(_ width: Int, _ lineBreak: String) {
        let lines = stride(from: 0, to: testKey.count, by: width).map {
            String(testKey.dropFirst($0).prefix(width))
        }
        let clean = redactor.redact("key: \(lines.joined(separator: lineBreak)), said the server")
        #expect(clean == "key: \(Redactor.placeholder), said the server")
    }

    @Test("A key that is split over two strings is redacted in both")
    func split() {
        let half = testKey.count / 2
        let value: JSON = ["a": JSON(String(testKey.prefix(half))), "b": JSON(String(testKey.dropFirst(half)))]
        let clean = redactor.redact(value)
        #expect(clean == ["a": JSON(Redactor.placeholder), "b": JSON(Redactor.placeholder)])
    }

    @Test("A key in hexadecimal of either case or in either alphabet of base64 is redacted as a whole")
    func encodings() {
        let hexadecimal = testKey.utf8.map { String($0, radix: 16) }.joined()
        for text in [hexadecimal, hexadecimal.uppercased()] {
            #expect(redactor.redact("<\(text)>") == "<\(Redactor.placeholder)>")
        }
        for prefix in ["", "a", "ab", "Bearer "] {
            let base64 = Data((prefix + testKey).utf8).base64EncodedString()
            let urlSafe = base64.replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
            for text in [base64, urlSafe] { #expect(redactor.redact("<\(text)>") == "<\(Redactor.placeholder)>") }
        }
    }

    /// In base64, question marks are `Pz8/` over and over: no run of seven characters is the same in both alphabets.
    @Test("A key whose base64 has a slash at every fourth place is redacted in both alphabets", arguments: 0..<3)
    func slashes(_ alignment: Int) throws {
        let key = String(repeating: "?", count: 24)
        let caller: APIKey = try #require(APIKey(key))
        let redactor = Redactor(key: caller)
        let base64 = Data((String(repeating: "u", count: alignment) + key).utf8).base64EncodedString()
        for text in [base64, base64.replacingOccurrences(of: "/", with: "_")] {
            #expect(redactor.redact("<\(text)>") == "<\(Redactor.placeholder)>")
        }
    }

    @Test("A PDF keeps its length, and loses the key")
    func pdf() {
        let bytes = Array("%PDF-1.4 (\(testKey)) endobj".utf8)
        let clean = redactor.redact(bytes: bytes)
        #expect(clean.count == bytes.count)
        #expect(
            String(decoding: clean, as: UTF8.self)
                == "%PDF-1.4 (\(String(repeating: "*", count: testKey.utf8.count))) endobj")
    }
}
