extension JSON: Hashable {
    /// Whether two values are the same by JSON Schema: numbers by their value, objects whatever the order of members.
    /// Of members of one name the last counts.
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

    /// Feeds what `==` compares.
    public func hash(into hasher: inout Hasher) {
        let kind = kind
        hasher.combine(kind)
        switch kind {
        case .null: break
        case .boolean: hasher.combine(bool)
        case .number:
            // One value has one hash however it is written, and most are integers, which are quicker to hash.
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

/// A string compared by its code points, as JSON compares names: Swift's `==` would take a composed and a decomposed
/// `é` for one.
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
