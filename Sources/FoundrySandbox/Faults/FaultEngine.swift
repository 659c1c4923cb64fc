import Synchronization

/// Decides which faults apply to a request; the same requests in the same order meet the same faults.
final class FaultEngine: Sendable {
    private let faults: [SandboxFault]
    private let seed: UInt64
    private let counts: Mutex<[(matched: Int, applied: Int)]>

    init(_ faults: [SandboxFault], seed: UInt64) {
        self.faults = faults
        self.seed = seed
        counts = Mutex(faults.map { _ in (0, 0) })
    }

    /// How many times each fault was made.
    var applied: [Int] { counts.withLock { $0.map(\.applied) } }

    /// What is done to a request of a route; nil where nothing is.
    func effects(for route: Route) -> FaultEffects? {
        guard !faults.isEmpty, route.isOfAPI else { return nil }
        return counts.withLock { counts in
            var effects: FaultEffects?
            for (place, fault) in faults.enumerated() where fault.condition.matches(route) {
                counts[place].matched += 1
                let condition = fault.condition
                guard counts[place].matched > condition.after, counts[place].applied < condition.times else { continue }
                var dice = Dice(seed: seed, "fault", String(place), String(counts[place].matched))
                guard dice.unit() < condition.rate else { continue }
                counts[place].applied += 1
                effects = effects ?? FaultEffects()
                effects?.add(fault.effects)
            }
            return effects
        }
    }
}
