import FoundryJSON
import Testing

@testable import FoundryAnalysis

@Suite("Flags and controls", .timeLimit(.minutes(5)))
struct FlagTests {
    private let sandbox: JSON = ["koff_floor_per_s": 2e-5, "kd_floor_m": 3e-11, "log_base": 10]

    @Test("A measurement that raises no doubt has no flag")
    func none() {
        #expect(Made.flags(Made.binding("a", kd: 1e-9), metadata: sandbox) == [])
        #expect(Made.flags(Made.binding("a", kd: nil), metadata: sandbox) == [])
        #expect(Made.flags(Made.melting("a", tm: 60)) == [])
    }

    @Test("A KD at the lowest that can be resolved, or without a lower bound, is below the range")
    func belowRange() {
        #expect(Made.flags(Made.binding("a", kd: 3e-11, more: ["koff_mean": 1e-3]), metadata: sandbox) == [.belowRange])
        let open: JSON = ["kd_app": ["value": 1e-9, "ci_high": 2e-9]]
        #expect(Made.flags(Made.binding("a", kd: 1e-9, more: open)) == [.belowRange])
        let closed: JSON = ["kd_app": ["value": 1e-9, "ci_low": 5e-10, "ci_high": 2e-9]]
        #expect(Made.flags(Made.binding("a", kd: 1e-9, more: closed)) == [])
        #expect(Made.flags(Made.binding("a", kd: 1e-9, more: ["kd_app": ["value": 1e-9]])) == [])
    }

