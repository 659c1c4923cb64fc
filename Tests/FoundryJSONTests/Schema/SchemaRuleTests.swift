import FoundryJSON
import Testing

/// Returns the violations of a schema by a value, as text.
func complaints(_ schema: String, _ value: String) throws -> [String] {
    try JSONSchema(JSON(parsing: schema)).violations(of: JSON(parsing: value)).map(\.description)
}

@Suite("Keywords of schemas", .timeLimit(.minutes(5)))
struct SchemaRuleTests {
    struct Rule: Sendable, CustomTestStringConvertible {
        let schema: String
        let valid: [String]
        let invalid: [(value: String, complaint: String)]

        init(_ schema: String, valid: [String], invalid: [(String, String)]) {
            self.schema = schema
            self.valid = valid
            self.invalid = invalid
        }

        var testDescription: String { schema }
    }

    @Test(
        "Each keyword accepts valid values and describes what is wrong with others",
        arguments: SchemaRuleTests.rules)
    func holds(_ rule: Rule) throws {
        for value in rule.valid {
            #expect(try complaints(rule.schema, value) == [], "\(value) is valid")
        }
        for (value, complaint) in rule.invalid {
            #expect(try complaints(rule.schema, value) == [complaint])
        }
    }

    static let rules = anyValue + numbers + strings + arrays + objects

