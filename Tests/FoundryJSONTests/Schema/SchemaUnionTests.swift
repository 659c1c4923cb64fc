import FoundryJSON
import Testing

@Suite("Schemas made of schemas", .timeLimit(.minutes(5)))
struct SchemaUnionTests {
    /// A sequence: letters, or an object that holds them.
    private let sequence = """
        {"anyOf": [
            {"type": "string", "minLength": 1},
            {"type": "object", "properties": {"aa_string": {"type": "string"}}, "required": ["aa_string"],
             "additionalProperties": false}
        ]}
        """

    @Test("A schema with anyOf takes what fits one branch")
    func admitsAny() throws {
        #expect(try complaints(sequence, #""MKV""#) == [])
        #expect(try complaints(sequence, #"{"aa_string":"MKV"}"#) == [])
        #expect(try complaints(#"{"anyOf":[{"minimum":5},{"maximum":1}]}"#, "7") == [])
    }

    @Test("Where a value's type leaves one branch of a union, the violations of that one are told")
    func reportsTheBranchMeant() throws {
        #expect(try complaints(sequence, #""""#) == [#""" has 0 characters, fewer than 1"#])
        let both = try complaints(sequence, #"{"aa":"M","control":1}"#)
        #expect(
            both == [
                "/aa: is no argument here; known: aa_string", "/control: is no argument here; known: aa_string",
                "/aa_string: is required",
            ])
    }

    @Test("Where no branch of a union takes a value's type, the types are told")
    func reportsTypes() throws {
        #expect(try complaints(sequence, "5") == ["5 is a number, not a string or an object"])
        #expect(try complaints(sequence, "null") == ["null is not a string or an object"])
        #expect(
            try complaints(#"{"oneOf":[{"enum":["a"]},{"const":null}]}"#, "5") == [
                "5 is a number, not a string or null"
            ])
    }

    @Test("Where several branches of a union take a value's type, each says what it misses")
    func reportsAllBranches() throws {
        let schema =
            #"{"properties":{"by":{"anyOf":[{"required":["id"]},{"properties":{"n":{"minimum":1}},"required":["n"]}]}}}"#
        #expect(
            try complaints(schema, #"{"by":{"n":0}}"#) == [
                #"/by: {"n":0} fits none of 2 forms: /id: is required; or /n: 0 is less than 1"#
            ])
        let many = "{\"anyOf\":[" + (1...6).map { "{\"const\":\($0)}" }.joined(separator: ",") + "]}"
        #expect(
            try complaints(many, "0") == [
                "0 fits none of 6 forms: 0 is not 1; or 0 is not 2; or 0 is not 3; or 0 is not 4; or 2 more"
            ])
    }

    @Test("A schema with oneOf takes what fits exactly one branch")
    func admitsExactlyOne() throws {
        let schema = #"{"oneOf":[{"multipleOf":2},{"multipleOf":3},{"type":"string"}]}"#
        #expect(try complaints(schema, "4") == [])
        #expect(try complaints(schema, #""a""#) == [#""a" fits forms 1 and 2 and 3 of 3; it must fit exactly one"#])
        #expect(try complaints(schema, "6") == ["6 fits forms 1 and 2 of 3; it must fit exactly one"])
        #expect(
            try complaints(schema, "5") == [
                "5 fits none of 2 forms: 5 is not a multiple of 2; or 5 is not a multiple of 3"
            ])
    }

    @Test("A schema with allOf asks for every branch, and says a thing once")
    func asksForAll() throws {
        let schema = #"{"allOf":[{"required":["a"]},{"required":["b","a"]}],"required":["a"]}"#
        #expect(try complaints(schema, #"{"a":1,"b":2}"#) == [])
        #expect(try complaints(schema, "{}") == ["/a: is required", "/b: is required"])
    }

    @Test("A schema with not refuses what fits")
    func refusesNot() throws {
        #expect(try complaints(#"{"not":{"const":5}}"#, "4") == [])
        #expect(try complaints(#"{"not":{"const":5}}"#, "5.0") == [#"5.0 is what is not allowed: {"const":5}"#])
        #expect(try complaints(#"{"not":{}}"#, "1") == ["1 is what is not allowed: {}"])
        #expect(try complaints(#"{"not":{"not":{"type":"string"}}}"#, #""a""#) == [])
    }

    @Test("Branches inside branches keep their places")
    func nests() throws {
        let schema = #"{"items":{"anyOf":[{"type":"array","items":{"anyOf":[{"type":"integer","minimum":3}]}}]}}"#
        #expect(try complaints(schema, "[[3,1],[2]]") == ["/0/1: 1 is less than 3", "/1/0: 2 is less than 3"])
    }
}
