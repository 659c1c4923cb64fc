import Foundation
import FoundryJSON
import Testing

@testable import FoundryAPI

@Suite("The redactor", .timeLimit(.minutes(5)))
struct RedactorTests {
    private let redactor = Redactor(key: APIKey(testKey))
    /// A part of the key that any trace of it would hold.
    private let core = "Q2FyZS9mdWxseS"

    private static func percentEncoded(_ text: String, all: Bool) -> String {
        text.utf8.map { byte in
            let character = Character(Unicode.Scalar(byte))
            return !all && (character.isLetter || character.isNumber)
                ? String(character) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }

    static let encodings: [(String, String)] = [
        ("as it is", testKey),
        ("with Bearer", "Bearer \(testKey)"),
        ("percent-encoded", percentEncoded(testKey, all: false)),
        ("percent-encoded twice", percentEncoded(testKey, all: false).replacingOccurrences(of: "%", with: "%25")),
        ("percent-encoded in each character", percentEncoded(testKey, all: true)),
        ("with JSON's escaped slashes", testKey.replacingOccurrences(of: "/", with: "\\/")),
        ("in a JSON string in a JSON string", testKey.replacingOccurrences(of: "/", with: "\\\\/")),
        ("in \\u escapes", testKey.utf8.map { "\\u00" + String($0, radix: 16) }.joined()),
        ("in HTML references", testKey.utf8.map { "&#\($0);" }.joined()),
        ("in hexadecimal HTML references", testKey.utf8.map { "&#x\(String($0, radix: 16));" }.joined()),
        ("in hexadecimal", testKey.utf8.map { String($0, radix: 16) }.joined()),
        ("in base64", Data(testKey.utf8).base64EncodedString()),
        ("with Bearer in base64", Data("Bearer \(testKey)".utf8).base64EncodedString()),
        ("with a name in base64", Data("user:\(testKey)".utf8).base64EncodedString()),
        (
            "in the URL alphabet of base64",
            Data("ab\(testKey)".utf8).base64EncodedString().replacingOccurrences(of: "+", with: "-")
                .replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
        ),
    ]

    @Test("The caller's key is redacted in every encoding", arguments: encodings.indices)
    func everyEncoding(_ index: Int) {
        let (name, encoded) = Self.encodings[index]
        for text in ["before \(encoded) after", encoded, "q=\(encoded)&r", "“\(encoded)”", "ä\(encoded)"] {
            let clean = redactor.redact(text)
            #expect(clean.contains(Redactor.placeholder), "\(name)")
            for part in [encoded, core, String(encoded.dropFirst(4)), String(encoded.dropLast(8))] {
                #expect(!clean.contains(part), "\(name)")
            }
        }
        #expect(redactor.redact("before \(encoded) after").hasPrefix("before "))
        #expect(redactor.redact("before \(encoded) after").hasSuffix(" after"))
    }

    @Test("Anything shaped like a key is redacted, whoever's it is")
    func shape() {
        let blind = Redactor(key: nil)
        #expect(blind.redact("take abs0_slugAbC-_+/=.9 now") == "take \(Redactor.placeholder) now")
        #expect(blind.redact("abs0%5Fslug%2Babc") == Redactor.placeholder)
        #expect(blind.redact("IN CAPITALS ABS0_CIQYC2VJCMV0LWTLEQ== TOO") == "IN CAPITALS \(Redactor.placeholder) TOO")
        #expect(blind.redact("keys begin with abs0_ and go on") == "keys begin with abs0_ and go on")
    }

    @Test("A caller's key of an unusual shape is redacted too")
    func unusualKey() {
        let redactor = Redactor(key: APIKey("my*own~key:with(odd)bytes"))
        #expect(redactor.redact("x my*own~key:with(odd)bytes y") == "x \(Redactor.placeholder) y")
        #expect(redactor.redact("my%2Aown~key%3Awith(odd)bytes") == Redactor.placeholder)
    }

    @Test(
        "A key that is too short for parts is found as a whole", arguments: ["8letters", "my-own-key", "elevenchars"])
    func shortKey(_ key: String) {
        let redactor = Redactor(key: APIKey(key))
        #expect(redactor.redact("it is \(key).") == "it is \(Redactor.placeholder).")
        #expect(redactor.redact(["a": JSON(key)]) == ["a": JSON(Redactor.placeholder)])
        #expect(redactor.redact("it is \(key.dropLast()).") == "it is \(key.dropLast()).")
    }

    @Test("Texts without a key stay as they are, even those that resemble one")
    func leavesOthers() {
        for text in [
            "", "abs", "abs0", "ABS0_X", "100 % of 5%", "a\\b\\u12", "&#&#;&#x;&#999;", "%zz%2",
            "QVQLVQSGAEVKKPGASVKVSCKAS",
            String(repeating: "YWJz", count: 50),
        ] {
            #expect(redactor.redact(text) == text)
        }
    }

    @Test("A key is redacted in names and strings of a value, and the rest stays to the last digit")
    func json() throws {
        let value = try JSON(parsing: #"{"a":1.50,"\#(testKey)":{"b":["x \#(testKey)",true]},"c":"é"}"#)
        #expect(
            redactor.redact(value).text
                == #"{"a":1.50,"\#(Redactor.placeholder)":{"b":["x \#(Redactor.placeholder)",true]},"c":"é"}"#)
        let escaped = try JSON(parsing: "[\"" + testKey.utf8.map { "\\u00" + String($0, radix: 16) }.joined() + "\"]")
        #expect(redactor.redact(escaped).text == #"["\#(Redactor.placeholder)"]"#)
        let clean = try JSON(parsing: #"{"b":1.0,"a":"50% off \u00e9"}"#)
        #expect(redactor.redact(clean).text == #"{"b":1.0,"a":"50% off \u00e9"}"#)
    }

    @Test("A requested new key is kept, but not the caller's own")
    func issuedKeys() throws {
        let text = #"{"token":"abs0_newkey","again":"\#(testKey)","note":"use abs0_newkey"}"#
        let value = redactor.redact(try JSON(parsing: text), parsedFrom: Array(text.utf8), sparingIssuedKeys: true)
        #expect(value["token"]?.string == "abs0_newkey")
        #expect(value["again"]?.string == Redactor.placeholder)
        #expect(value["note"]?.string == "use \(Redactor.placeholder)")
    }

    @Test("The caller's own key is not spared with padding, nor a key that begins with it, unless that is the token")
    func ownKeys() throws {
        let child = testKey + "AAAA"
        for text in [
            #"{"token":"\#(testKey)="}"#, #"{"parent_token":"\#(testKey)="}"#, #"{"parent_token":"\#(child)"}"#,
            #"{"details":{"token":"\#(child)"}}"#, #"["\#(child)"]"#, #"{"tokens":["\#(child)"]}"#,
        ] {
            let value = redactor.redact(try JSON(parsing: text), parsedFrom: Array(text.utf8), sparingIssuedKeys: true)
            #expect(!value.text.contains(core), "\(text)")
        }
        let issued = #"{"token":"\#(child)"}"#
        let value = redactor.redact(try JSON(parsing: issued), parsedFrom: Array(issued.utf8), sparingIssuedKeys: true)
        #expect(value.text == issued)
    }

    @Test("A key is found at every position of a long text")
    func everyPlace() {
        let filler = String(repeating: "QVQLVQSGAEVKK,", count: 8)
        let encoded = Data("Bearer \(testKey)".utf8).base64EncodedString()
        for offset in 0..<40 {
            let before = String(filler.prefix(offset)) + "\""
            #expect(redactor.redact(before + testKey + "\"" + filler) == before + Redactor.placeholder + "\"" + filler)
            #expect(redactor.redact(before + encoded + "\"" + filler) == before + Redactor.placeholder + "\"" + filler)
        }
    }
}

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

@Suite("Other secrets", .timeLimit(.minutes(5)))
struct SecretRedactorTests {
    @Test(
        "A secret is taken out as it is, and with the escapes of JSON, once or twice",
        arguments: [
            #"S3cret"quote\with/slash-0123456789-0123456789"#, "plainsecret0123456789012345678901234567", "hdr\"val/ue",
            #"\"\"\\n"#, "100%41 percent", "ünïcode secret",
        ])
    func escapes(_ secret: String) {
        let redactor = Redactor(secrets: [secret, "another secret"], replacement: "[redacted]")
        let once = JSON(secret).text.dropFirst().dropLast()
        let twice = JSON(String(once)).text.dropFirst().dropLast()
        for form in [secret, String(once), String(twice), once.replacingOccurrences(of: "/", with: "\\/")] {
            #expect(redactor.redact("it is <\(form)>.") == "it is <[redacted]>.")
            #expect(redactor.redact(["a": JSON("<\(form)>")]) == ["a": "<[redacted]>"])
        }
        #expect(redactor.redact("another secret; abs0_key") == "[redacted]; abs0_key")
    }

    @Test("A short word is not taken for a secret")
    func short() {
        let redactor = Redactor(secrets: ["abc12", ""], replacement: "[redacted]")
        #expect(redactor.redact("abc12 and more") == "abc12 and more")
    }
}