    static let anyValue = [
        Rule("true", valid: ["1", "null", "{}"], invalid: []),
        Rule("{}", valid: ["1", "null", "[]"], invalid: []),
        Rule("false", valid: [], invalid: [("1", "1 is not allowed here")]),
        Rule(
            #"{"type":"integer"}"#, valid: ["3", "3.0", "30e-1", "-0", "1e400", "12345678901234567890"],
            invalid: [
                ("2.5", "2.5 is not an integer"), (#""3""#, #""3" is a string, not an integer"#),
                ("null", "null is not an integer"),
            ]),
        Rule(
            #"{"type":"number"}"#, valid: ["3", "2.5", "1e-400"],
            invalid: [("true", "true is a boolean, not a number"), ("[1]", "[1] is an array, not a number")]),
        Rule(
            #"{"type":"string"}"#, valid: [#""""#],
            invalid: [("2.5", "2.5 is a number, not a string"), ("1", "1 is a number, not a string")]),
        Rule(#"{"type":"boolean"}"#, valid: ["true", "false"], invalid: [("0", "0 is a number, not a boolean")]),
        Rule(#"{"type":"null"}"#, valid: ["null"], invalid: [("false", "false is a boolean, not null")]),
        Rule(#"{"type":"array"}"#, valid: ["[]"], invalid: [("{}", "{} is an object, not an array")]),
        Rule(#"{"type":"object"}"#, valid: ["{}"], invalid: [("[]", "[] is an array, not an object")]),
        Rule(
            #"{"type":["string","null","integer"]}"#, valid: [#""a""#, "null", "1"],
            invalid: [
                ("true", "true is a boolean, not a string or an integer or null"),
                ("1.5", "1.5 is not a string or an integer or null"),
            ]),
        Rule(
            #"{"enum":["a",1,null,{"x":[1]}]}"#, valid: [#""a""#, "1.0", "null", #"{"x":[1e0]}"#],
            invalid: [
                (#""b""#, #""b" is not one of "a", 1, null, {"x":[1]}"#),
                ("{}", #"{} is not one of "a", 1, null, {"x":[1]}"#),
            ]),
        Rule(
            #"{"type":"string","enum":["affinity","screening",3]}"#, valid: [#""affinity""#],
            invalid: [
                ("3", #"3 is not one of "affinity", "screening""#),
                (#""afinity""#, #""afinity" is not one of "affinity", "screening"; did you mean "affinity"?"#),
            ]),
        Rule(#"{"const":"usd"}"#, valid: [#""usd""#], invalid: [(#""eur""#, #""eur" is not "usd""#)]),
        Rule(#"{"enum":[]}"#, valid: [], invalid: [("1", "1 is not allowed here")]),
    ]

    static let numbers = [
        Rule(
            #"{"minimum":1}"#, valid: ["1", "1.0", "1e400", #""a""#, "null"],
            invalid: [("0", "0 is less than 1"), ("0.99999999999999999999", "0.99999999999999999999 is less than 1")]),
        Rule(
            #"{"maximum":5}"#, valid: ["5", "-7"],
            invalid: [("9", "9 is greater than 5"), ("5.1", "5.1 is greater than 5")]),
        Rule(#"{"exclusiveMinimum":0}"#, valid: ["1e-400"], invalid: [("0.0", "0.0 is not greater than 0")]),
        Rule(#"{"exclusiveMaximum":1.50}"#, valid: ["1.4"], invalid: [("1.5", "1.5 is not less than 1.50")]),
        Rule(
            #"{"multipleOf":0.01}"#, valid: ["0.07", "4.35", "-1"],
            invalid: [("0.001", "0.001 is not a multiple of 0.01")]),
    ]

    static let strings = [
        Rule(
            #"{"minLength":2}"#, valid: [#""ab""#, #""👍👍""#, "1"],
            invalid: [(#""𝄞""#, #""𝄞" has 1 character, fewer than 2"#)]),
        // Code points, not what a reader takes for one character.
        Rule(
            #"{"maxLength":1}"#, valid: [#""𝄞""#, #""""#],
            invalid: [("\"e\u{301}\"", "\"e\u{301}\" has 2 characters, more than 1")]),
        Rule(
            #"{"pattern":"^[A-Za-z]{3}$"}"#, valid: [#""usd""#, "7"],
            invalid: [
                (#""us""#, #""us" does not match ^[A-Za-z]{3}$"#),
                (#""usd\n""#, #""usd\n" does not match ^[A-Za-z]{3}$"#),
            ]),
        Rule(#"{"pattern":"b+"}"#, valid: [#""abc""#], invalid: [(#""ac""#, #""ac" does not match b+"#)]),
        Rule(#"{"pattern":"^\\d$"}"#, valid: [#""7""#], invalid: [(#""٣""#, #""٣" does not match ^\d$"#)]),
        Rule(#"{"pattern":"^.$"}"#, valid: [#""é""#], invalid: [("\"e\u{301}\"", "\"e\u{301}\" does not match ^.$")]),
        Rule(
            #"{"format":"uuid"}"#, valid: [#""0b5d1c2e-7f3a-4c58-9e21-6a4d8c90b7f1""#, "5"],
            invalid: [(#""x""#, #""x" is not a UUID, such as 0b5d1c2e-7f3a-4c58-9e21-6a4d8c90b7f1"#)]),
    ]

    static let arrays = [
        Rule(#"{"minItems":1}"#, valid: ["[1]", "{}"], invalid: [("[]", "[] has 0 elements, fewer than 1")]),
        Rule(#"{"maxItems":1}"#, valid: ["[]"], invalid: [("[1,2]", "[1,2] has 2 elements, more than 1")]),
        Rule(
            #"{"items":{"type":"integer"}}"#, valid: ["[]", "[1,2]", "{}"],
            invalid: [(#"[1,"a"]"#, #"/1: "a" is a string, not an integer"#)]),
        Rule(
            #"{"uniqueItems":true}"#, valid: ["[1,2]", #"["1",1]"#, "[[1],[2]]"],
            invalid: [
                ("[1,2,1.0]", "/2: 1.0 is equal to element 0"),
                (#"[{"a":1,"b":2},{"b":2,"a":1}]"#, #"/1: {"b":2,"a":1} is equal to element 0"#),
            ]),
        Rule(#"{"uniqueItems":false}"#, valid: ["[1,1]"], invalid: []),
    ]

    static let objects = [
        Rule(
            #"{"properties":{"a":{"type":"string"}}}"#, valid: ["{}", #"{"b":1}"#, "[]"],
            invalid: [(#"{"a":1}"#, "/a: 1 is a number, not a string")]),
        Rule(#"{"required":["name"]}"#, valid: [#"{"name":null}"#, "1"], invalid: [("{}", "/name: is required")]),
        Rule(
            #"{"properties":{"limit":{},"offset":{}},"additionalProperties":false}"#, valid: [#"{"limit":1}"#],
            invalid: [
                (#"{"foo":1}"#, "/foo: unknown argument; known: limit, offset"),
                (#"{"Limt":1}"#, #"/Limt: unknown argument; did you mean "limit"? Known: limit, offset"#),
            ]),
        Rule(
            #"{"additionalProperties":false}"#, valid: ["{}"],
            invalid: [(#"{"a/b":1}"#, "/a~1b: unknown argument; none are allowed here")]),
        Rule(
            #"{"properties":{"a":{}},"additionalProperties":{"type":"null"}}"#, valid: [#"{"a":1,"b":null}"#],
            invalid: [(#"{"b":1}"#, "/b: 1 is a number, not null")]),
        Rule(
            #"{"properties":{"old":false}}"#, valid: ["{}"], invalid: [(#"{"old":1}"#, "/old: 1 is not allowed here")]),
        Rule(#"{"minProperties":1}"#, valid: [#"{"a":1}"#], invalid: [("{}", "{} has 0 members, fewer than 1")]),
        Rule(
            #"{"maxProperties":1}"#, valid: ["{}", "[1,2]"],
            invalid: [(#"{"a":1,"b":2}"#, #"{"a":1,"b":2} has 2 members, more than 1"#)]),
        Rule(
            #"{"propertyNames":{"maxLength":2}}"#, valid: [#"{"ab":1}"#],
            invalid: [(#"{"abc":1}"#, #"/abc: the name "abc" has 3 characters, more than 2"#)]),
        Rule(
            "{\"properties\":{\"\u{E9}\":{\"type\":\"null\"}}}", valid: ["{\"e\u{301}\":1}"],
            invalid: [("{\"\u{E9}\":1}", "/\u{E9}: 1 is a number, not null")]),
        // Beyond the schema: a name that stands twice is one the sender did not mean.
        Rule("true", valid: [], invalid: [(#"[{"b":{"a":1,"a":1}}]"#, "/0/b/a: appears twice in one object")]),
        Rule("{}", valid: [], invalid: [(#"{"a":1,"\u0061":1,"a":3}"#, "/a: appears twice in one object")]),
    ]
}
