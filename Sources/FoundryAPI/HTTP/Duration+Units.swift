extension Duration {
    /// In seconds.
    var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }

    /// In milliseconds, rounded.
    var milliseconds: Int { Int((seconds * 1000).rounded()) }

    /// In seconds, without a fraction where there is none: `30`, `0.5`.
    var secondsText: String {
        let seconds = seconds
        return seconds == seconds.rounded() ? String(Int(seconds)) : String(seconds)
    }
}
