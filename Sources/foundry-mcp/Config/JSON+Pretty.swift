import FoundryJSON

extension JSON {
    /// The value with a member a line; lists of plain values stay on one.
    func pretty(indent: String, unit: String, newline: String) -> String {
        let inner = indent + unit
        func block(_ open: String, _ lines: [String], _ close: String) -> String {
            open + newline + lines.map { inner + $0 }.joined(separator: "," + newline) + newline + indent + close
        }
        if let members, !members.isEmpty {
            let lines = members.map {
                JSON($0.name).text + ": " + $0.value.pretty(indent: inner, unit: unit, newline: newline)
            }
            return block("{", lines, "}")
        }
        guard let elements, elements.contains(where: { $0.kind == .object || $0.kind == .array }) else {
            return elements.map { "[" + $0.map(\.text).joined(separator: ", ") + "]" } ?? text
        }
        return block("[", elements.map { $0.pretty(indent: inner, unit: unit, newline: newline) }, "]")
    }
}
