import FoundryJSON
import Testing

@Suite("Parsing", .timeLimit(.minutes(5)))
struct ParserTests {
    @Test(
        "Every text that RFC 8259 allows is parsed",
        arguments: [
            // Any value may be the whole text, with white space around it.
            "null", "true", "false", "0", #""""#, "[]", "{}", " \t\r\n[ ]\n", "\u{20}1\u{20}",
            // Numbers.
            "-0", "-1", "0.0", "10", "1.5", "1e5", "1E5", "1e+5", "1e-05", "0e0", "-0.1e-1", "1e400", "1e-400",
            "123456789012345678901234567890", "0.1234567890123456789012345678901234567890",
            // Strings: every escape, and anything else but control characters.
            #""\"\\\/\b\f\n\r\t""#, #""\u0041\u00e9\uD834\uDD1E""#, #""\u0000""#, #""\uFFFF""#, "\"\u{7F}\"",
            "\"é€𝄞\u{10FFFF}\"", "\"\u{2028}\u{FEFF}\"", #""\ud800""#, #""\uDC00\uD800""#, #""\uD800\u0041""#,
            // Containers.
            "[1,2]", "[ 1 , 2 ]", "[[[]]]", "[{}]", #"{"a":1}"#, #"{ "a" : 1 , "b" : [ ] }"#, #"{"":0}"#,
            #"{"a":1,"a":2}"#, #"{"\u0061":1}"#, "[null,true,false]", "[\n1\n]", "[1]\r\n",
        ])
    func accepts(_ text: String) throws {
        _ = try JSON(parsing: text)
    }

