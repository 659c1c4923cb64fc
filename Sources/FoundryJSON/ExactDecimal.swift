/// A decimal number without rounding: 1, 1.0 and 10e-1 are one value, 0.1 and 0.10000000000000001 are two.
struct ExactDecimal: Hashable, Sendable {
    /// Beyond this an exponent says nothing that anybody measures; it is cut here so that sums of exponents fit.
    private static let exponentLimit = Int.max / 4

    private let isNegative: Bool
    /// Without zeros at either end, each from 0 to 9; empty for zero.
    private let digits: [UInt8]
    /// The value is 0.DIGITS × 10^exponent.
    private let exponent: Int

    /// Reads the text of a JSON number.
    init(_ text: String) {
        var digits: [UInt8] = []
        var pointAt: Int?
        var exponent = 0
        var rest = Substring(text).utf8
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative { rest = rest.dropFirst() }
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "."): pointAt = digits.count
            case UInt8(ascii: "e"), UInt8(ascii: "E"):
                exponent = ExactDecimal.exponent(Substring(rest))
                rest = Substring().utf8
            default: digits.append(byte &- UInt8(ascii: "0"))
            }
        }
        exponent += pointAt ?? digits.count
        let zeros = digits.prefix { $0 == 0 }.count
        digits.removeFirst(zeros)
        exponent -= zeros
        while digits.last == 0 { digits.removeLast() }
        self.digits = digits
        self.isNegative = isNegative && !digits.isEmpty
        self.exponent = digits.isEmpty ? 0 : exponent
    }

    private static func exponent(_ text: Substring) -> Int {
        let limit = text.first == "-" ? -exponentLimit : exponentLimit
        return Int(text).map { max(-exponentLimit, min(exponentLimit, $0)) } ?? limit
    }

    /// Whether nothing stands after the decimal point.
    var isWhole: Bool { exponent >= digits.count }

    /// The value where it is whole and fits.
    var int: Int? {
        guard isWhole, exponent <= 19 else { return nil }
        var value = 0
        for place in 0..<exponent {
            let digit = place < digits.count ? Int(digits[place]) : 0
            let (shifted, tooLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflow) =
                isNegative ? shifted.subtractingReportingOverflow(digit) : shifted.addingReportingOverflow(digit)
            guard !tooLarge, !overflow else { return nil }
            value = sum
        }
        return value
    }

    /// Whether ``isMultiple(of:)`` can take the value: it is more than 0 and its digits fit in 64 bits, times ten.
    var isDivisor: Bool { !isNegative && (1...18).contains(digits.count) }

    /// Whether the value is a whole number of times a divisor; see ``isDivisor``.
    func isMultiple(of divisor: ExactDecimal) -> Bool {
        guard !digits.isEmpty else { return true }
        guard divisor.isDivisor else { return false }
        // Both as whole numbers times a power of ten; neither whole number ends in a zero.
        let zeros = (exponent - digits.count) - (divisor.exponent - divisor.digits.count)
        guard zeros >= 0 else { return false }
        let modulus = divisor.digits.reduce(UInt64(0)) { $0 * 10 + UInt64($1) }
        var rest = digits.reduce(UInt64(0)) { ($0 * 10 + UInt64($1)) % modulus }
        // 64 tens hold every factor 2 and 5 of a 64-bit number: further ones change nothing.
        for _ in 0..<min(zeros, 64) { rest = rest * 10 % modulus }
        return rest == 0
    }
}

extension ExactDecimal: Comparable {
    static func < (left: ExactDecimal, right: ExactDecimal) -> Bool {
        if left.sign != right.sign { return left.sign < right.sign }
        return left.isNegative ? right.isNearerToZero(than: left) : left.isNearerToZero(than: right)
    }

    private var sign: Int { digits.isEmpty ? 0 : isNegative ? -1 : 1 }

    /// Of two values other than zero.
    private func isNearerToZero(than other: ExactDecimal) -> Bool {
        exponent == other.exponent
            ? digits.lexicographicallyPrecedes(other.digits) : exponent < other.exponent
    }
}
