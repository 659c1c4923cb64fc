extension JSONSchema {
    /// Returns a value with the harmless deviations removed that some clients send although the schema forbids them.
    ///
    /// - `null` for an optional member whose schema has no `null` is left out.
    /// - The empty string for an optional member is left out, if the schema allows strings but not this one; and likewise the
    ///   empty object.
    /// - A whole number with a fraction or exponent, such as `2.0`, becomes an integer where only integers are allowed.
    ///
    /// This applies at any depth. Everything else stays as it is, digit by digit, so that validation reports it.
    public func normalizing(_ value: JSON) -> JSON {
        root.normalizing(value) ?? value
    }
}

extension SchemaNode {
    /// Returns the normalized value, or nil if it is the same.
    func normalizing(_ value: JSON) -> JSON? {
        var result = normalizingNumber(value)
        for check in checks {
            let current = result ?? value
            switch check {
            case .members(let rules): result = rules.normalizing(current) ?? result
            case .elements(let node): result = node.normalizingElements(of: current) ?? result
            case .all(let branches):
                for branch in branches { result = branch.normalizing(result ?? value) ?? result }
            case .any(let branches), .exactlyOne(let branches):
                result = Self.normalizing(current, byOneOf: branches) ?? result
            case .nothing, .types, .oneOfValues, .number, .length, .pattern, .format, .elementCount, .uniqueElements,
                .memberCount, .not:
                break
            }
        }
        return result
    }

    private func normalizingNumber(_ value: JSON) -> JSON? {
        guard types.contains(.integer), !types.contains(.fraction), let text = value.numberText, let int = value.int,
            text != String(int)
        else { return nil }
        return JSON(int)
    }

    private func normalizingElements(of value: JSON) -> JSON? {
        guard let elements = value.elements else { return nil }
        let normalized = elements.map(normalizing)
        guard normalized.contains(where: { $0 != nil }) else { return nil }
        return JSON(zip(elements, normalized).map { $1 ?? $0 })
    }

    /// Returns the value normalized by the first branch that it then matches.
    private static func normalizing(_ value: JSON, byOneOf branches: [SchemaNode]) -> JSON? {
        if branches.contains(where: { $0.accepts(value) }) { return nil }
        for branch in branches {
            if let normalized = branch.normalizing(value), branch.accepts(normalized) { return normalized }
        }
        return nil
    }

    fileprivate func accepts(_ value: JSON) -> Bool {
        var checker = SchemaChecker()
        return checker.trial(value, against: self).isEmpty
    }
}

extension SchemaMembers {
    fileprivate func normalizing(_ value: JSON) -> JSON? {
        guard let members = value.members else { return nil }
        var hasChanged = false
        let normalized = members.compactMap { member -> JSON.Member? in
            let known = schemas[ExactString(member.name)]
            guard let node = known ?? others else { return member }
            if known != nil, !required.contains(where: { member.isNamed($0) }), Self.isMeantAsAbsent(member.value, node)
            {
                hasChanged = true
                return nil
            }
            guard let value = node.normalizing(member.value) else { return member }
            hasChanged = true
            return JSON.Member(member.name, value)
        }
        return hasChanged ? JSON(normalized) : nil
    }

    /// Returns whether the value can only stand for an argument that was not given.
    private static func isMeantAsAbsent(_ value: JSON, _ node: SchemaNode) -> Bool {
        if value.isNull { return !node.types.contains(.null) }
        if value.members?.isEmpty == true { return node.types.contains(.object) && !node.accepts(value) }
        return value.string?.isEmpty == true && node.types.contains(.string) && !node.accepts(value)
    }
}
