import FoundryJSON
import FoundryJSONRPC
import Testing

@Suite("Request ids", .timeLimit(.minutes(5)))
struct RequestIDTests {
    private func id(_ text: String) throws -> RequestID? { RequestID(try JSON(parsing: text)) }

    @Test(
        "An id is written as it was read",
        arguments: [
            "0", "-7", "9007199254740993", "123456789012345678901234567890", "1.0", "1e2", "\"\"", "\"17\"",
            "\"ünï ✓ 😀\"",
            "\"\\u0000\\n\\\"\\\\\"",
        ])
    func echoed(_ text: String) throws {
        #expect(try id(text)?.json.text == text)
    }

    @Test("A string of any length is an id")
    func longString() throws {
        let text = "\"" + String(repeating: "x", count: 100_000) + "\""
        #expect(try id(text)?.json.text == text)
    }

    @Test(
        "Only strings and integers are ids",
        arguments: [
            "null", "true", "false", "1.5", "-0.25", "1e-3", "1e-400", "9007199254740992.5", "[]", "[1]", "{}",
            "{\"id\":1}",
        ])
    func noID(_ text: String) throws {
        #expect(try id(text) == nil)
    }

    @Test("A number and the string of its digits are two ids")
    func numberAndString() throws {
        #expect(try id("41") != id("\"41\""))
        #expect(try Set([id("41"), id("\"41\""), id("41")]).count == 2)
    }

    @Test("Numbers that a double cannot tell apart are two ids")
    func beyondDoubles() throws {
        #expect(try id("9007199254740992") != id("9007199254740993"))
    }

    @Test("Strings that look alike but have other code points are two ids")
    func canonicalEquivalence() throws {
        let composed = RequestID("\u{E9}")
        let decomposed = RequestID("e\u{301}")
        #expect(composed != decomposed)
        #expect(Set([composed, decomposed]).count == 2)
    }

    @Test("An escaped string and a plain one of the same content are one id")
    func escapes() throws {
        #expect(try id("\"\\u00e9\"") == id("\"é\""))
    }

    @Test("The description of an id is its text in a message")
    func description() throws {
        #expect("\(try #require(try id("\"a\\\"b\"")))" == "\"a\\\"b\"")
        #expect("\(try #require(try id("12")))" == "12")
    }
}
