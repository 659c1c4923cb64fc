import FoundryAPI
import Testing

@testable import FoundryTools

@Suite("Amounts of money", .timeLimit(.minutes(5)))
struct MoneyTests {
    @Test(
        "Money is written with separators, decimals and currency code",
        arguments: [
            (0, "usd", "0.00 USD"), (5, "usd", "0.05 USD"), (100, "usd", "1.00 USD"), (71_000, "usd", "710.00 USD"),
            (100_000, "EUR", "1,000.00 EUR"), (123_456_789, "Usd", "1,234,567.89 USD"), (-150, "usd", "-1.50 USD"),
            (1_500, "jpy", "1,500 JPY"), (99_999, "chf", "999.99 CHF"),
            (1_500, "XAF", "1,500 XAF"), (1_500, "ugx", "1,500 UGX"), (.min, "usd", "-92,233,720,368,547,758.08 USD"),
        ])
    func text(_ amount: Int, _ currency: String, _ text: String) {
        #expect(Money(cents: amount, currency).description == text)
    }

    @Test("Amounts are equal in the same currency only, whatever its case")
    func equality() {
        #expect(Money(cents: 100, "USD") == Money(cents: 100, "usd"))
        #expect(Money(cents: 100, "usd") != Money(cents: 101, "usd"))
        #expect(Money(cents: 100, "usd") != Money(cents: 100, "eur"))
        #expect(Money(cents: 71_000, "USD").figures == "71000 usd")
    }
}
