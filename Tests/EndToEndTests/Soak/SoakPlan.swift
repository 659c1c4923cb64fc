import Foundation

/// The length and load of a soak.
struct SoakPlan: Sendable {
    /// The number of calls; `FOUNDRY_SOAK_CALLS` sets another number.
    let calls: Int
    /// The seed of the random numbers; `FOUNDRY_SOAK_SEED` sets another.
    let seed: UInt64
    /// A Boolean value that indicates whether the calls go over TLS; `FOUNDRY_SOAK_TLS=1` makes them. Linux only, and needs
    /// `python3` and `openssl`.
    let usesTLS: Bool
    /// The number of calls in flight at once.
    let workers = 32
    /// The time that one HTTP attempt may take, in seconds.
    let timeout = 2

    static var chosen: SoakPlan {
        let variables = ProcessInfo.processInfo.environment
        return SoakPlan(
            calls: variables["FOUNDRY_SOAK_CALLS"].flatMap { Int($0) } ?? 1500,
            seed: variables["FOUNDRY_SOAK_SEED"].flatMap { UInt64($0) } ?? 2026,
            usesTLS: variables["FOUNDRY_SOAK_TLS"] == "1")
    }

    /// The trouble that is made: about one request in eight meets some.
    static let faults = [
        "rate=0.03:status=503", "rate=0.01:status=500", "rate=0.003:status=502:after-commit",
        "rate=0.01:retry-after=0", "rate=0.003:retry-after=1", "rate=0.02:latency=40ms",
        "rate=0.01:drop-before-commit", "rate=0.005:drop-before-commit:reset", "rate=0.01:drop-after-commit",
        "rate=0.005:drop-after-commit:reset", "rate=0.007:truncate", "rate=0.007:malformed", "rate=0.003:invalid-utf8",
        "rate=0.003:wrong-length", "rate=0.003:content-type=text/html", "rate=0.003:slow-body=100ms",
        // These two outlast the time-out.
        "rate=0.0005:latency=3s", "rate=0.0005:latency-after-commit=3s",
    ]
}
