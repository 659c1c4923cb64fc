import FoundryJSON

/// Compiles the first line of the input as a JSON Schema and checks the rest against it.
enum SchemaTarget {
    static func run(_ bytes: UnsafeBufferPointer<UInt8>) -> CInt {
        let parts = bytes.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let source = try? JSON(parsing: Array(parts[0])),
            let value = try? JSON(parsing: Array(parts[1])), let schema = try? JSONSchema(source)
        else { return 0 }
        let violations = schema.violations(of: value)
        expect(violations.count <= JSONSchema.violationLimit, "\(violations.count) violations are told")
        expect(Set(violations).count == violations.count, "a violation is told twice")
        expect(schema.violations(of: value) == violations, "the violations change from one time to the next")
        for violation in violations {
            expect(!violation.message.isEmpty, "a violation says nothing")
            expect(exists(violation.pointer, in: value), "\(violation.pointer) is nowhere in \(value)")
        }
        checkLaws(source, value, isValid: violations.isEmpty)
        return 0
    }

    /// Returns whether a value contains the place of a pointer or, if that is missing, the place around it.
    private static func exists(_ pointer: JSONPointer, in value: JSON) -> Bool {
        var here: JSON? = value
        for token in pointer.tokens.dropLast() {
            here = here?.kind == .array ? Int(token).flatMap { here?[$0] } : last(token, in: here)
        }
        guard let token = pointer.tokens.last, let here else { return here != nil }
        return here.kind == .array ? Int(token).flatMap { here[$0] } != nil : here.kind == .object
    }

    /// Members of one name are a violation of their own; below the first of them a pointer cannot lead.
    private static func last(_ name: String, in value: JSON?) -> JSON? {
        value?[name]
    }

    /// Schemas that must agree with the schema, or contradict it.
    private static func checkLaws(_ source: JSON, _ value: JSON, isValid: Bool) {
        // That no name stands twice in an object holds beside every schema, and would hide what the schema says.
        guard isFine(value, true) == true else { return }
        for union in ["allOf", "anyOf", "oneOf"] {
            let same = isFine(value, [union: [source]])
            expect(same == nil || same == isValid, "\(union) of one schema says otherwise")
        }
        let opposite = isFine(value, ["not": source])
        expect(opposite == nil || opposite == !isValid, "the schema and its opposite agree")
        let wrapped = isFine([value], ["items": source, "minItems": 1])
        expect(wrapped == nil || wrapped == isValid, "the schema says otherwise of an element")
        let named = isFine(["a": value], ["properties": ["a": source], "additionalProperties": false])
        expect(named == nil || named == isValid, "the schema says otherwise of a member")
        expect(isFine(value, ["const": value]) == true, "a value is not itself")
        expect(isFine(value, ["enum": [source, value]]) == true, "a value is not among values with itself")
        if let other = isFine([value, value], ["uniqueItems": true]) {
            expect(!other, "a value is unique beside itself")
        }
    }

    /// Returns whether a value is valid; nil if the schema cannot be compiled, for example because it is one level too deep.
    private static func isFine(_ value: JSON, _ schema: JSON) -> Bool? {
        (try? JSONSchema(schema))?.violations(of: value).isEmpty
    }
}
