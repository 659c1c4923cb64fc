/// A compiler that turns a schema into a ``SchemaNode`` and rejects unknown keywords.
struct SchemaCompiler {
    /// The greatest depth of a schema. Validation recurses as deeply as the schema.
    private static let depthLimit = 100

    /// The only dialect that a schema may declare, which is also that of a schema that declares none.
    private static let dialect = "https://json-schema.org/draft/2020-12/schema"

    /// The position of the schema that is being compiled.
    private var place = JSONPointer()

    private static let annotations = [
        "title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly", "$comment",
    ]

    func compile(_ schema: JSON) throws(JSONSchemaError) -> SchemaNode {
        if let allowed = schema.bool { return allowed ? SchemaNode() : .nothing }
        guard let keywords = schema.members else { throw error("must be a schema: an object or a boolean") }
        guard place.tokens.count < SchemaCompiler.depthLimit else { throw error("is nested too deeply") }
        var draft = SchemaDraft()
        for keyword in keywords {
            try below(keyword.name).add(keyword, of: schema, to: &draft)
        }
        return draft.node
    }

    private func add(_ keyword: JSON.Member, of schema: JSON, to draft: inout SchemaDraft) throws(JSONSchemaError) {
        let value = keyword.value
        switch keyword.name {
        case "$schema":
            guard value.string == Self.dialect else { throw error("is not the dialect \(Self.dialect)") }
        case "type": draft.types = try types(value)
        case "enum": try draft.allow(array(value))
        case "const": draft.allow([value])
        case "properties":
            draft.members.known = try object(value).map(\.name)
            for (name, node) in try schemas(value) { draft.members.schemas[ExactString(name)] = node }
        case "required": draft.members.required = try strings(value)
        case "additionalProperties": draft.members.others = value.bool == false ? nil : try compile(value)
        case "propertyNames": draft.members.names = try compile(value)
        case "minProperties": draft.memberCount.least = try count(value)
        case "maxProperties": draft.memberCount.most = try count(value)
        case "items": draft.elements = try compile(value)
        case "minItems": draft.elementCount.least = try count(value)
        case "maxItems": draft.elementCount.most = try count(value)
        case "uniqueItems": if try boolean(value) { draft.checks.append(.uniqueElements) }
        case "minLength": draft.length.least = try count(value)
        case "maxLength": draft.length.most = try count(value)
        case "pattern": draft.checks.append(.pattern(try pattern(value)))
        case "format": draft.checks.append(.format(try format(value)))
        case "anyOf": draft.unions.append(.any(try branches(value)))
        case "oneOf": draft.unions.append(.exactlyOne(try branches(value)))
        case "allOf": draft.unions.append(.all(try branches(value)))
        case "not": draft.unions.append(.not(try compile(value), text: value.text))
        case let name:
            if let relation = SchemaLimit.Relation(rawValue: name) {
                draft.checks.append(.number(try limit(relation, value)))
            } else if !SchemaCompiler.annotations.contains(name) {
                throw error("is an unknown keyword")
            }
        }
    }
}

// MARK: - Values of keywords

extension SchemaCompiler {
    private func below(_ token: String) -> SchemaCompiler {
        var inner = self
        inner.place = place.appending(token)
        return inner
    }

    private func error(_ message: String) -> JSONSchemaError {
        JSONSchemaError(pointer: place, message: message)
    }

    private func types(_ value: JSON) throws(JSONSchemaError) -> SchemaTypes {
        var types: SchemaTypes = []
        for name in value.string.map({ [JSON($0)] }) ?? value.elements ?? [] {
            guard let type = name.string.flatMap({ SchemaTypes(named: $0) }) else {
                throw error("is not the name of a type: \(name)")
            }
            types.formUnion(type)
        }
        guard !types.isEmpty else { throw error("must be the name of a type or an array of names") }
        return types
    }

    private func schemas(_ value: JSON) throws(JSONSchemaError) -> [(String, SchemaNode)] {
        var nodes: [(String, SchemaNode)] = []
        for member in try object(value) {
            nodes.append((member.name, try below(member.name).compile(member.value)))
        }
        return nodes
    }

