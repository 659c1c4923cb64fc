import Foundation

/// Ten to a power; not every platform's Foundation has it.
func exp10(_ exponent: Double) -> Double { pow(10, exponent) }

extension Double {
    /// Rounded to so many digits after the point.
    func rounded(digits: Int) -> Double {
        let scale = pow(10, Double(digits))
        return (self * scale).rounded() / scale
    }

    /// Rounded to so many significant digits, to the number that its decimal text reads as.
    func significant(_ digits: Int) -> Double {
        guard self != 0, isFinite else { return self }
        return Double(String(format: "%.\(digits - 1)e", self)) ?? self
    }
}
