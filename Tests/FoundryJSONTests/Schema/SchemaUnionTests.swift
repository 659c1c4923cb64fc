import FoundryJSON
import Testing

@Suite("Unions in schemas", .timeLimit(.minutes(5)))
struct SchemaUnionTests {
    /// A sequence: letters, or an object that holds them.
    private let sequence = """
        {"anyOf": [
            {"type": "string", "minLength": 1},
            {"type": "object", "properties": {"aa_string": {"type": "string"}}, "required": ["aa_string"],
             "additionalProperties": false}
        ]}
        """

    @Test("anyOf accepts what matches one branch")
    func admitsAny() throws {
        #expect(try complaints(sequence, #""MKV""#) == [])
        #expect(try complaints(sequence, #"{"aa_string":"MKV"}"#) == [])
        #expect(try complaints(#"{"anyOf":[{"minimum":5},{"maximum":1}]}"#, "7") == [])
    }

    @Test("If a value's type allows one branch of a union, its violations are reported")
    func reportsTheBranchMeant() throws {
        #expect(try complaints(sequence, #""""#) == [#""" has 0 characters, fewer than 1"#])
        let both = try complaints(sequence, #"{"aa":"M","control":1}"#)
        #expect(
            both == [
                "/aa: unknown argument; known: aa_string", "/control: unknown argument; known: aa_string",
                "/aa_string: is required",
            ])
    }

    @Test("If no branch of a union allows a value's type, the types are reported")
    func reportsTypes() throws {
        #expect(try complaints(sequence, "5") == ["5 is a number, not a string or an object"])
        #expect(try complaints(sequence, "null") == ["null is not a string or an object"])
        #expect(
            try complaints(#"{"oneOf":[{"enum":["a"]},{"const":null}]}"#, "5") == [
                "5 is a number, not a string or null"
            ])
    }

    @Test("If several branches of a union allow a value's type, the first violation of each is reported")
    func reportsAllBranches() throws {
        let schema =
            #"{"properties":{"by":{"anyOf":[{"required":["id"]},{"properties":{"n":{"minimum":1}},"required":["n"]}]}}}"#
        #expect(
            try complaints(schema, #"{"by":{"n":0}}"#) == [
                #"/by: {"n":0} matches none of 2 alternatives: /id: is required; or /n: 0 is less than 1"#
            ])
        let many = "{\"anyOf\":[" + (1...6).map { "{\"const\":\($0)}" }.joined(separator: ",") + "]}"
        #expect(
            try complaints(many, "0") == [
                "0 matches none of 6 alternatives: 0 is not 1; or 0 is not 2; or 0 is not 3; or 0 is not 4; or 2 more"
            ])
    }

    @Test("oneOf accepts what matches exactly one branch")
    func admitsExactlyOne() throws {
        let schema = #"{"oneOf":[{"multipleOf":2},{"multipleOf":3},{"type":"string"}]}"#
        #expect(try complaints(schema, "4") == [])
        #expect(
            try complaints(schema, #""a""#) == [
                #""a" matches alternatives 1 and 2 and 3 of 3; it must match exactly one"#
            ])
        #expect(try complaints(schema, "6") == ["6 matches alternatives 1 and 2 of 3; it must match exactly one"])
        #expect(
            try complaints(schema, "5") == [
                "5 matches none of 2 alternatives: 5 is not a multiple of 2; or 5 is not a multiple of 3"
            ])
    }

    @Test("allOf requires every branch, and reports a violation once")
    func asksForAll() throws {
        let schema = #"{"allOf":[{"required":["a"]},{"required":["b","a"]}],"required":["a"]}"#
        #expect(try complaints(schema, #"{"a":1,"b":2}"#) == [])
        #expect(try complaints(schema, "{}") == ["/a: is required", "/b: is required"])
    }

    @Test("not rejects what matches")
    func refusesNot() throws {
        #expect(try complaints(#"{"not":{"const":5}}"#, "4") == [])
        #expect(try complaints(#"{"not":{"const":5}}"#, "5.0") == [#"5.0 is not allowed; it matches {"const":5}"#])
        #expect(try complaints(#"{"not":{}}"#, "1") == ["1 is not allowed; it matches {}"])
        #expect(try complaints(#"{"not":{"not":{"type":"string"}}}"#, #""a""#) == [])
    }

    @Test("Violations in nested branches have the right position")
    func nests() throws {
        let schema = #"{"items":{"anyOf":[{"type":"array","items":{"anyOf":[{"type":"integer","minimum":3}]}}]}}"#
        #expect(try complaints(schema, "[[3,1],[2]]") == ["/0/1: 1 is less than 3", "/1/0: 2 is less than 3"])
    }
}
