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
