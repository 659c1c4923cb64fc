import FoundryFoundation

/// Numbers as a scientist writes them. A missing one is an en dash.
package enum Quantity {
    /// The text for a missing value.
    package static let missing = "–"

    /// A dissociation constant, from molar to the unit in which it has one to three digits before the point.
    package static func concentration(molar value: Double?) -> String {
        guard let value, value.isFinite, value >= 0 else { return missing }
        guard value > 0 else { return "0 M" }
        // The unit is chosen for the rounded value, so that 999.96 pM is 1.00 nM and not 1000 pM.
        let rounded = Double(String(cFormat: "%.2e", value)) ?? value
        for (unit, factor) in [("pM", 1e-12), ("nM", 1e-9), ("µM", 1e-6), ("mM", 1e-3)] where rounded < factor * 999.5 {
            return "\(significant(rounded / factor)) \(unit)"
        }
        return "\(significant(rounded)) M"
    }

    /// A rate, with three significant digits and a power of ten: `1.25×10⁵`.
    package static func scientific(_ value: Double?) -> String {
        guard let value, value.isFinite else { return missing }
        guard value != 0 else { return "0" }
        let parts = String(cFormat: "%.2e", value).split(separator: "e")
        guard parts.count == 2, let exponent = Int(parts[1]) else { return missing }
        return "\(parts[0])×10\(superscript(exponent))"
    }

    /// A temperature in °C, to a tenth, which is what nanoDSF resolves.
    package static func celsius(_ value: Double?) -> String {
        guard let value, value.isFinite else { return missing }
        return String(cFormat: "%.1f", value)
    }

    /// A plain number with two decimals.
    package static func decimal(_ value: Double?) -> String {
        guard let value, value.isFinite else { return missing }
        return String(cFormat: "%.2f", value)
    }

    private static func significant(_ value: Double) -> String {
        // Below the smallest unit the digits are kept: a value that is not zero is not shown as zero.
        String(cFormat: value >= 99.95 ? "%.0f" : value >= 9.995 ? "%.1f" : value >= 0.095 ? "%.2f" : "%.3g", value)
    }

    private static func superscript(_ exponent: Int) -> String {
        let digits: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
        return (exponent < 0 ? "⁻" : "")
            + String(String(abs(exponent)).compactMap { $0.wholeNumberValue.map { digits[$0] } })
    }
}
