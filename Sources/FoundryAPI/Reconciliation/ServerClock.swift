import FoundryFoundation
import Synchronization

/// The server's clock, as far as it is known.
final class ServerClock: Sendable {
    /// Its lead over the local clock, in seconds.
    private let offset = Mutex<Double?>(nil)

    /// Records the `Date` header of a response that arrived at a moment of the local clock.
    func learn(_ date: Date, at now: Date) {
        offset.withLock { $0 = date.timeIntervalSince(now) }
    }

    /// Returns the earliest moment of the server's clock at which a request can have had an effect that began at a moment of
    /// the local clock.
    func moment(of began: Date) -> Date {
        // A Date header is truncated to the second and delayed by the network; without one, assume that clocks set by
        // network time differ by less than a minute.
        guard let offset = offset.withLock({ $0 }) else { return began.addingTimeInterval(-60) }
        return began.addingTimeInterval(offset - 1)
    }
}
