import FoundryText

/// An order of constructs, such as `-tm` or `desc(tm),kd`.
package struct SortOrder: Sendable {
    package let keys: [(field: FieldReference, isDescending: Bool)]
    let source: String

    /// Reads an order: names with commas between, each with `-` or `+` before it, within `asc(…)` or `desc(…)`, or
    /// followed by `:asc` or `:desc`.
    /// - Throws: ``ConditionError``.
    package init(parsing source: String) throws(ConditionError) {
        self.source = source
        var keys: [(FieldReference, Bool)] = []
        var column = 1
        for part in source.split(separator: ",", omittingEmptySubsequences: false) {
            keys.append(try Self.key(String(part), column, source))
            column += part.count + 1
        }
        self.keys = keys
    }

    private static func key(
        _ part: String, _ column: Int, _ source: String
    ) throws(ConditionError) -> (FieldReference, Bool) {
        var column = column + part.prefix { $0 == " " }.count
        var text = part.trimmed
        var isDescending = false
        for (prefix, descends) in [("desc(", true), ("asc(", false)] where text.lowercased().hasPrefix(prefix) {
            guard text.hasSuffix(")") else {
                throw ConditionError("this ( is never closed", column: column + prefix.count - 1, in: source)
            }
            (text, isDescending) = (String(text.dropFirst(prefix.count).dropLast()), descends)
            column += prefix.count
        }
        for (suffix, descends) in [(":desc", true), (":asc", false)] where text.lowercased().hasSuffix(suffix) {
            (text, isDescending) = (String(text.dropLast(suffix.count)), descends)
        }
        if text.hasPrefix("-") || text.hasPrefix("+") {
            isDescending = text.hasPrefix("-")
            text.removeFirst()
            column += 1
        }
        var scope: String?
        if text.hasSuffix("]"), let open = text.firstIndex(of: "[") {
            scope = String(text[text.index(after: open)...].dropLast())
            text = String(text[..<open])
        }
        guard !text.isEmpty, let kind = FieldReference.kind(named: text) else {
            throw ConditionError.unknownField(text.isEmpty ? "nothing" : text, others: [], column: column, in: source)
        }
        return (
            FieldReference(kind: kind, name: text, scope: scope, column: column, scopeColumn: column + text.count),
            isDescending
        )
    }
}
