import FoundryJSON
import Testing

@Suite("Writing", .timeLimit(.minutes(5)))
struct WriterTests {
    @Test("A built value is written compactly, members in the order of the literal")
    func writesLiterals() {
        let value: JSON = ["z": 1, "a": [true, .null, -2.5, "x"], "m": ["b": [], "a": [:]]]
        #expect(value.text == #"{"z":1,"a":[true,null,-2.5,"x"],"m":{"b":[],"a":{}}}"#)
    }

    @Test("A parsed value is written as it was read, but for white space")
    func keepsText() throws {
        let text = #"{"z":1.50,"a":[1E+2,-0,0.10,1e400],"s":"\u0041\/é\ud800","z":{}}"#
        #expect(try JSON(parsing: text).text == text)
        let spaced = """
             {\r\n\t"z" : 1.50 ,\n "a":[ 1E+2 , -0,0.10,\t1e400 ],  "s": "\\u0041\\/é\\ud800" ,"z":{ }\n}\n
            """
        #expect(try JSON(parsing: spaced).text == text)
    }

    @Test("White space, quotes and backslashes within strings stay when white space around them goes")
    func keepsSpaceInStrings() throws {
        let spaced =
            #" { "a b" : " \" , : \\" , "\\" : [ "\\\"  " , "" , "tab\t" , "é  é" ] , "long" : "0123456789 abcdef \\" } "#
        let text = #"{"a b":" \" , : \\","\\":["\\\"  ","","tab\t","é  é"],"long":"0123456789 abcdef \\"}"#
        #expect(try JSON(parsing: spaced).text == text)
    }

    @Test("A value has the same text in pieces of any size", arguments: [1, 2, 7, 64, 5000])
    func pieces(size: Int) throws {
        let long = String(repeating: "quote \" tab \t é \u{202E} ", count: 200)
        let built: JSON = ["null": .null, "numbers": [1, -2.5, true, false], "long": JSON(long), "empty": [:]]
        let spaced = #"{ "a" : [ 1 , "\u0041 \"" ] , "é\#u{200B}" : "\#(String(repeating: "x", count: 300))" }"#
        for value in [built, try JSON(parsing: built.utf8), try JSON(parsing: spaced)] {
            for value in [value, JSON(textOf: value), ["both": [value, JSON(textOf: value)]]] {
                var pieces: [[UInt8]] = []
                value.write(inPiecesOf: size) { pieces.append(Array($0)) }
                #expect(pieces.joined().elementsEqual(value.utf8))
                #expect(!pieces.contains { $0.isEmpty })
            }
        }
    }

    @Test("The length that is foretold is right where nothing is escaped")
    func approximateLength() throws {
        let value: JSON = ["a": [1, "x", .null], "b": ["c": "é", "d": []]]
        #expect(abs(value.approximateLength - value.utf8.count) <= 6)
        #expect(try JSON(parsing: value.utf8).approximateLength == value.utf8.count)
    }

    @Test("A part of a document is written without white space and without its neighbours")
    func writesParts() throws {
        let value = try JSON(parsing: #" [ { "a" : [ 1 , 2 ] } , "x y" , 1.0 , true , null , [ ] ] "#)
        let texts = value.elements?.map(\.text)
        #expect(texts == [#"{"a":[1,2]}"#, #""x y""#, "1.0", "true", "null", "[]"])
        #expect(value[0]?["a"]?.text == "[1,2]")
    }

    @Test("Parts of several documents are put together")
    func mixesSources() throws {
        let compact = try JSON(parsing: #"{"a":[1,2.50]}"#)
        let spaced = try JSON(parsing: #"{ "b" : "\u00e9" }"#)
        let value: JSON = ["one": compact, "two": [spaced, compact["a"]?[1] ?? .null]]
        #expect(value.text == #"{"one":{"a":[1,2.50]},"two":[{"b":"\u00e9"},2.50]}"#)
    }

    @Test("Exactly what must be escaped is escaped, in the shortest form")
    func escapes() {
        #expect(JSON("\"\\/").text == #""\"\\/""#)
        #expect(JSON("\u{8}\u{9}\u{A}\u{C}\u{D}").text == #""\b\t\n\f\r""#)
        #expect(JSON("\u{0}\u{1F}\u{7F}é€𝄞\u{2028}").text == "\"\\u0000\\u001f\u{7F}é€𝄞\\u2028\"")
        #expect(JSON("").text == "\"\"")
        #expect((["a\"b": 1] as JSON).text == #"{"a\"b":1}"#)
    }

    @Test("Escape sequences are written at every position")
    func escapesInRuns() throws {
        for run in 0...33 {
            for special in ["\"", "\\", "\n", "\u{1}", "é"] {
                let content = String(repeating: "a", count: run) + special + "bcd" + special
                #expect(try JSON(parsing: JSON(content).text).string == content)
            }
        }
    }

    @Test(
        "A double is written with the fewest digits that read back as itself",
        arguments: [
            (0.0, "0"), (-0.0, "0"), (1, "1"), (-7, "-7"), (0.1, "0.1"), (1.5, "1.5"), (1e15, "1000000000000000"),
            (1e16, "10000000000000000"), (1e17, "1e+17"), (123456789, "123456789"),
            (.leastNonzeroMagnitude, "5e-324"), (0.30000000000000004, "0.30000000000000004"), (1e-7, "1e-07"),
            (.infinity, "null"),
            (-.infinity, "null"), (.nan, "null"), (999_999_999_999_999, "999999999999999"),
        ])
    func writesDoubles(_ value: Double, _ text: String) throws {
        #expect(JSON(value).text == text)
        #expect(throws: Never.self) { try JSON(parsing: text) }
    }

    @Test("Integers of every size are written in full")
    func writesIntegers() {
        #expect(JSON(Int.min).text == "-9223372036854775808")
        #expect(JSON(UInt64.max).text == "18446744073709551615")
        #expect(JSON(UInt8(7)).text == "7")
    }

    @Test("A value as the text of a string reads back as that value")
    func writesTextOfValue() throws {
        let built: JSON = ["a": ["x\"y\\", 1.5, .null], "é": "\n"]
        let parsed = try JSON(parsing: built.text)
        let spaced = try JSON(parsing: #" { "a" : ["x\"y\\", 1.5 , null] ,"é": "\n" } "#)
        for value in [built, parsed, spaced] {
            let text = JSON(textOf: value)
            #expect(text.kind == .string)
            #expect(text.string == value.text)
            #expect(text.text == JSON(value.text).text)
            #expect(try JSON(parsing: JSON(parsing: text.text).string ?? "") == value)
        }
        #expect(JSON(textOf: "a").text == #""\"a\"""#)
        #expect(JSON(textOf: JSON(textOf: "a")).string == #""\"a\"""#)
    }

    @Test("Writing appends to the bytes")
    func appends() throws {
        var out = Array("data: ".utf8)
        try JSON(parsing: "[ 1 ]").write(to: &out)
        (true as JSON).write(to: &out)
        #expect(String(decoding: out, as: UTF8.self) == "data: [1]true")
    }
}
