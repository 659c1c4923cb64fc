import FoundryJSON
import Testing

@testable import foundry_mcp

@Suite("Editing JSON with comments", .timeLimit(.minutes(5)))
struct JSONCEditingTests {
    private static let entry: JSON = ["command": "/x", "args": ["serve"]]

    private func adding(_ text: String, at path: [String] = ["mcpServers", "foundry"]) throws -> String {
        let document = try JSONCDocument(parsing: Array(text.utf8), isStrict: false)
        return String(decoding: try document.setting(path, to: Self.entry).bytes, as: UTF8.self)
    }

    private func removing(_ text: String, _ path: [String] = ["mcpServers", "foundry"]) throws -> String {
        let document = try JSONCDocument(parsing: Array(text.utf8), isStrict: false)
        return String(
            decoding: try document.removing(path).removingIfEmpty([path[0]]).bytes, as: UTF8.self)
    }

    private static let block = """
        "foundry": {
              "command": "/x",
              "args": ["serve"]
            }
        """

    @Test("A new member goes after the last; nothing else changes")
    func insertsLast() throws {
        let before = """
            {
              // mine
              "theme": "dark", "n": 1.50,
              "mcpServers": {
                "other": {"command": "y"} // note
                // "off": {}
              },
              "z": [1,2 , 3]
            }

            """
        let after = try adding(before)
        let expected = before.replacing(
            "{\"command\": \"y\"} // note", with: "{\"command\": \"y\"}, // note\n    " + Self.block)
        #expect(after == expected)
        #expect(try removing(after) == before)
    }

    @Test("A trailing comma stays a trailing comma")
    func trailingComma() throws {
        let before = "{\n  \"mcpServers\": {\n    \"other\": {},\n  },\n}\n"
        let after = try adding(before)
        #expect(after == "{\n  \"mcpServers\": {\n    \"other\": {},\n    \(Self.block),\n  },\n}\n")
        #expect(try removing(after) == before)
    }

    @Test(
        "Missing objects are created", arguments: ["", "\n", "// nothing yet\n", "{}", "{ }\n", "\u{FEFF}", "{\n}\n"])
    func makesObjects(_ text: String) throws {
        let after = try adding(text)
        let document = try JSONCDocument(parsing: Array(after.utf8), isStrict: false)
        #expect(try document.value(at: ["mcpServers", "foundry"]) == Self.entry)
        let start = text.hasPrefix("//") || text == "\n" ? text : text.hasPrefix("\u{FEFF}") ? "\u{FEFF}{" : "{"
        #expect(after.hasPrefix(start))
    }

    @Test("Tabs stay tabs")
    func tabs() throws {
        let after = try adding("{\n\t\"servers\": {\n\t\t\"a\": {}\n\t}\n}", at: ["servers", "foundry"])
        #expect(
            after
                == "{\n\t\"servers\": {\n\t\t\"a\": {},\n\t\t\"foundry\": {\n\t\t\t\"command\": \"/x\",\n\t\t\t\"args\": [\"serve\"]\n\t\t}\n\t}\n}"
        )
    }

    @Test("Windows line breaks and a byte order mark stay")
    func windows() throws {
        let before = "\u{FEFF}{\r\n    \"a\": 1\r\n}\r\n"
        let after = try adding(before)
        #expect(after.unicodeScalars.first == "\u{FEFF}")
        let lines = after.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast()
        #expect(lines.allSatisfy { $0.last == 0x0D })
        #expect(after.contains("\r\n    \"mcpServers\": {\r\n        \"foundry\": {"))
        #expect(try removing(after) == before)
    }

    @Test("A text on one line stays on one line")
    func oneLine() throws {
        let before = #"{"a":1,"mcpServers":{"x":{"command":"y"}},"b":2}"#
        let after = try adding(before)
        #expect(
            after == #"{"a":1,"mcpServers":{"x":{"command":"y"},"foundry":{"command":"/x","args":["serve"]}},"b":2}"#)
        #expect(try removing(after) == before)
    }

    @Test("A comment in an empty object stays before the new member")
    func commentInside() throws {
        let before = "{\n  \"mcpServers\": {\n    // none yet\n  }\n}\n"
        let after = try adding(before)
        #expect(after == "{\n  \"mcpServers\": {\n    // none yet\n    \(Self.block)\n  }\n}\n")
        #expect(try removing(after) == before)
    }

    @Test("Setting a member to its own value changes nothing, not even with comments inside")
    func idempotent() throws {
        let text = "{\"mcpServers\": {\"foundry\": {/* it */ \"command\": \"/x\",\n \"args\": [ \"serve\" ] }}}"
        #expect(try adding(text) == text)
    }

    @Test("The first of two members, and one between two, can be removed")
    func removesAnywhere() throws {
        let text = "{\n  \"m\": {\n    \"a\": 1, // one\n    /* two */ \"b\": 2,\n    \"c\": 3\n  }\n}"
        #expect(try removing(text, ["m", "a"]) == "{\n  \"m\": {\n    /* two */ \"b\": 2,\n    \"c\": 3\n  }\n}")
        #expect(
            try removing(text, ["m", "c"]) == "{\n  \"m\": {\n    \"a\": 1, // one\n    /* two */ \"b\": 2\n  }\n}")
        #expect(try removing("{\"m\": {\"a\": 1, \"b\": 2}}", ["m", "a"]) == "{\"m\": {\"b\": 2}}")
        #expect(try removing("{\"m\": {\"a\": 1, \"b\": 2, }}", ["m", "b"]) == "{\"m\": {\"a\": 1, }}")
    }

    @Test(
        "Text that is not JSON is rejected with its line",
        arguments: [
            ("{\n  \"a\": 1\n  \"b\": 2\n}", 3), ("{\n\n\"a\": tru\n}", 3), ("{\n\"a\": 1", 2),
            ("{\"a\": \"x\ny\"}", 1),
            ("{}\n{}", 2), ("{\n'a': 1}", 2), ("[\n1,\n,2]", 3), ("{\n/* no end", 2), ("{\"a\": \"\\x\"}", 1),
            ("{\"a\": 01}", 1),
        ])
    func refuses(_ text: String, _ line: Int) {
        #expect {
            try JSONCDocument(parsing: Array(text.utf8), isStrict: false)
        } throws: { error in
            (error as? ConfigFileError)?.line == line
        }
    }

    @Test("Comments and trailing commas are rejected if the client rejects them")
    func strict() {
        for text in ["{\"a\": 1,}", "// x\n{}"] {
            #expect(throws: ConfigFileError.self) { try JSONCDocument(parsing: Array(text.utf8), isStrict: true) }
        }
    }

    @Test("A path through a value that is not an object is rejected, and so is a name that occurs twice")
    func wrongShapes() {
        for text in ["[]", "{\"mcpServers\": []}", "{\"mcpServers\": {}, \"mcpServers\": {}}", "3"] {
            #expect(throws: ConfigFileError.self) { try adding(text) }
        }
    }

    @Test("Text that is not UTF-8 is rejected")
    func encoding() {
        #expect(throws: ConfigFileError.self) {
            try JSONCDocument(parsing: [0x7B, 0x22, 0xFF, 0x22, 0x7D], isStrict: false)
        }
    }
}
