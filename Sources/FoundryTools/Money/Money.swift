import Foundation

/// An amount of money.
struct Money: Sendable, Equatable, CustomStringConvertible {
    /// In the smallest unit of the currency: cents, where there are cents.
    let amount: Int
    /// The currency by ISO 4217, in lower case; the API writes it in either.
    let currency: String

    init(_ amount: Int, _ currency: String) {
        self.amount = amount
        self.currency = currency.lowercased()
    }

    /// As a person reads it: `1,234.50 USD`.
    var description: String {
        let digits = Self.zeroDecimal.contains(currency) ? 0 : 2
        let scale = digits == 0 ? 1 : 100
        let whole = String(amount.magnitude / UInt(scale))
        var grouped = ""
        for (index, digit) in whole.enumerated() {
            if index > 0, (whole.count - index) % 3 == 0 { grouped += "," }
            grouped.append(digit)
        }
        let cents = digits == 0 ? "" : String(format: ".%02d", Int(amount.magnitude % UInt(scale)))
        return "\(amount < 0 ? "-" : "")\(grouped)\(cents) \(currency.uppercased())"
    }

    /// As a call names it: `123450 usd`.
    var figures: String { "\(amount) \(currency)" }

    /// Currencies to which ISO 4217 gives no smaller unit. The API's own examples are USD, EUR and GBP; these are the
    /// ones in which an amount, taken for cents, would be shown a hundred times too small, and the views know the same.
    private static let zeroDecimal: Set = ["jpy", "krw", "clp", "vnd", "isk"]
}
