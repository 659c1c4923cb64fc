/// An amount of money.
public struct Money: Sendable, Hashable, CustomStringConvertible {
    /// The amount in the smallest unit of the currency: cents for US dollars, yen for Japanese yen.
    public let amount: Int
    /// The ISO 4217 code of the currency in lower case. The API writes it in either.
    public let currency: String

    /// Creates an amount from a number of cents, or of the smallest unit of another currency: `Money(cents: 69_00, "usd")`.
    public init(cents: Int, _ currency: String) {
        amount = cents
        self.currency = currency.lowercased()
    }

    /// Creates the price of something; nil if the amount is negative, or the currency is no code of three letters, as
    /// which a text in a question could say anything.
    init?(price amount: Int, _ currency: String) {
        // In ASCII before the case is changed: other letters may become one of them.
        guard amount >= 0, currency.utf8.count == 3,
            currency.utf8.allSatisfy({ (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20) })
        else { return nil }
        self.init(cents: amount, currency)
    }

    /// The amount as a person reads it: `1,234.50 USD`.
    public var description: String {
        let digits = Self.withoutMinorUnit.contains(currency) ? 0 : 2
        let scale: UInt = digits == 0 ? 1 : 100
        let whole = String(amount.magnitude / scale)
        var grouped = ""
        for (index, digit) in whole.enumerated() {
            if index > 0, (whole.count - index).isMultiple(of: 3) { grouped += "," }
            grouped.append(digit)
        }
        let minor = amount.magnitude % scale
        let fraction = digits == 0 ? "" : minor < 10 ? ".0\(minor)" : ".\(minor)"
        return "\(amount < 0 ? "-" : "")\(grouped)\(fraction) \(currency.uppercased())"
    }

    /// The amount as a call states it: `123450 usd`.
    public var figures: String { "\(amount) \(currency)" }

    /// Currencies without a minor unit, in ISO 4217 or at the payment provider. The API's own examples are USD, EUR and
    /// GBP; in these, an amount taken for cents would be shown a hundred times too small. The views know the same list.
    private static let withoutMinorUnit: Set = [
        "bif", "clp", "djf", "gnf", "isk", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "ugx", "vnd", "vuv", "xaf", "xof",
        "xpf",
    ]
}
