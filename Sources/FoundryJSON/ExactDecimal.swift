/// A decimal number without rounding: 1, 1.0 and 10e-1 are equal, 0.1 and 0.10000000000000001 are not.
struct ExactDecimal: Hashable, Sendable {
    /// The largest exponent; larger ones are reduced to it, so that sums of exponents do not overflow.
    private static let exponentLimit = Int.max / 4

    private let isNegative: Bool
    /// The digits, each from 0 to 9, without zeros at either end; empty for zero.
    private let digits: [UInt8]
    /// The value is 0.DIGITS × 10^exponent.
    private let exponent: Int

    /// Creates a number from the text of a JSON number.
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

    /// A Boolean value indicating whether the number has no fraction.
    var isWhole: Bool { exponent >= digits.count }

    /// The value as an integer, or nil if it has a fraction or does not fit.
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

    /// A Boolean value indicating whether ``isMultiple(of:)`` supports the number as a divisor: it is positive and has at
    /// most 18 digits.
    var isDivisor: Bool { !isNegative && (1...18).contains(digits.count) }

    /// Returns whether the number is a multiple of a divisor for which ``isDivisor`` is true.
    func isMultiple(of divisor: ExactDecimal) -> Bool {
        guard !digits.isEmpty else { return true }
        guard divisor.isDivisor else { return false }
        // Both are whole numbers times a power of ten, and neither whole number ends in a zero.
        let zeros = (exponent - digits.count) - (divisor.exponent - divisor.digits.count)
        guard zeros >= 0 else { return false }
        let modulus = divisor.digits.reduce(UInt64(0)) { $0 * 10 + UInt64($1) }
        var rest = digits.reduce(UInt64(0)) { ($0 * 10 + UInt64($1)) % modulus }
        // 64 factors of ten contain every factor 2 and 5 of a 64-bit number; more change nothing.
        for _ in 0..<min(zeros, 64) { rest = rest * 10 % modulus }
        return rest == 0
    }
}

extension ExactDecimal: CustomStringConvertible {
    /// The text that all ways to write the number have in common, such as `0.15e-8`.
    var description: String {
        "\(isNegative ? "-" : "")0.\(digits.isEmpty ? "0" : digits.map(String.init).joined())e\(exponent)"
    }
}

extension ExactDecimal: Comparable {
    static func < (left: ExactDecimal, right: ExactDecimal) -> Bool {
        if left.sign != right.sign { return left.sign < right.sign }
        return left.isNegative ? right.isNearerToZero(than: left) : left.isNearerToZero(than: right)
    }

    private var sign: Int { digits.isEmpty ? 0 : isNegative ? -1 : 1 }

    /// Returns whether the absolute value is smaller, for two numbers other than zero.
    private func isNearerToZero(than other: ExactDecimal) -> Bool {
        exponent == other.exponent
            ? digits.lexicographicallyPrecedes(other.digits) : exponent < other.exponent
    }
}
