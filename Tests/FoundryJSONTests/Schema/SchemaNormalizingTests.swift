import Testing

@testable import FoundryJSON

@Suite("A schema removes harmless deviations from a value", .timeLimit(.minutes(5)))
struct SchemaNormalizingTests {
    private static let schema: JSON = [
        "type": "object",
        "properties": [
            "name": ["type": "string", "minLength": 1], "note": ["type": "string"], "id": ["type": "string"],
            "kind": ["type": "string", "enum": ["a", "b"]], "day": ["type": "string", "format": "date"],
            "n": ["type": "integer", "minimum": 1], "x": ["type": "number"], "flag": ["type": "boolean"],
            "maybe": ["type": ["string", "null"]],
            "spec": [
                "type": "object", "required": ["type"],
                "properties": [
                    "type": ["type": "string"], "count": ["type": "integer"],
                    "list": ["type": "array", "items": ["type": "integer"]],
                    "items": [
                        "type": "object",
                        "additionalProperties": [
                            "anyOf": [
                                ["type": "string"],
                                [
                                    "type": "object", "required": ["aa"], "additionalProperties": false,
                                    "properties": ["aa": ["type": "string"], "control": ["type": "boolean"]],
                                ],
                            ]
                        ],
                    ],
                ],
            ],
        ],
        "required": ["id"], "additionalProperties": false,
    ]

    private func normalized(_ text: String) throws -> String {
        try JSONSchema(Self.schema).normalizing(JSON(parsing: text)).text
    }

    @Test("A null for an optional member is left out, nested too")
    func null() throws {
        #expect(try normalized(#"{"id":"1","name":null,"n":null,"flag":null,"kind":null}"#) == #"{"id":"1"}"#)
        #expect(
            try normalized(#"{"id":"1","spec":{"type":"t","count":null,"list":null},"x":null}"#)
                == #"{"id":"1","spec":{"type":"t"}}"#)
    }

    @Test("A null is kept where it is allowed, required or unknown")
    func keptNull() throws {
        for text in [
            #"{"id":null}"#, #"{"id":"1","maybe":null}"#, #"{"id":"1","other":null}"#,
            #"{"id":"1","spec":{"type":null}}"#, #"{"id":"1","spec":{"type":"t","list":[null]}}"#,
        ] {
            #expect(try normalized(text) == text)
        }
    }

    @Test("An empty string for an optional member is left out where the schema does not allow it")
    func emptyString() throws {
        #expect(
            try normalized(#"{"id":"","name":"","note":"","kind":"","day":"","maybe":"","n":""}"#)
                == #"{"id":"","note":"","maybe":"","n":""}"#)
    }

    @Test("An empty object for an optional member is left out where the schema does not allow it")
    func emptyObject() throws {
        #expect(try normalized(#"{"id":"1","spec":{}}"#) == #"{"id":"1"}"#)
        for text in [#"{"id":{}}"#, #"{"id":"1","n":{}}"#, #"{"id":"1","spec":{"type":"t","items":{}}}"#, "{}"] {
            #expect(try normalized(text) == text)
        }
    }

    @Test("A whole number becomes an integer where only integers are allowed")
    func wholeNumbers() throws {
        #expect(
            try normalized(#"{"id":"1","n":2.0,"x":2.0,"spec":{"type":"t","count":30e-1,"list":[1.0,2,-0.0]}}"#)
                == #"{"id":"1","n":2,"x":2.0,"spec":{"type":"t","count":3,"list":[1,2,0]}}"#)
        for text in [
            #"{"id":"1","n":2.5}"#, #"{"id":"1","n":"2"}"#, #"{"id":"1","n":9007199254740993}"#,
            #"{"id":"1","n":1e30}"#,
        ] {
            #expect(try normalized(text) == text)
        }
        #expect(try normalized(#"{"id":"1","n":9007199254740993.0}"#) == #"{"id":"1","n":9007199254740993}"#)
    }

    @Test("A member of an object within a union is normalized by the branch that it then matches")
    func unions() throws {
        let schema = try JSONSchema(["anyOf": try #require(Self.union)])
        let value = try JSON(parsing: #"{"aa":"AC","control":null}"#)
        #expect(schema.normalizing(value).text == #"{"aa":"AC"}"#)
        #expect(schema.normalizing("AC").text == #""AC""#)
        #expect(schema.normalizing(7).text == "7")
    }

    private static var union: JSON? {
        schema["properties"]?["spec"]?["properties"]?["items"]?["additionalProperties"]?["anyOf"]
    }

    @Test("Members that the schema describes only as additional ones are normalized too")
    func additional() throws {
        #expect(
            try normalized(#"{"id":"1","spec":{"type":"t","items":{"a":{"aa":"AC","control":null},"b":"AC"}}}"#)
                == #"{"id":"1","spec":{"type":"t","items":{"a":{"aa":"AC"},"b":"AC"}}}"#)
    }

    @Test("A value that needs no change keeps its text")
    func unchanged() throws {
        let text = #"{"id":"1","x":1.50e3,"spec":{"count":12,"type":"t"}}"#
        #expect(try normalized(text) == text)
        #expect(try normalized("[]") == "[]")
        #expect(try normalized("null") == "null")
    }
}
