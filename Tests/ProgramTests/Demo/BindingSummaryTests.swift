import FoundryJSON
import Testing

@testable import foundry_mcp

@Suite("The demo's summary of results")
struct BindingSummaryTests {
    private func row(
        _ name: String, _ strength: String, kd: Double? = nil, apparent: Double? = nil, control: Bool = false
    )
        -> JSON
    {
        .object([
            "sequence": ["name": JSON(name), "control": JSON(control)], "binding_strength": JSON(strength),
            "kd_mean": kd.map { JSON($0) }, "kd_app": apparent.map { ["value": JSON($0)] },
        ])
    }

    @Test("Designs are counted without controls, and the tightest is found by its mean or apparent KD")
    func best() {
        let summary = BindingSummary([
            row("control", "strong", kd: 1e-10, control: true), row("c", "none"), row("b", "weak", apparent: 1e-6),
            row("a", "strong", kd: 2e-9, apparent: 4e-9), row("d", "unknown"),
        ])
        #expect(summary.designs == 4)
        #expect(
            summary.binders == [
                .init(name: "a", kd: 2e-9, apparentKD: 4e-9), .init(name: "b", kd: nil, apparentKD: 1e-6),
            ])
        #expect(summary.best?.name == "a")
        // An apparent KD is compared with an apparent one.
        #expect(abs((summary.lead ?? 0) - 250) < 1e-6)
    }

    @Test("A KD is not compared with an apparent one, which is told as such")
    func apparent() {
        let summary = BindingSummary([row("a", "strong", kd: 2e-9), row("b", "weak", apparent: 1e-6)])
        #expect(summary.lead == nil)
        #expect(BindingSummary([row("b", "weak", apparent: 1e-6)]).text.contains("apparent KD 1e+03 nM"))
    }

    @Test("A binder without any KD comes last, and there is no lead over it")
    func withoutKD() {
        let summary = BindingSummary([row("a", "weak"), row("b", "strong", kd: 1e-9)])
        #expect(summary.binders.map(\.name) == ["b", "a"])
        #expect(summary.lead == nil)
    }

    @Test("Without binders there is no best design")
    func none() {
        let summary = BindingSummary([row("a", "none"), row("b", "unknown")])
        #expect(summary.best == nil && summary.lead == nil)
        #expect(!summary.text.isEmpty)
        #expect(BindingSummary([]).designs == 0)
    }
}
