import FoundryJSON
import FoundryText

/// A mistake in a condition or a sort order, with the place where it is.
package struct ConditionError: Error, CustomStringConvertible {
    package let message: String
    /// The position, from 1.
    package let column: Int
    private let source: String

    init(_ message: String, column: Int, in source: String) {
        self.message = message
        self.column = column
        self.source = source
    }

    /// The message, the source, and a caret below the place.
    package var description: String {
        let line = SafeText.singleLine(source)
        return "\(message) (column \(column))\n    \(line)\n    \(String(repeating: " ", count: column - 1))^"
    }

    static func unknownField(
        _ name: String, others: [String], column: Int, in source: String
    ) -> ConditionError {
        let known = Measure.allCases.map(\.rawValue) + TextField.allCases.map(\.rawValue) + others
        let hint = Spelling.nearest(to: name, among: known).map { "; did you mean \($0)?" } ?? ""
        return ConditionError(
            "\(name) is not a field of these results\(hint.isEmpty ? "; fields are " : hint + " Fields are ")"
                + "\(known.joined(separator: ", "))", column: column, in: source)
    }
}

extension Condition {
    /// The longest condition, in characters.
    package static let longest = 2000
    /// The largest number of parentheses and negations within each other.
    private static let deepest = 50

    /// Reads a condition.
    ///
    /// `not` binds more tightly than `and`, and `and` more tightly than `or`. A field may name its experiment in brackets:
    /// `kd[2]`, `kd[SBX-0002]`, `kd[EGFR]`.
    /// - Throws: ``ConditionError``.
    package init(parsing source: String) throws(ConditionError) {
        guard source.count <= Self.longest else {
            throw ConditionError(
                "the condition has more than \(Self.longest) characters", column: 1, in: String(source.prefix(60)))
        }
        var lexer = ConditionLexer(source)
        var parser = ConditionParser(try lexer.tokens(), source)
        self = try parser.condition(depth: Self.deepest)
        try parser.finish()
    }
}

private struct ConditionParser {
    private let tokens: [ConditionToken]
    private let source: String
    private var place = 0

    init(_ tokens: [ConditionToken], _ source: String) {
        self.tokens = tokens
        self.source = source
    }

    private var token: ConditionToken { tokens[place] }

    private func fail<Value>(_ message: String, at token: ConditionToken? = nil) throws(ConditionError) -> Value {
        throw ConditionError(message, column: (token ?? self.token).column, in: source)
    }

    private mutating func take() -> ConditionToken {
        defer { if place < tokens.count - 1 { place += 1 } }
        return tokens[place]
    }

    private mutating func takes(_ keyword: String) -> Bool {
        guard case .word(let word) = token.kind, word.lowercased() == keyword else { return false }
        place += 1
        return true
    }

    mutating func finish() throws(ConditionError) {
        guard token.kind != .end else { return }
        if token.kind == .close { return try fail("there is no ( for this )") }
        return try fail("and, or, or the end is expected here")
    }

    // MARK: - The grammar

    mutating func condition(depth: Int) throws(ConditionError) -> Condition {
        var alternatives = [try conjunction(depth: depth)]
        while takes("or") { alternatives.append(try conjunction(depth: depth)) }
        return alternatives.count == 1 ? alternatives[0] : .any(alternatives)
    }

    private mutating func conjunction(depth: Int) throws(ConditionError) -> Condition {
        var parts = [try part(depth: depth)]
        while takes("and") { parts.append(try part(depth: depth)) }
        return parts.count == 1 ? parts[0] : .all(parts)
    }

    private mutating func part(depth: Int) throws(ConditionError) -> Condition {
        guard depth > 0 else { return try fail("the condition is nested too deeply") }
        if takes("not") { return .not(try part(depth: depth - 1)) }
        if token.kind == .open {
            let open = take()
            let inner = try condition(depth: depth - 1)
            guard token.kind == .close else { return try fail("this ( is never closed", at: open) }
            place += 1
            return inner
        }
        guard case .word(let word) = token.kind else {
            return try fail(
                token.kind == .end
                    ? "the condition ends where a comparison is expected"
                    : "a field is expected here, such as kd, tm, yield, or flag(…)")
        }
        let isCall = tokens[min(place + 1, tokens.count - 1)].kind == .open
        switch word.lowercased() {
        case "flag" where isCall: return .flag(try flag())
        case "missing" where isCall: return .missing(try missing())
        default: return try comparison()
        }
    }