    private func branches(_ value: JSON) throws(JSONSchemaError) -> [SchemaNode] {
        var nodes: [SchemaNode] = []
        for (index, branch) in try array(value).enumerated() {
            nodes.append(try below(String(index)).compile(branch))
        }
        guard !nodes.isEmpty else { throw error("must contain at least one schema") }
        return nodes
    }

    private func object(_ value: JSON) throws(JSONSchemaError) -> [JSON.Member] {
        guard let members = value.members else { throw error("must be an object") }
        return members
    }

    private func array(_ value: JSON) throws(JSONSchemaError) -> [JSON] {
        guard let elements = value.elements else { throw error("must be an array") }
        return elements
    }

    private func strings(_ value: JSON) throws(JSONSchemaError) -> [String] {
        let strings = try array(value).compactMap(\.string)
        guard strings.count == value.count else { throw error("must be an array of strings") }
        return strings
    }

    private func boolean(_ value: JSON) throws(JSONSchemaError) -> Bool {
        guard let boolean = value.bool else { throw error("must be true or false") }
        return boolean
    }

    private func count(_ value: JSON) throws(JSONSchemaError) -> Int {
        guard let count = value.int, count >= 0 else { throw error("must be a non-negative integer") }
        return count
    }

    private func limit(_ relation: SchemaLimit.Relation, _ value: JSON) throws(JSONSchemaError) -> SchemaLimit {
        guard let text = value.numberText else { throw error("must be a number") }
        let decimal = ExactDecimal(text)
        if relation == .multipleOf, !decimal.isDivisor {
            throw error("must be greater than 0 and have at most 18 digits")
        }
        return SchemaLimit(relation: relation, text: text, decimal: decimal)
    }

    private func pattern(_ value: JSON) throws(JSONSchemaError) -> SchemaPattern {
        guard let text = value.string else { throw error("must be a string") }
        do {
            return try SchemaPattern(text)
        } catch {
            throw self.error("is not a valid regular expression: \(error)")
        }
    }

    private func format(_ value: JSON) throws(JSONSchemaError) -> StringFormat {
        guard let format = value.string.flatMap({ StringFormat(rawValue: $0) }) else {
            let known = StringFormat.allCases.map(\.rawValue).joined(separator: ", ")
            throw error("is an unknown format: \(value); known formats: \(known)")
        }
        return format
    }
}

/// The rules collected from the keywords of one schema.
struct SchemaDraft {
    var types = SchemaTypes.all
    var members = SchemaMembers()
    var memberCount = SchemaRange()
    var elements: SchemaNode?
    var elementCount = SchemaRange()
    var length = SchemaRange()
    /// Checks that correspond to one keyword each.
    var checks: [SchemaCheck] = []
    /// Checks that contain other schemas. They come last, since their messages help most once the others have passed.
    var unions: [SchemaCheck] = []
    private var allowed: [JSON]?

    /// Adds the values of `enum` or `const`; if both are given, only values in both remain.
    mutating func allow(_ values: [JSON]) {
        allowed = allowed.map { $0.filter(values.contains) } ?? values
    }

    /// The compiled schema.
    var node: SchemaNode {
        var node = SchemaNode(types: types)
        if let allowed {
            // The values that the type allows express both rules, so that one message covers both.
            let left = allowed.filter { types.contains(SchemaTypes(of: $0)) }
            node.types = left.reduce([]) { $0.union(SchemaTypes(of: $1)) }
            node.checks.append(.oneOfValues(left))
        } else if types != .all {
            node.checks.append(.types(types))
        }
        if length.isLimited { node.checks.append(.length(length)) }
        if elementCount.isLimited { node.checks.append(.elementCount(elementCount)) }
        if memberCount.isLimited { node.checks.append(.memberCount(memberCount)) }
        node.checks += checks
        if let elements, !elements.checks.isEmpty { node.checks.append(.elements(elements)) }
        if members.isLimited { node.checks.append(.members(members)) }
        node.checks += unions
        return node
    }
}

extension SchemaRange {
    fileprivate var isLimited: Bool { least > 0 || most < .max }
}

extension SchemaMembers {
    fileprivate var isLimited: Bool {
        !schemas.isEmpty || !required.isEmpty || names != nil || others?.checks.isEmpty != true
    }
}
