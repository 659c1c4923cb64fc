import FoundryFoundation
import FoundryText

/// The number of retries and the delays before them.
struct RetryPolicy: Sendable {
    /// The number of retries after the first attempt.
    let retries = 3
    /// The longest delay before the first retry. It doubles with each.
    let base = Duration.milliseconds(250)
    /// The longest delay.
    let cap = Duration.seconds(8)
    /// The longest delay that the API may ask for. Beyond it, the caller is told rather than kept waiting.
    let longestRetryAfter = Duration.seconds(60)

    /// Returns the delay before a retry, or nil if the API asks for too long a one.
    ///
    /// - Parameters:
    ///   - retry: the number of retries so far.
    ///   - retryAfter: the delay that the API asks for.
    ///   - jitter: a number from 0 up to 1.
    func delay(before retry: Int, retryAfter: Duration?, jitter: Double) -> Duration? {
        // Full jitter: clients that failed together do not come back together.
        let backOff = min(cap, base * (1 << min(retry, 20))) * jitter
        guard let retryAfter else { return backOff }
        // Not before the API allows it, and not all at the same moment.
        return retryAfter > longestRetryAfter ? nil : retryAfter + min(backOff, base)
    }

    /// Returns the delay of a `Retry-After` header: a number of seconds, or a date by the server's own clock.
    static func retryAfter(_ head: HTTPHead, now: Date) -> Duration? {
        guard let text = head["retry-after"]?.trimmed else { return nil }
        if let seconds = Double(text) { return seconds.isFinite ? .seconds(min(max(0, seconds), 1e9)) : nil }
        guard let date = HTTPDate.read(text) else { return nil }
        let reference = head["date"].flatMap(HTTPDate.read) ?? now
        return .seconds(max(0, date.timeIntervalSince(reference)))
    }
}

/// The clock, the delays and the randomness of the client, which tests replace.
struct Timing: Sendable {
    /// Returns the current moment.
    var now: @Sendable () -> Date
    /// Sleeps, or throws `CancellationError`.
    var sleep: @Sendable (Duration) async throws -> Void
    /// Returns a number from 0 up to 1.
    var jitter: @Sendable () -> Double

    /// The clock, delays and randomness of the system.
    static let system = Timing(
        now: { Date() }, sleep: { try await Task.sleep(for: $0) }, jitter: { Double.random(in: 0..<1) })
}
