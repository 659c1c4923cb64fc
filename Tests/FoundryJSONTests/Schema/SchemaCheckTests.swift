import FoundryJSON
import Testing

@Suite("Validating values", .timeLimit(.minutes(5)))
struct SchemaCheckTests {
    private let experiment = """
        {"type": "object", "additionalProperties": false, "required": ["name", "experiment_spec"], "properties": {
            "name": {"type": "string", "minLength": 1},
            "experiment_spec": {"type": "object", "required": ["experiment_type", "sequences"], "properties": {
                "experiment_type": {"type": "string", "enum": ["affinity", "expression"]},
                "n_replicates": {"type": "integer", "minimum": 1, "maximum": 5},
                "sequences": {"type": "object", "additionalProperties": {"type": "string"}}
            }}
        }}
        """

    @Test("All violations are reported at once, in the order of the value, missing members last")
    func tellsAll() throws {
        let value = """
            {"experiment_spec": {"n_replicates": 9, "sequences": {"mAb/1": 5, "ok": "MKV"}, "experiment_type": "x"},
             "nme": "a"}
            """
        #expect(
            try complaints(experiment, value) == [
                "/experiment_spec/n_replicates: 9 is greater than 5",
                "/experiment_spec/sequences/mAb~11: 5 is a number, not a string",
                #"/experiment_spec/experiment_type: "x" is not one of "affinity", "expression""#,
                #"/nme: unknown argument; did you mean "name"? Known: name, experiment_spec"#,
                "/name: is required",
            ])
    }

    @Test("A violation has a position and a message")
    func splits() throws {
        let schema = try JSONSchema(["properties": ["a": ["items": ["maximum": 5]]]])
        let violation = try #require(schema.violations(of: ["a": [1, 9]]).first)
        #expect(violation.pointer == JSONPointer(["a", "1"]))
        #expect(violation.message == "9 is greater than 5")
        #expect(violation == SchemaViolation(at: JSONPointer(["a", "1"]), "9 is greater than 5"))
    }

    @Test("For a value of the wrong type nothing else is reported")
    func tellsTypeAlone() throws {
        let schema = #"{"type":"string","not":{},"anyOf":[{"type":"null"}]}"#
        #expect(try complaints(schema, "5") == ["5 is a number, not a string"])
    }

    @Test("Several violations of one value are reported together")
    func tellsSeveralRules() throws {
        let schema = #"{"type":"string","minLength":3,"pattern":"^https://","format":"uri"}"#
        #expect(
            Set(try complaints(schema, #""x""#)) == [
                #""x" has 1 character, fewer than 3"#, #""x" does not match ^https://"#,
                #""x" is not an absolute URI, such as https://example.com/path"#,
            ])
    }

    @Test("Annotations of a schema have no effect")
    func ignoresAnnotations() throws {
        let schema = """
            {"$schema": "https://json-schema.org/draft/2020-12/schema", "$comment": "c", "title": "t", "description": "d",
             "default": 1, "examples": [2], "deprecated": true, "readOnly": true, "writeOnly": true}
            """
        #expect(try complaints(schema, #""anything""#) == [])
    }

    @Test("A long value is shortened in a message")
    func cutsValues() throws {
        let string = String(repeating: "é", count: 5000)
        #expect(
            try complaints(#"{"maxLength":3}"#, JSON(string).text) == [
                "\"" + string.prefix(79) + "… has 5000 characters, more than 3"
            ])
        let array = "[" + Array(repeating: "1", count: 1000).joined(separator: ",") + "]"
        #expect(try complaints(#"{"maxItems":3}"#, array) == [array.prefix(80) + "… has 1000 elements, more than 3"])
    }

    @Test("A long list of allowed values is shortened in a message")
    func cutsLists() throws {
        let allowed = JSON((1000..<2000).map { JSON($0) })
        let schema = try JSONSchema(["enum": allowed])
        let message = try #require(schema.violations(of: 5).first).message
        #expect(message.hasPrefix("5 is not one of 1000, 1001, "))
        #expect(message.hasSuffix(" more"))
        #expect(message.count < 700)
    }

    @Test("A hostile value makes no more violations than the limit")
    func limitsViolations() throws {
        let array = "[" + Array(repeating: "1", count: 100_000).joined(separator: ",") + "]"
        for schema in [
            #"{"items":{"type":"string"}}"#, #"{"items":{"anyOf":[{"type":"string"}]}}"#, #"{"uniqueItems":true}"#,
            #"{"anyOf":[{"items":{"type":"string"}},{"items":{"type":"null"},"type":"string"}]}"#,
        ] {
            #expect(try complaints(schema, array).count == JSONSchema.violationLimit)
        }
        #expect(try complaints(#"{"not":{"items":{"type":"string"}}}"#, array) == [])
    }

    @Test("The deepest value that is parsed can be validated")
    func checksDeepValues() throws {
        let depth = JSON.depthLimit
        let value = String(repeating: #"{"a":"#, count: depth) + "1" + String(repeating: "}", count: depth)
        #expect(try complaints(#"{"type":"object"}"#, value) == [])
    }

    @Test("Built values are validated like parsed ones")
    func checksBuiltValues() throws {
        let schema = try JSONSchema(JSON(parsing: experiment))
        let spec: JSON = ["experiment_type": "affinity", "n_replicates": 3.0, "sequences": ["a": JSON(textOf: [1])]]
        #expect(schema.violations(of: ["name": "x", "experiment_spec": spec]) == [])
        #expect(schema.violations(of: ["name": "x", "experiment_spec": spec, "name": "y"]).count == 1)
    }

    @Test("Many tasks can use one schema at once")
    func servesTasks() async throws {
        let schema = try JSONSchema(["items": ["pattern": "^(a|b)+$", "format": "email"]])
        let counts = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<50 {
                group.addTask { schema.violations(of: ["ab", "c", "x@y", 1]).count }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(counts == Array(repeating: 4, count: 50))
    }
}
