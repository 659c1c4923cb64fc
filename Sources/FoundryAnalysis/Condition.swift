import FoundryJSON

/// A condition on constructs, such as `kd < 10 nM and tm > 60 C and not flag(poor_fit)`.
package indirect enum Condition: Sendable {
    case all([Condition])
    case any([Condition])
    case not(Condition)
    case compare(FieldReference, Comparison, Literal)
    case flag(Flag)
    case missing(FieldReference)

    /// An operator.
    package enum Comparison: String, Sendable {
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
        case equal = "="
        case notEqual = "!="
        case contains = "~"

        func holds(_ one: Double, _ other: Double) -> Bool {
            switch self {
            case .less: one < other
            case .lessOrEqual: one <= other
            case .greater: one > other
            case .greaterOrEqual: one >= other
            case .equal: one == other
            case .notEqual: one != other
            case .contains: false
            }
        }

        func holds(_ one: String, _ other: String) -> Bool? {
            let (one, other) = (one.lowercased(), other.lowercased())
            switch self {
            case .equal: return one == other
            case .notEqual: return one != other
            case .contains: return one.contains(other)
            case .less, .lessOrEqual, .greater, .greaterOrEqual: return nil
            }
        }
    }

    /// A value to compare with.
    package enum Literal: Sendable {
        /// In the unit of the measure.
        case number(Double)
        case text(String)
    }

    /// The fields that the condition reads.
    package var fields: [FieldReference] {
        switch self {
        case .all(let conditions), .any(let conditions): conditions.flatMap(\.fields)
        case .not(let condition): condition.fields
        case .compare(let field, _, _), .missing(let field): [field]
        case .flag: []
        }
    }
}

/// A field as it stands in a condition or a sort order.
package struct FieldReference: Sendable {
    /// The kind of a field.
    package enum Kind: Sendable, Hashable {
        case measure(Measure)
        case text(TextField)
        /// A member of readouts that has no place among the others.
        case other(String)
    }

    package let kind: Kind
    /// The field's name as it was written.
    package let name: String
    /// The experiment as it was written in brackets; nil if none was.
    package let scope: String?
    /// The positions of name and scope, from 1.
    package let column: Int
    package let scopeColumn: Int
}

/// A text about a construct.
package enum TextField: String, CaseIterable, Sendable {
    case name, binding, strength, fit, expression, model, target
}

extension Analysis {
    /// The value of a field of one construct.
    package enum Value: Sendable {
        case number(Double)
        case text(String)
    }

    /// A field whose experiment is known.
    package struct Field: Sendable {
        let kind: FieldReference.Kind
        let experiment: Int?
    }

    /// Finds the experiment that a field names, and checks that the field exists in these results.
    /// - Throws: ``ConditionError``.
    package func resolve(_ reference: FieldReference, in source: String) throws(ConditionError) -> Field {
        var experiment: Int?
        if let scope = reference.scope {
            experiment = self.experiment(named: scope)
            guard experiment != nil else {
                let known = experiments.enumerated().map {
                    "\($0 + 1) (\($1.label)\($1.target.map { ", \($0)" } ?? ""))"
                }
                throw ConditionError(
                    "[\(scope)] names no single experiment here; these are \(known.joined(separator: "; "))",
                    column: reference.scopeColumn, in: source)
            }
        }
        if case .other(let name) = reference.kind, !otherNames.contains(name) {
            throw ConditionError.unknownField(name, others: otherNames, column: reference.column, in: source)
        }
        return Field(kind: reference.kind, experiment: experiment)
    }

    /// Returns the value of a field; nil if the construct has none.
    package func value(_ field: Field, of construct: Construct) -> Value? {
        switch field.kind {
        case .measure(let measure): return number(measure, of: construct, in: field.experiment).map { .number($0) }
        case .text(let text): return self.text(text, of: construct, in: field.experiment).map { .text($0) }
        case .other(let name):
            guard let value = other(name, of: construct, in: field.experiment) else { return nil }
            return value.double.map { .number($0) } ?? .text(value.string ?? value.text)
        }
    }

