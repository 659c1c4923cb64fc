import Foundation

/// The clock, the waiting and the jitter that the engine works with; tests have their own.
struct Timing: Sendable {
    /// The present moment.
    var now: @Sendable () -> Date
    /// Waits, or throws `CancellationError`.
    var sleep: @Sendable (Duration) async throws -> Void
    /// A number from 0 up to 1.
    var jitter: @Sendable () -> Double

    /// Those of the system.
    static let system = Timing(
        now: { Date() }, sleep: { try await Task.sleep(for: $0) }, jitter: { Double.random(in: 0..<1) })
}
