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

/// A piece of a condition.
private struct Token {
    enum Kind: Equatable {
        case word(String)
        case quoted(String)
        case number(Double)
        case comparison(Condition.Comparison)
        case open, close
        case scope(String)
        case end
    }

    let kind: Kind
    let column: Int
}

/// A reader of the pieces of a condition.
private struct Lexer {
    private let source: String
    private let letters: [Character]
    private var place = 0

    init(_ source: String) {
        self.source = source
        letters = Array(source)
    }

    mutating func tokens() throws(ConditionError) -> [Token] {
        var tokens: [Token] = []
        repeat {
            while place < letters.count, letters[place].isWhitespace { place += 1 }
            let column = place + 1
            tokens.append(Token(kind: try next(after: tokens.last?.kind), column: column))
        } while tokens.last?.kind != .end
        return tokens
    }

    private mutating func next(after previous: Token.Kind?) throws(ConditionError) -> Token.Kind {
        guard place < letters.count else { return .end }
        let letter = letters[place]
        switch letter {
        case "(":
            place += 1
            return .open
        case ")":
            place += 1
            return .close
        case "[": return .scope(try enclosed(until: "]"))
        case "\"", "'": return .quoted(try enclosed(until: letter))
        case "<", ">", "=", "!", "~", "≤", "≥", "≠": return .comparison(try comparison())
        default: break
        }
        // After a number, `1/s` is a unit.
        if case .number = previous, letter == "1", place + 1 < letters.count, letters[place + 1] == "/" {
            return .word(word())
        }
        if let number = number() { return .number(number) }
        guard Self.isPartOfWord(letter) else {
            throw ConditionError("\(letter) means nothing here", column: place + 1, in: source)
        }
        return .word(word())
    }

    private mutating func comparison() throws(ConditionError) -> Condition.Comparison {
        let column = place + 1
        let start = place
        while place < letters.count, place < start + 2, "<>=!~≤≥≠".contains(letters[place]) { place += 1 }
        let text = String(letters[start..<place])
        switch text {
        case "≤": return .lessOrEqual
        case "≥": return .greaterOrEqual
        case "≠", "<>": return .notEqual
        case "==": return .equal
        default:
            guard let comparison = Condition.Comparison(rawValue: text) else {
                throw ConditionError(
                    "\(text) is not a comparison; these are < <= > >= = != ~ (contains)", column: column, in: source)
            }
            return comparison
        }
    }

    private mutating func enclosed(until end: Character) throws(ConditionError) -> String {
        let start = place + 1
        guard let close = letters[start...].firstIndex(of: end) else {
            throw ConditionError("\(letters[place]) is never closed with \(end)", column: place + 1, in: source)
        }
        place = close + 1
        return String(letters[start..<close])
    }

    private mutating func number() -> Double? {
        var end = place
        func isDigit(_ index: Int) -> Bool {
            index < letters.count && letters[index].isASCII && letters[index].isNumber
        }
        if end < letters.count, letters[end] == "-" || letters[end] == "+" { end += 1 }
        guard isDigit(end) || (end < letters.count && letters[end] == "." && isDigit(end + 1)) else { return nil }
        while isDigit(end) { end += 1 }
        if end < letters.count, letters[end] == "." {
            end += 1
            while isDigit(end) { end += 1 }
        }
        if end < letters.count, letters[end] == "e" || letters[end] == "E" {
            let sign = end + 1 < letters.count && (letters[end + 1] == "-" || letters[end + 1] == "+") ? 1 : 0
            if isDigit(end + 1 + sign) {
                end += 1 + sign
                while isDigit(end) { end += 1 }
            }
        }
        guard let number = Double(String(letters[place..<end])), number.isFinite else { return nil }
        place = end
        return number
    }

    private static func isPartOfWord(_ letter: Character) -> Bool {
        letter.isLetter || letter.isNumber || "_-./°%·".contains(letter)
    }

    private mutating func word() -> String {
        let start = place
        while place < letters.count, Self.isPartOfWord(letters[place]) { place += 1 }
        return String(letters[start..<place])
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
        var lexer = Lexer(source)
        var parser = ConditionParser(try lexer.tokens(), source)
        self = try parser.condition(depth: Self.deepest)
        try parser.finish()
    }
}

private struct ConditionParser {
    private let tokens: [Token]
    private let source: String
    private var place = 0

    init(_ tokens: [Token], _ source: String) {
        self.tokens = tokens
        self.source = source
    }

    private var token: Token { tokens[place] }

    private func fail<Value>(_ message: String, at token: Token? = nil) throws(ConditionError) -> Value {
        throw ConditionError(message, column: (token ?? self.token).column, in: source)
    }

    private mutating func take() -> Token {
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
