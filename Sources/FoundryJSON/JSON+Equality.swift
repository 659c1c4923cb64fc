extension JSON: Hashable {
    /// Returns whether two values are equal as JSON Schema defines it: numbers by their value, and objects regardless of
    /// the order of members. If several members have one name, the last one counts.
    public static func == (left: JSON, right: JSON) -> Bool {
        guard left.kind == right.kind else { return false }
        switch left.kind {
        case .null:
            return true
        case .boolean:
            return left.bool == right.bool
        case .number:
            guard let one = left.numberText, let other = right.numberText else { return false }
            return one == other || ExactDecimal(one) == ExactDecimal(other)
        case .string:
            return (left.string ?? "").utf8.elementsEqual((right.string ?? "").utf8)
        case .array:
            return left.elements ?? [] == right.elements ?? []
        case .object:
            return left.membersByName == right.membersByName
        }
    }

    /// Hashes what `==` compares.
    public func hash(into hasher: inout Hasher) {
        let kind = kind
        hasher.combine(kind)
        switch kind {
        case .null: break
        case .boolean: hasher.combine(bool)
        case .number:
            // Equal numbers hash alike however they are written; most are integers, which are quicker to hash.
            if let int { hasher.combine(int) } else { hasher.combine(ExactDecimal(numberText ?? "0")) }
        case .string: hasher.combine(ExactString(string ?? ""))
        case .array: hasher.combine(elements ?? [])
        case .object: hasher.combine(membersByName)
        }
    }

    private var membersByName: [ExactString: JSON] {
        Dictionary((members ?? []).map { (ExactString($0.name), $0.value) }, uniquingKeysWith: { _, last in last })
    }
}

extension JSON {
    /// The text that all values equal to this one share: members in the order of their names, each name once, and
    /// numbers in one notation.
    package var canonicalText: String {
        switch kind {
        case .null, .boolean: return text
        case .string: return JSON(string ?? "").text
        case .number: return ExactDecimal(numberText ?? "0").description
        case .array: return "[\((elements ?? []).map(\.canonicalText).joined(separator: ","))]"
        case .object:
            let members = membersByName.sorted { $0.key.text.utf8.lexicographicallyPrecedes($1.key.text.utf8) }
            return "{\(members.map { "\(JSON($0.key.text).text):\($0.value.canonicalText)" }.joined(separator: ","))}"
        }
    }
}

/// A string compared by its code points, as JSON compares names. Swift's `==` would equate composed and decomposed `é`.
struct ExactString: Hashable, Sendable {
    let text: String

    init(_ text: String) {
        self.text = text
    }

    static func == (left: ExactString, right: ExactString) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}