    private mutating func flag() throws(ConditionError) -> Flag {
        place += 2
        let names = Flag.allCases.map(\.rawValue)
        guard case .word(let name) = token.kind, let flag = Flag(rawValue: name.lowercased()) else {
            return try fail("flag(…) takes one of \(names.joined(separator: ", "))")
        }
        place += 1
        try close()
        return flag
    }

    private mutating func missing() throws(ConditionError) -> FieldReference {
        place += 2
        let field = try field()
        try close()
        return field
    }

    private mutating func close() throws(ConditionError) {
        guard token.kind == .close else { return try fail(") is expected here") }
        place += 1
    }

    private mutating func field() throws(ConditionError) -> FieldReference {
        let first = take()
        guard case .word(let name) = first.kind else { return try fail("a field is expected here", at: first) }
        guard let kind = FieldReference.kind(named: name) else {
            throw ConditionError.unknownField(name, others: [], column: first.column, in: source)
        }
        guard case .scope(let scope) = token.kind else {
            return FieldReference(kind: kind, name: name, scope: nil, column: first.column, scopeColumn: first.column)
        }
        let column = take().column
        return FieldReference(
            kind: kind, name: name, scope: scope.trimmed, column: first.column, scopeColumn: column)
    }

    private mutating func comparison() throws(ConditionError) -> Condition {
        let field = try field()
        guard case .comparison(let comparison) = token.kind else {
            return try fail("a comparison is expected after \(field.name): < <= > >= = != ~")
        }
        let sign = take()
        switch field.kind {
        case .measure(let measure):
            guard comparison != .contains else {
                return try fail("~ compares text; \(field.name) is a number", at: sign)
            }
            return .compare(field, comparison, .number(try quantity(measure, named: field.name)))
        case .text:
            guard comparison.holds("", "") != nil else {
                return try fail("\(field.name) is text, which is compared with =, != or ~", at: sign)
            }
            return .compare(field, comparison, .text(try text()))
        case .other:
            if case .number(let number) = token.kind {
                place += 1
                return .compare(field, comparison, .number(number))
            }
            return .compare(field, comparison, .text(try text()))
        }
    }

    private mutating func text() throws(ConditionError) -> String {
        let value = take()
        switch value.kind {
        case .word(let text), .quoted(let text): return text
        case .number(let number): return JSON(number).text
        default: return try fail("a text is expected here, in quotation marks if it has spaces", at: value)
        }
    }

    /// Reads a number and its unit.
    private mutating func quantity(_ measure: Measure, named name: String) throws(ConditionError) -> Double {
        let value = take()
        guard case .number(let number) = value.kind else {
            return try fail("a number is expected here", at: value)
        }
        let units = measure.dimension.units
        if case .word(let unit) = token.kind, !["and", "or"].contains(unit.lowercased()) {
            guard let known = units.first(where: { $0.name == unit }) else {
                return try fail(
                    units.isEmpty
                        ? "\(name) has no unit"
                        : "\(unit) is not a unit of \(name); these are \(units.map(\.name).joined(separator: ", "))")
            }
            place += 1
            return number * known.factor
        }
        if let factor = Measure.named(name)?.factor { return number * factor }
        guard !measure.dimension.needsUnit else {
            return try fail("\(name) needs a unit, as in \(JSON(number).text) \(units[0].name)", at: value)
        }
        return number
    }
}

extension FieldReference {
    /// Returns the kind of field with a name; nil if it can't be one.
    static func kind(named name: String) -> Kind? {
        if let measure = Measure.named(name) { return .measure(measure.measure) }
        if let text = TextField(rawValue: name.lowercased()) { return .text(text) }
        // Members of readouts that this program does not know have names of several words.
        return name.contains("_") || name.contains(".") ? .other(name) : nil
    }
}
