import FoundryJSON
import Testing

@Suite("Accessing values", .timeLimit(.minutes(5)))
struct ReadingTests {
    @Test("A value can be accessed as its own kind only, parsed or built")
    func answersByKind() throws {
        let built: [JSON] = [.null, true, 1, "a", [1], ["a": 1]]
        for value in try built + built.map({ try JSON(parsing: $0.text) }) {
            #expect(value.isNull == (value.kind == .null))
            #expect((value.bool != nil) == (value.kind == .boolean))
            #expect((value.numberText != nil) == (value.kind == .number))
            #expect((value.int != nil) == (value.kind == .number))
            #expect((value.double != nil) == (value.kind == .number))
            #expect((value.string != nil) == (value.kind == .string))
            #expect((value.elements != nil) == (value.kind == .array))
            #expect((value.members != nil) == (value.kind == .object))
            #expect((value["a"] != nil) == (value.kind == .object))
            #expect((value[0] != nil) == (value.kind == .array))
            #expect(value.count == (value.kind == .array || value.kind == .object ? 1 : 0))
        }
    }

    @Test(
        "A whole number is an integer however it is written",
        arguments: [
            ("3", 3), ("3.0", 3), ("30e-1", 3), ("0.3e1", 3), ("3E0", 3), ("-0", 0), ("-0.0", 0), ("0e999", 0),
            ("1e3", 1000), ("-12.5e1", -125), ("9223372036854775807", Int.max), ("-9223372036854775808", Int.min),
            ("9223372036854775807.0", Int.max), ("-9223372036854775808.0", Int.min),
            ("9007199254740993.0", 9_007_199_254_740_993), ("12345678901234567e0", 12_345_678_901_234_567),
        ])
    func readsWholeNumbers(_ text: String, _ value: Int) throws {
        #expect(try JSON(parsing: text).int == value)
        #expect(try JSON(parsing: text).isWholeNumber)
    }

    @Test(
        "A number without a fraction is whole, however large it is",
        arguments: [
            ("9223372036854775808", true), ("1e19", true), ("1e400", true), ("92233720368547758070.0", true),
            ("3.5", false), ("1e-1", false), ("1e-400", false), ("9007199254740992.5", false), (#""3""#, false),
        ])
    func tellsWholeNumbers(_ text: String, _ isWhole: Bool) throws {
        #expect(try JSON(parsing: text).isWholeNumber == isWhole)
    }

    @Test(
        "A number with a fraction, or one that does not fit, is not an integer",
        arguments: [
            "3.5", "1e-1", "9223372036854775808", "-9223372036854775809", "1e19", "1e400", "1e-400",
            "1e99999999999999999999",
            "0.99999999999999999999999", "92233720368547758070.0", "3.00000000000000000000001",
        ])
    func refusesOtherNumbers(_ text: String) throws {
        #expect(try JSON(parsing: text).int == nil)
    }

    @Test("Numbers keep their digits, and read as the nearest double")
    func readsNumbers() throws {
        let values = try JSON(parsing: "[1.50, 123456789012345678901234567890, 1E+2, 0.1, 1e400, -1e400]")
        #expect(values[0]?.numberText == "1.50")
        #expect(values[1]?.numberText == "123456789012345678901234567890")
        #expect(values[1]?.double == 1.2345678901234568e29)
        #expect(values[2]?.double == 100)
        #expect(values[3]?.double == 0.1)
        #expect(values[4]?.numberText == "1e400")
        #expect(values[4]?.double == .infinity)
        #expect(values[5]?.double == -.infinity)
    }

    @Test("A string is read unescaped")
    func readsStrings() throws {
        #expect(try JSON(parsing: #""\"\\\/\b\f\n\r\t""#).string == "\"\\/\u{8}\u{C}\n\r\t")
        #expect(try JSON(parsing: #""\u0041\u00e9\u20AC\uD834\uDD1E\u0000.""#).string == "Aé€𝄞\u{0}.")
        #expect(try JSON(parsing: #""a\u0301""#).string?.unicodeScalars.count == 2)
    }

    @Test(
        "A surrogate without its other half becomes the replacement character",
        arguments: [
            (#""\ud800""#, "\u{FFFD}"), (#""\uDC00""#, "\u{FFFD}"), (#""\ud800x""#, "\u{FFFD}x"),
            (#""\ud800\u0041""#, "\u{FFFD}A"), (#""\ud800\n""#, "\u{FFFD}\n"),
            (#""\udc00\ud800""#, "\u{FFFD}\u{FFFD}"), (#""\ud834\ud834\udd1e""#, "\u{FFFD}𝄞"),
            (#""\ud800\uD800""#, "\u{FFFD}\u{FFFD}"),
        ])
    func replacesLoneSurrogates(_ text: String, _ content: String) throws {
        #expect(try JSON(parsing: text).string == content)
    }

    @Test("Of two members with one name the last counts, parsed or built")
    func readsLastMember() throws {
        let parsed = try JSON(parsing: #"{"a":1,"b":2,"a":3,"\u0061":4}"#)
        #expect(parsed["a"] == 4)
        #expect(parsed.count == 4)
        #expect(parsed.members?.map(\.name) == ["a", "b", "a", "a"])
        let built: JSON = ["a": 1, "b": 2, "a": 3]
        #expect(built["a"] == 3)
        #expect(built.members?.count == 3)
    }

    @Test("Names of members are compared by code points")
    func comparesNamesExactly() throws {
        let (composed, decomposed) = ("\u{E9}", "e\u{301}")
        let parsed = try JSON(parsing: "{\"\(composed)\":1,\"\(decomposed)\":2}")
        let built = JSON([JSON.Member(composed, 1), JSON.Member(decomposed, 2)])
        for value in [parsed, built] {
            #expect(value[composed] == 1)
            #expect(value[decomposed] == 2)
            #expect(value.removing(composed).count == 1)
            #expect(value.setting(decomposed, to: 3)[composed] == 1)
        }
    }

    @Test("A member is found by its unescaped name, and not by a part of it")
    func findsMembers() throws {
        let value = try JSON(parsing: #"{ "a\"b" : 1, "abc": {"ab": 2}, "": 3, "\n": 4 }"#)
        #expect(value["a\"b"] == 1)
        #expect(value["abc"]?["ab"] == 2)
        #expect(value["ab"] == nil)
        #expect(value["abcd"] == nil)
        #expect(value[""] == 3)
        #expect(value["\n"] == 4)
        #expect(value["a\\\"b"] == nil)
    }

    @Test("Elements and members come in the order of the text")
    func keepsOrder() throws {
        let value = try JSON(parsing: #"[[1,[2,{"z":3}]],{"b":[],"a":{}},"x"]"#)
        #expect(value.elements?.map(\.text) == ["[1,[2,{\"z\":3}]]", #"{"b":[],"a":{}}"#, "\"x\""])
        #expect(value[1]?.members?.map(\.name) == ["b", "a"])
        #expect(value[0]?[1]?[1]?["z"]?.int == 3)
        #expect(value[3] == nil)
        #expect(value[-1] == nil)
        #expect(value[1]?["a"]?.members?.isEmpty == true)
        #expect(value[1]?["b"]?.elements?.isEmpty == true)
    }
}
