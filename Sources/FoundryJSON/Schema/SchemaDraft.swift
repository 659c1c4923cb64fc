/// What the keywords of one schema have said so far.
struct SchemaDraft {
    var types = SchemaTypes.all
    var members = SchemaMembers()
    var memberCount = SchemaRange()
    var elements: SchemaNode?
    var elementCount = SchemaRange()
    var length = SchemaRange()
    /// Checks of one keyword each.
    var checks: [SchemaCheck] = []
    /// Checks that hold other schemas; they come last, since they say most when the plain ones have passed.
    var unions: [SchemaCheck] = []
    private var allowed: [JSON]?

    /// Takes the values of `enum` or `const`; where both are given, what is in both is left.
    mutating func allow(_ values: [JSON]) {
        allowed = allowed.map { $0.filter(values.contains) } ?? values
    }

    /// The compiled schema.
    var node: SchemaNode {
        var node = SchemaNode(types: types)
        if let allowed {
            // The values that the type leaves say all that the type says, so one message tells both.
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