    private func text(_ field: TextField, of construct: Construct, in experiment: Int?) -> String? {
        let readouts = construct.readouts.lazy.filter { experiment == nil || $0.experiment == experiment }.map(
            \.readout)
        switch field {
        case .name: return construct.name
        case .binding: return readouts.compactMap { $0.outcome?.rawValue }.first
        case .strength: return readouts.compactMap(\.strength).first
        case .fit: return readouts.compactMap(\.fit).first
        case .expression: return readouts.compactMap(\.expression).first
        case .model:
            return readouts.filter { $0.values[.kd] != nil }.map { $0.models.isEmpty ? "standard" : $0.models[0] }.first
        case .target: return readouts.compactMap(\.target).first
        }
    }

    /// Returns the constructs for which a condition holds. A comparison with a value that a construct does not have does
    /// not hold.
    /// - Throws: ``ConditionError`` if the condition names a field or experiment that these results do not have.
    package func constructs(where condition: Condition, in source: String) throws(ConditionError) -> [Construct] {
        let test = try test(condition, source)
        return constructs.filter(test)
    }

    private func test(_ condition: Condition, _ source: String) throws(ConditionError) -> (Construct) -> Bool {
        switch condition {
        case .all(let conditions):
            let tests = try tests(conditions, source)
            return { construct in tests.allSatisfy { $0(construct) } }
        case .any(let conditions):
            let tests = try tests(conditions, source)
            return { construct in tests.contains { $0(construct) } }
        case .not(let condition):
            let test = try test(condition, source)
            return { !test($0) }
        case .flag(let flag):
            return { $0.flags.contains(flag) }
        case .missing(let reference):
            let field = try resolve(reference, in: source)
            return { value(field, of: $0) == nil }
        case .compare(let reference, let comparison, let literal):
            let field = try resolve(reference, in: source)
            return { construct in
                switch (value(field, of: construct), literal) {
                case (.number(let one), .number(let other)): comparison.holds(one, other)
                case (.text(let one), .text(let other)): comparison.holds(one, other) ?? false
                default: false
                }
            }
        }
    }

    private func tests(
        _ conditions: [Condition], _ source: String
    ) throws(ConditionError) -> [(Construct) -> Bool] {
        var tests: [(Construct) -> Bool] = []
        for condition in conditions { tests.append(try test(condition, source)) }
        return tests
    }

    // MARK: - Sorting

    /// Returns constructs in another order; those without a value come last, whichever the direction.
    /// - Throws: ``ConditionError``.
    package func sorted(_ constructs: [Construct], by order: SortOrder) throws(ConditionError) -> [Construct] {
        var keys: [(field: Field, isDescending: Bool)] = []
        for key in order.keys { keys.append((try resolve(key.field, in: order.source), key.isDescending)) }
        let rows = constructs.enumerated().map { place, construct in
            (place: place, construct: construct, values: keys.map { value($0.field, of: construct) })
        }
        return rows.sorted { one, other in
            for (key, (a, b)) in zip(keys, zip(one.values, other.values)) {
                guard let comparison = Self.compare(a, b, isDescending: key.isDescending) else { continue }
                return comparison
            }
            return one.place < other.place
        }.map(\.construct)
    }

    /// Returns whether one value comes before another; nil if they are equal.
    private static func compare(_ one: Value?, _ other: Value?, isDescending: Bool) -> Bool? {
        switch (one, other) {
        case (nil, nil): return nil
        case (nil, _): return false
        case (_, nil): return true
        case (.number(let a), .number(let b)): return a == b ? nil : (a < b) != isDescending
        case (.text(let a), .text(let b)): return a == b ? nil : (a < b) != isDescending
        case (.number, .text): return true
        case (.text, .number): return false
        }
    }
}
