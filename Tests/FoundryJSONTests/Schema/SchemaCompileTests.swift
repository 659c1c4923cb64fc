import FoundryJSON
import Testing

@Suite("Compiling a schema", .timeLimit(.minutes(5)))
struct SchemaCompileTests {
    @Test(
        "An invalid schema is rejected, with the position",
        arguments: [
            ("5", "", "must be a schema: an object or a boolean"),
            ("null", "", "must be a schema: an object or a boolean"),
            (##"{"$ref":"#"}"##, "/$ref", "is an unknown keyword"),
            (#"{"properties":{"a/b":{"minimun":1}}}"#, "/properties/a~1b/minimun", "is an unknown keyword"),
            (#"{"items":[{}]}"#, "/items", "must be a schema: an object or a boolean"),
            (#"{"items":{"patternProperties":{}}}"#, "/items/patternProperties", "is an unknown keyword"),
            (#"{"anyOf":[{},{"if":{}}]}"#, "/anyOf/1/if", "is an unknown keyword"),
            (#"{"anyOf":[]}"#, "/anyOf", "must contain at least one schema"),
            (#"{"allOf":{}}"#, "/allOf", "must be an array"),
            (#"{"type":"text"}"#, "/type", #"is not the name of a type: "text""#),
            (#"{"type":[]}"#, "/type", "must be the name of a type or an array of names"),
            (#"{"type":["string",1]}"#, "/type", "is not the name of a type: 1"),
            (#"{"enum":"a"}"#, "/enum", "must be an array"),
            (#"{"properties":[]}"#, "/properties", "must be an object"),
            (#"{"required":"a"}"#, "/required", "must be an array"),
            (#"{"required":[1]}"#, "/required", "must be an array of strings"),
            (#"{"additionalProperties":"no"}"#, "/additionalProperties", "must be a schema: an object or a boolean"),
            (#"{"minimum":"1"}"#, "/minimum", "must be a number"),
            (#"{"exclusiveMinimum":true}"#, "/exclusiveMinimum", "must be a number"),
            (#"{"multipleOf":0}"#, "/multipleOf", "must be greater than 0 and have at most 18 digits"),
            (#"{"minLength":-1}"#, "/minLength", "must be a non-negative integer"),
            (#"{"maxItems":1.5}"#, "/maxItems", "must be a non-negative integer"),
            (#"{"uniqueItems":1}"#, "/uniqueItems", "must be true or false"),
            (#"{"pattern":5}"#, "/pattern", "must be a string"),
            (
                #"{"format":"ipv9"}"#, "/format",
                #"is an unknown format: "ipv9"; known formats: uuid, date, date-time, uri, email"#
            ),
            (#"{"not":1}"#, "/not", "must be a schema: an object or a boolean"),
        ])
    func refuses(_ schema: String, _ pointer: String, _ message: String) throws {
        let error = try #require(throws: JSONSchemaError.self) { try JSONSchema(JSON(parsing: schema)) }
        #expect(error.pointer.description == pointer)
        #expect(error.message == message)
    }

    @Test("An invalid pattern is rejected")
    func refusesPatterns() throws {
        let error = try #require(throws: JSONSchemaError.self) { try JSONSchema(["items": ["pattern": "(a"]]) }
        #expect(error.pointer.description == "/items/pattern")
        #expect(error.message.hasPrefix("is not a valid regular expression: "))
        #expect("\(error)".hasPrefix("invalid JSON Schema: /items/pattern is not a valid regular expression: "))
    }

    @Test("A schema may declare the dialect 2020-12, and no other")
    func dialects() throws {
        let schema = try JSONSchema(["$schema": "https://json-schema.org/draft/2020-12/schema", "type": "integer"])
        #expect(schema.violations(of: 1).isEmpty && !schema.violations(of: "1").isEmpty)
        for dialect in ["http://json-schema.org/draft-07/schema#", "", 7] as [JSON] {
            let error = try #require(throws: JSONSchemaError.self) { try JSONSchema(["$schema": dialect]) }
            #expect(error.pointer.description == "/$schema")
        }
    }

    @Test("References are rejected, and never fetched", arguments: ["https://example.org/schema", "#/$defs/x"])
    func references(_ place: String) throws {
        let error = try #require(throws: JSONSchemaError.self) { try JSONSchema(["$ref": JSON(place)]) }
        #expect(error.pointer.description == "/$ref")
    }

    @Test("A schema that is nested too deeply is rejected")
    func refusesDepth() throws {
        var schema: JSON = true
        for _ in 0..<200 { schema = ["items": schema] }
        let error = try #require(throws: JSONSchemaError.self) { try JSONSchema(schema) }
        #expect(error.message == "is nested too deeply")
    }
}
