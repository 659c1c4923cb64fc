import Foundation
import TestSupport
import Testing

/// `swift test --filter Soak` is the short form. The long one, of an optimized build, and its figures:
///
///     swift build -c release
///     FOUNDRY_SOAK_CALLS=50000 FOUNDRY_MCP_BINARY=.build/release/foundry-mcp swift test --filter Soak
///
/// With `FOUNDRY_SOAK_TLS=1` it runs over TLS.
@Suite("Soak", .opensDescriptors(32, within: .seconds(7200)))
struct SoakTests {
    @Test("Under mixed calls, faults and cancellations, no response is duplicated, lost or wrong, and nothing leaks")
    func soak() async throws {
        let plan = SoakPlan.chosen
        let outcome = try await Soak(plan).run()
        print(outcome)

        #expect(outcome.report.calls >= plan.calls)
        #expect(outcome.report.surprises.isEmpty)
        // Whoever waits for an answer gets it, or this would not be reached; so one too many is all that can be.
        #expect(outcome.tally.violations.isEmpty)
        #expect(outcome.tally.answers == outcome.tally.requests - outcome.tally.cancellations + outcome.tally.crossed)
        #expect(outcome.report.cancelled == outcome.tally.cancellations)
        // On a busy machine more answers cross their cancellation.
        #expect(outcome.report.cancelled > plan.calls / 100)

        #expect(outcome.disagreements.isEmpty)
        // Only what was agreed to was accepted, by quote and amount, although quotes were replaced meanwhile.
        #expect(outcome.accepted.filter { !outcome.report.agreed.contains($0) } == [])
        #expect(Set(outcome.accepted.map(\.quote)).count == outcome.accepted.count)
        #expect(!outcome.accepted.isEmpty)
        #expect(outcome.report.replaced > plan.calls / 300)
        #expect(outcome.requests.creations.values.allSatisfy { $0 == 1 }, "an experiment was ordered twice")
        #expect(outcome.requests.withoutKey == 0)
        #expect(!outcome.requests.hasGap)
        #expect(outcome.faults.reduce(0, +) > plan.calls / 20)

        #expect(outcome.exitStatus == 0)
        outcome.expectNoGrowth()
    }
}

extension Soak.Outcome {
    /// Memory is as much in the second half as in the first, and descriptors are as many at the end as after the
    /// warm-up.
    fileprivate func expectNoGrowth() {
        guard let warm, let final else { return }
        let halves = (memory.prefix(memory.count / 2).max() ?? 0, memory.suffix(memory.count / 2).max() ?? 0)
        #expect(halves.1 < halves.0 * 5 / 4 + 16 * 1024, "memory grew from \(halves.0) to \(halves.1) kB")
        #expect(final.sockets <= socketLimit)
        #expect(final.otherDescriptors <= warm.otherDescriptors + 2)
        // The pools of the runtime grow with the load of the machine, up to some dozens; a leak is thousands here.
        #expect(final.threads <= warm.threads + 64)
    }
}

extension Soak.Outcome: CustomStringConvertible {
    var description: String {
        let kinds = report.failures.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        let codes = report.protocolErrors.sorted { $0.key < $1.key }.map { "\($0.value) × \($0.key)" }
        let births = (
            report.claims.filter { if case .created = $0.birth { true } else { false } }.count,
            report.claims.filter { $0.birth == .notCreated }.count, report.claims.filter { $0.birth == .unknown }.count
        )
        let byFault = zip(SoakPlan.faults, faults).map { "\($1) × \($0)" }.joined(separator: ", ")
        return """
            calls                \(report.calls) in \(duration.formatted(.units(allowed: [.minutes, .seconds])))
            answered             \(report.successes) good, tool errors: \(kinds); protocol errors: \
            \(codes.joined(separator: ", "))
            cancelled            \(tally.cancellations), of which \(tally.crossed) crossed their answer
            requests upstream    \(requests.requests); \(requests.refused) answered 429 or 5xx, \
            \(requests.unanswered) dropped
            faults               \(faults.reduce(0, +)): \(byFault)
            over TLS             \(connections.map { "\($0.all) connections, \($0.resumed) resumed a session" } ?? "no")
            retries              \(tally.retries)
            lost answers         \(tally.investigations) looked for: \(report.learned) carried out, \(report.refuted) not \
            carried out, \(report.unresolved) unknown, the others cancelled
            experiments asked    \(report.claims.count): told created \(births.0), not created \(births.1), \
            unknown or cancelled \(births.2); the books hold \(experiments)
            quotes               \(accepted.count) accepted of \(report.agreed.count) agreed to; \(report.questions) \
            questions, \(report.replaced) quotes replaced meanwhile
            memory               at most \((memory.prefix(memory.count / 2).max() ?? 0) / 1024) MiB in the first half after \
            the warm-up, \((memory.suffix(memory.count / 2).max() ?? 0) / 1024) in the second
            after the warm-up    \(warm.map(String.init(describing:)) ?? "no figures here")
            at the end           \(final.map(String.init(describing:)) ?? "no figures here")
            """
    }
}
