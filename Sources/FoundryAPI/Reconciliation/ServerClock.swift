import Foundation
import Synchronization

/// What is known of the server's clock.
final class ServerClock: Sendable {
    /// How far it is ahead of ours, in seconds.
    private let offset = Mutex<Double?>(nil)

    /// Learns it from the `Date` header of an answer that came at this moment by ours.
    func learn(_ date: Date, at now: Date) {
        offset.withLock { $0 = date.timeIntervalSince(now) }
    }

    /// The moment by the server's clock before which nothing can be due to a request that began at this one by ours.
    func moment(of began: Date) -> Date {
        // A Date header is cut to the second, and late by the way of the answer; without one, clocks that are
        // set by network time differ by less than this.
        guard let offset = offset.withLock({ $0 }) else { return began.addingTimeInterval(-60) }
        return began.addingTimeInterval(offset - 1)
    }
}
