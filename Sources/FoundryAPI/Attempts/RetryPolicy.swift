import Foundation

/// How often and when a request is sent again.
struct RetryPolicy: Sendable {
    /// How many times after the first.
    let retries = 3
    /// The longest wait before the first retry; it doubles with each.
    let base = Duration.milliseconds(250)
    /// The longest wait of all.
    let cap = Duration.seconds(8)
    /// The longest wait that the API may ask for; beyond it the caller is told rather than kept waiting.
    let longestRetryAfter = Duration.seconds(60)

    /// How long to wait before a retry, or nil where the API asks for more than is waited.
    ///
    /// - Parameters:
    ///   - retry: 0 for the first
    ///   - retryAfter: what the API asks for
    ///   - jitter: a number from 0 up to 1
    func delay(before retry: Int, retryAfter: Duration?, jitter: Double) -> Duration? {
        // Full jitter: clients that failed together do not come back together.
        let backOff = min(cap, base * (1 << min(retry, 20))) * jitter
        guard let retryAfter else { return backOff }
        // Not before the API wants, and not all at the very moment either.
        return retryAfter > longestRetryAfter ? nil : retryAfter + min(backOff, base)
    }

    /// What a `Retry-After` header asks for: a number of seconds, or a date by the server's own clock.
    static func retryAfter(_ head: HTTPHead, now: Date) -> Duration? {
        guard let text = head["retry-after"]?.trimmingCharacters(in: .whitespaces) else { return nil }
        if let seconds = Double(text) { return seconds.isFinite ? .seconds(min(max(0, seconds), 1e9)) : nil }
        guard let date = HTTPDate.read(text) else { return nil }
        let reference = head["date"].flatMap(HTTPDate.read) ?? now
        return .seconds(max(0, date.timeIntervalSince(reference)))
    }
}
