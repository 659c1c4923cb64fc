import Testing

@testable import FoundryAnalysis

@Suite("Units and rounding", .timeLimit(.minutes(5)))
struct QuantityTests {
    @Test(
        "A KD has the unit in which it has one to three digits before the point",
        arguments: [
            (1e-12, "1.00 pM"), (1.234e-12, "1.23 pM"), (12.34e-12, "12.3 pM"), (123.4e-12, "123 pM"),
            (999.4e-12, "999 pM"), (999.6e-12, "1.00 nM"), (999.96e-12, "1.00 nM"), (1e-9, "1.00 nM"),
            (1.005e-9, "1.00 nM"), (9.994e-9, "9.99 nM"), (9.996e-9, "10.0 nM"), (99.94e-9, "99.9 nM"),
            (99.96e-9, "100 nM"), (999e-9, "999 nM"), (999.6e-9, "1.00 µM"), (3.2e-6, "3.20 µM"),
            (999.6e-6, "1.00 mM"), (0.5, "500 mM"), (0.9996, "1.00 M"), (1, "1.00 M"), (12, "12.0 M"),
            (1500, "1500 M"), (0.5e-12, "0.50 pM"), (0.05e-12, "0.05 pM"), (0, "0 M"), (-0.0, "0 M"),
        ])
    func concentration(_ molar: Double, _ text: String) {
        #expect(Quantity.concentration(molar: molar) == text)
    }

    @Test("At the border between two units, 1000 of the smaller is never shown", arguments: 1...4)
    func border(_ step: Int) {
        let unit = [1e-12, 1e-9, 1e-6, 1e-3][step - 1]
        for thousandths in 999_000...1_001_000 where thousandths % 50 == 0 {
            let text = Quantity.concentration(molar: Double(thousandths) / 1000 * unit)
            #expect(!text.hasPrefix("1000"), "\(thousandths)")
            #expect(text.hasPrefix("999 ") || text.hasPrefix("1.00 "), "\(text)")
        }
    }

    @Test(
        "A KD below the resolution is not shown as zero",
        arguments: [(1e-15, "0.001 pM"), (1.26e-14, "0.0126 pM"), (4e-16, "0.0004 pM")])
    func tiny(_ molar: Double, _ text: String) {
        #expect(Quantity.concentration(molar: molar) == text)
    }

    @Test(
        "A missing, negative or invalid number is an en dash",
        arguments: [nil, -1, Double.nan, Double.infinity, -Double.infinity] as [Double?])
    func missing(_ value: Double?) {
        #expect(Quantity.concentration(molar: value) == "–")
        if value != -1 {
            #expect(Quantity.scientific(value) == "–")
            #expect(Quantity.celsius(value) == "–")
            #expect(Quantity.decimal(value) == "–")
        }
    }

    @Test(
        "A rate has three digits and a power of ten",
        arguments: [
            (125_000, "1.25×10⁵"), (0.000_776, "7.76×10⁻⁴"), (1, "1.00×10⁰"), (9.996e4, "1.00×10⁵"), (0, "0"),
            (-2.5e-3, "-2.50×10⁻³"), (1e-10, "1.00×10⁻¹⁰"), (1.5e100, "1.50×10¹⁰⁰"),
        ])
    func scientific(_ value: Double, _ text: String) {
        #expect(Quantity.scientific(value) == text)
    }

    @Test(
        "A temperature has one decimal", arguments: [(65.04, "65.0"), (65.06, "65.1"), (-3.26, "-3.3"), (100, "100.0")])
    func celsius(_ value: Double, _ text: String) {
        #expect(Quantity.celsius(value) == text)
    }
}