    @Test(
        "Every text that RFC 8259 does not allow is rejected",
        arguments: [
            // No value, half a value, more than one.
            "", " ", "\n", "nul", "tru", "t", "nulL", "NULL", "True", "1 2", "[] []", "{}1", "[1]x", ",", ":", "]", "}",
            // Numbers.
            "+1", "-", "- 1", "01", "-01", "1.", ".5", "-.5", "1.e5", "1e", "1e+", "1E-", "1e1.5", "0x10", "1_000",
            "1,5",
            "NaN", "Infinity", "-Infinity", "nan", "1a", "2.0.0", "٣", "１", "--1", "1e5e5",
            // Strings.
            "\"", "\"a", #""\""#, #""\x41""#, #""\a""#, #""\'""#, #""\u""#, #""\u00""#, #""\u00G0""#, #""\U0041""#,
            #""\u+041""#, #""\ "#, "'a'", "a", "\"\u{0}\"", "\"\u{1F}\"", "\"a\nb\"", "\"\t\"", #""\u123"#,
            "\"\\\u{9}\"",
            // Arrays.
            "[", "[1", "[1,", "[1,]", "[,1]", "[,]", "[1,,2]", "[1 2]", "[1:2]", "[1}", "[]]", "[\"a\"", "[1;2]",
            // Objects.
            "{", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{,}", "{,\"a\":1}", "{a:1}", "{1:1}",
            "{\"a\" 1}", "{\"a\",1}", "{\"a\":}", "{\"a\"::1}", "{\"a\":1]", "{\"a\":1 \"b\":2}", "{null:1}", "{'a':1}",
            "{\"a\":1,,\"b\":2}", "{\"a\":1;}", "{\"a\"}", "{[]:1}",
            // White space that is none of JSON's four, comments, a byte-order mark.
            "\u{FEFF}1", "\u{A0}1", "1\u{2003}", "\u{C}1", "\u{B}[]", "[1/* */]", "1 // one", "# 1", "\u{0}", "1\u{0}",
        ])
    func refuses(_ text: String) {
        #expect(throws: JSONParseError.self) { try JSON(parsing: text) }
    }

    @Test(
        "An error has the offset, line and column of the invalid byte",
        arguments: [
            Fault("", .unexpectedEnd, 0, 1, 1),
            Fault("[1,2", .unexpectedEnd, 4, 1, 5),
            Fault("[1,]", .unexpectedByte, 3, 1, 4),
            Fault("{\n  \"a\": 1,\n  \"b\" 2\n}", .unexpectedByte, 18, 3, 7),
            Fault("[\r\n1,\r\nx]", .unexpectedByte, 7, 3, 1),
            Fault("[\"é\", x]", .unexpectedByte, 7, 1, 8),
            Fault("\n\n", .unexpectedEnd, 2, 3, 1),
            Fault("1 2", .trailingBytes, 2, 1, 3),
            Fault("[1.]", .invalidNumber, 3, 1, 4),
            Fault("[-]", .invalidNumber, 2, 1, 3),
            Fault("[01]", .unexpectedByte, 2, 1, 3),
            Fault("\"a\\q\"", .invalidEscape, 3, 1, 4),
            Fault("\"\\u12x4\"", .invalidEscape, 5, 1, 6),
            Fault("\"\\u12", .unexpectedEnd, 5, 1, 6),
            Fault("\"a\u{1}\"", .controlCharacter, 2, 1, 3),
            Fault("\"abcdefghijk\n\"", .controlCharacter, 12, 1, 13),
            Fault("[nulx]", .unexpectedByte, 4, 1, 5),
            Fault("[nul", .unexpectedEnd, 4, 1, 5),
            Fault("{\"a\":1,}", .unexpectedByte, 7, 1, 8),
        ])
    func locates(_ fault: Fault) throws {
        let error = try #require(throws: JSONParseError.self) { try JSON(parsing: fault.text) }
        #expect(error.reason == fault.reason)
        #expect(error.offset == fault.offset)
        #expect((error.line, error.column) == (fault.line, fault.column))
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        let text: String
        let reason: JSONParseError.Reason
        let offset: Int
        let line: Int
        let column: Int

        init(_ text: String, _ reason: JSONParseError.Reason, _ offset: Int, _ line: Int, _ column: Int) {
            (self.text, self.reason, self.offset, self.line, self.column) = (text, reason, offset, line, column)
        }

        var testDescription: String { text.debugDescription }
    }

    @Test("An error has a description")
    func describes() throws {
        let error = try #require(throws: JSONParseError.self) { try JSON(parsing: "{\n\"a\": tru}") }
        #expect("\(error)" == "invalid JSON at line 2, column 9: unexpected character")
    }

    @Test("Text may be nested up to the limit and not beyond")
    func limitsDepth() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(try JSON(parsing: nested(JSON.depthLimit)).kind == .array)
        let error = try #require(throws: JSONParseError.self) { try JSON(parsing: nested(JSON.depthLimit + 1)) }
        #expect(error.reason == .tooDeep)
        #expect(error.offset == JSON.depthLimit)
        #expect(throws: Never.self) { try JSON(parsing: #"[{"a":[]}]"#, depthLimit: 3) }
        #expect(throws: JSONParseError.self) { try JSON(parsing: #"[{"a":[]}]"#, depthLimit: 2) }
        #expect(try JSON(parsing: "1", depthLimit: 0).int == 1)
    }

    @Test("A hundred thousand brackets are an error, not a crash")
    func survivesDeepNesting() {
        #expect(throws: JSONParseError.self) { try JSON(parsing: String(repeating: "[", count: 100_000)) }
        #expect(throws: JSONParseError.self) { try JSON(parsing: String(repeating: "{\"a\":", count: 100_000)) }
    }

    @Test("A slice of bytes is parsed regardless of its surroundings")
    func readsSlices() throws {
        let bytes = Array("xx[1, 2]yy".utf8)
        #expect(try JSON(parsing: bytes[2..<8]) == [1, 2])
        #expect(try JSON(parsing: bytes.lazy.dropFirst(2).prefix(6)) == [1, 2])
    }

    @Test("Every proper prefix of a text is rejected")
    func refusesBeginnings() throws {
        let bytes = Array(#"{"a": [1.5e3, "x\u00e9€\n", true, null], "b": {"c": -0}}"#.utf8)
        #expect(throws: Never.self) { try JSON(parsing: bytes) }
        for end in bytes.indices {
            #expect(throws: JSONParseError.self) { try JSON(parsing: bytes[..<end]) }
        }
    }
}
