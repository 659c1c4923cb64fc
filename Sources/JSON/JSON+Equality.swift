extension JSON: Equatable {
    /// Whether two values are the same by JSON Schema: numbers by their value, objects whatever the order of members.
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
            return sameMembers(left.members ?? [], right.members ?? [])
        }
    }

    private static func sameMembers(_ left: [Member], _ right: [Member]) -> Bool {
        guard left.count == right.count else { return false }
        let others = Dictionary(right.map { (Array($0.name.utf8), $0.value) }, uniquingKeysWith: { _, last in last })
        return left.allSatisfy { others[Array($0.name.utf8)] == $0.value }
    }
}

/// A decimal number without rounding: 1, 1.0 and 10e-1 are one value, 0.1 and 0.10000000000000001 are two.
struct ExactDecimal: Equatable {
    private let negative: Bool
    /// Without zeros at either end; empty for zero.
    private let digits: [UInt8]
    /// The value is 0.DIGITS × 10^exponent.
    private let exponent: Int

    /// Reads the text of a JSON number.
    init(_ text: String) {
        var digits: [UInt8] = []
        var pointAt: Int?
        var exponent = 0
        var rest = Substring(text).utf8
        let negative = rest.first == UInt8(ascii: "-")
        if negative { rest = rest.dropFirst() }
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "."): pointAt = digits.count
            case UInt8(ascii: "e"), UInt8(ascii: "E"):
                exponent = Int(Substring(rest).drop { $0 == "+" }) ?? 0
                rest = Substring().utf8
            default: digits.append(byte)
            }
        }
        exponent += pointAt ?? digits.count
        let zeros = digits.prefix { $0 == UInt8(ascii: "0") }.count
        digits.removeFirst(zeros)
        exponent -= zeros
        while digits.last == UInt8(ascii: "0") { digits.removeLast() }
        self.digits = digits
        self.negative = negative && !digits.isEmpty
        self.exponent = digits.isEmpty ? 0 : exponent
    }
}
