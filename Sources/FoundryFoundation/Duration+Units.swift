extension Duration {
    /// In seconds.
    package var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }

    /// In milliseconds, rounded to the nearest, and from halfway away from zero.
    package var milliseconds: Int { Int((seconds * 1000).rounded()) }

    /// In seconds, without a fraction where there is none: `30`, `0.5`.
    package var secondsText: String {
        let seconds = seconds
        return seconds == seconds.rounded() ? String(Int(seconds)) : String(seconds)
    }
}