    @Test("A dissociation as slow as can be seen is at the floor, in the mean or a replicate")
    func koffFloor() {
        #expect(Made.flags(Made.binding("a", kd: 1e-9, more: ["koff_mean": 2e-5]), metadata: sandbox) == [.koffFloor])
        let replicates: JSON = [
            ["binding": "true", "kd": 1e-9, "koff": 1e-4], ["binding": "true", "kd": 1e-9, "koff": 2e-5],
        ]
        #expect(
            Made.flags(Made.binding("a", kd: 1e-9, more: ["replicates": replicates]), metadata: sandbox) == [.koffFloor]
        )
        // Without a lower bound of either, the slow dissociation is the reason.
        let open: JSON = ["koff_1to1": ["value": 1e-3, "ci_high": 2e-3], "kd_app": ["value": 1e-9, "ci_high": 2e-9]]
        #expect(Made.flags(Made.binding("a", kd: 1e-9, more: open)) == [.koffFloor])
    }

    @Test("A poor fit is told by the mean, or else by most replicates")
    func poorFit() {
        #expect(Made.flags(Made.binding("a", kd: 1e-9, more: ["fit_quality": "poor"])) == [.poorFit])
        #expect(Made.flags(Made.binding("a", kd: 1e-9, more: ["fit_quality": "medium"])) == [])
        let poor: JSON = ["binding": "true", "kd": 1e-9, "fit_quality": "poor"]
        let good: JSON = ["binding": "true", "kd": 1e-9, "fit_quality": "good"]
        #expect(
            Made.flags(Made.binding("a", kd: 1e-9, more: ["fit_quality": .null, "replicates": [poor, poor, good]]))
                == [.poorFit])
        #expect(
            Made.flags(Made.binding("a", kd: 1e-9, more: ["fit_quality": .null, "replicates": [poor, good]])) == [])
    }

    @Test("Replicates disagree if some did not bind, or if they scatter more than twofold")
    func disagreement() {
        let mixed: JSON = [["binding": "true", "kd": 1e-9], ["binding": "true", "kd": 1e-9], ["binding": "false"]]
        #expect(Made.flags(Made.binding("a", kd: 1e-9, more: ["replicates": mixed])) == [.replicatesDisagree])
        let unknown: JSON = [
            ["binding": "true", "kd": 1e-9], ["binding": "true", "kd": 1e-9], ["binding": "unknown"],
        ]
        #expect(Made.flags(Made.binding("a", kd: 1e-9, more: ["replicates": unknown])) == [])
        #expect(Made.flags(Made.binding("a", kd: 1e-9, more: ["kd_log_std": 0.31])) == [.replicatesDisagree])
        #expect(Made.flags(Made.binding("a", kd: 1e-9, more: ["kd_log_std": 0.3])) == [])
        // A natural logarithm of 0.6 is a decimal one of 0.26.
        #expect(Made.flags(Made.binding("a", kd: 1e-9, more: ["kd_log_std": 0.6]), metadata: ["log_base": "e"]) == [])
        let yields = Made.readouts(
            "E", type: "expression",
            [["sequence_name": "a", "yield_mg_per_l_mean": 10, "yield_mg_per_l_std": 4]])
        #expect(yields.readouts[0].flags == [.replicatesDisagree])
    }

    @Test("A value from one replicate is told so")
    func singleReplicate() {
        let one: JSON = [["binding": "true", "kd": 1e-9]]
        #expect(Made.flags(Made.binding("a", kd: 1e-9, more: ["replicates": one])) == [.singleReplicate])
        let oneFit: JSON = [["binding": "true", "kd": 1e-9], ["binding": "true"], ["binding": "true"]]
        #expect(Made.flags(Made.binding("a", kd: 1e-9, more: ["replicates": oneFit])) == [.singleReplicate])
        // A mean takes strong-binding replicates only.
        let oneStrong: JSON = [
            ["binding": "true", "binding_strength": "strong", "kd": 9e-8],
            ["binding": "true", "binding_strength": "medium", "kd": 1.1e-7],
        ]
        #expect(Made.flags(Made.binding("a", kd: 9e-8, more: ["replicates": oneStrong])) == [.singleReplicate])
        #expect(
            Made.flags(
                Made.binding(
                    "a", kd: nil, binds: true, more: ["replicates": oneStrong, "kd_app": ["value": 1e-7]])) == [])
        let yields = Made.readouts(
            "E", type: "expression", [["sequence_name": "a", "yield_mg_per_l_replicates": [3.5]]])
        #expect(yields.readouts[0].flags == [.singleReplicate])
    }

    @Test("A control is told by the result, or by the order where the result does not say it")
    func control() {
        #expect(Made.flags(Made.binding("a", kd: 1e-9, control: true)) == [.control])
        let melting = Made.experiment(
            "T", [Made.melting("a", tm: 60)], type: "thermostability",
            sequences: ["a": ["aa_string": "ACDE", "control": true]])
        #expect(melting.readouts[0].flags == [.control])
    }

    private func verdict(_ controls: [JSON]) -> ControlVerdict {
        ControlVerdict(of: Made.experiment("A", [Made.binding("design", kd: 1e-9)] + controls))
    }

    @Test("Controls pass if the positive one binds and the negative one stays silent")
    func verdicts() {
        let positive = Made.binding("positive control", kd: 1e-9, control: true)
        let negative = Made.binding("negative control", kd: nil, control: true)
        #expect(verdict([positive, negative]).kind == .passed)
        #expect(verdict([positive]).kind == .passed)
        #expect(verdict([]).kind == .missing)
        #expect(verdict([negative]).kind == .missing)
        #expect(verdict([Made.binding("negative control", kd: 1e-6, control: true), positive]).kind == .suspect)
        #expect(verdict([Made.binding("positive control", kd: nil, control: true), negative]).kind == .suspect)
        let doubtful = Made.binding("positive control", kd: 1e-9, control: true, more: ["fit_quality": "poor"])
        #expect(verdict([doubtful]).kind == .suspect)
        #expect(verdict([positive, negative]).json["positive"]?[0]?.string == "positive control 1.00 nM")
        let apparent = Made.binding(
            "positive control", kd: nil, binds: true, control: true, more: ["kd_app": ["value": 2e-9]])
        #expect(verdict([apparent]).json["positive"]?[0]?.string == "positive control 2.00 nM (apparent)")
    }

    @Test("A verdict that rests on no negative control says so")
    func withoutNegative() {
        let positive = Made.binding("trastuzumab scFv", kd: 1e-9, control: true)
        #expect(verdict([positive]).json["lacking"] != nil)
        #expect(verdict([positive, Made.binding("GFP", kd: nil, control: true)]).json["lacking"] == nil)
        #expect(verdict([]).json["lacking"] == nil)
    }

    @Test("A positive control is known by the lab's comparisons with it, whatever its name")
    func comparedWith() {
        let control = Made.binding("trastuzumab", kd: nil, control: true)
        let design = Made.binding("design", kd: 1e-9, more: ["performance": ["trastuzumab": "better"]])
        #expect(ControlVerdict(of: Made.experiment("A", [design, control])).kind == .suspect)
        #expect(verdict([control]).kind == .missing)
    }
}
