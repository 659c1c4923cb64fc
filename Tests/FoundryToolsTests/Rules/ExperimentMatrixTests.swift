import Foundation
import FoundryJSON
import FoundryMCP
import TestSupport
import Testing

@testable import FoundryTools

@Suite("The rules of each experiment type", .opensDescriptors)
struct ExperimentMatrixTests {
    /// A mistake in a good specification, and where it is told.
    struct Case: CustomTestStringConvertible, Sendable {
        let type: String
        let change: String
        let value: JSON?
        /// The place below `/experiment_spec`; nil where the change is allowed.
        let place: String?

        init(_ type: String, _ change: String, _ value: JSON?, at place: String?) {
            (self.type, self.change, self.value, self.place) = (type, change, value, place)
        }

        var testDescription: String { "\(type): \(change) = \(value?.text.prefix(40) ?? "missing")" }

        var spec: JSON {
            let good = Spec.of(type)
            return value.map { good.setting(change, to: $0) } ?? good.removing(change)
        }
    }

    private static let binding = ["affinity", "screening"]
    private static let plain = ["thermostability", "fluorescence", "expression", "enzyme_activity"]
    private static let withReplicates = binding + plain

    static let cases: [Case] =
        // method
        binding.flatMap {
            [
                Case($0, "method", nil, at: "/method"), Case($0, "method", "bli", at: nil),
                Case($0, "method", "spr", at: nil), Case($0, "method", "elisa", at: "/method"),
                Case($0, "method", .null, at: "/method"), Case($0, "method", "BLI", at: "/method"),
            ]
        }
        + (plain + ["epitope_binning"]).map { Case($0, "method", "bli", at: "/method") }
        // target_id
        + (binding + ["epitope_binning"]).flatMap {
            [
                Case($0, "target_id", nil, at: "/target_id"), Case($0, "target_id", "HER2", at: "/target_id"),
                Case($0, "target_id", "", at: "/target_id"), Case($0, "target_id", 7, at: "/target_id"),
            ]
        }
        + plain.map { Case($0, "target_id", Spec.her2, at: "/target_id") }
        // n_replicates
        + withReplicates.flatMap {
            [
                Case($0, "n_replicates", nil, at: nil), Case($0, "n_replicates", 1, at: nil),
                Case($0, "n_replicates", 5, at: nil), Case($0, "n_replicates", 0, at: "/n_replicates"),
                Case($0, "n_replicates", 6, at: "/n_replicates"), Case($0, "n_replicates", -1, at: "/n_replicates"),
                Case($0, "n_replicates", 2.5, at: "/n_replicates"), Case($0, "n_replicates", "3", at: "/n_replicates"),
            ]
        }
        + [1, 3].map { Case("epitope_binning", "n_replicates", JSON($0), at: "/n_replicates") }
        // antigen_concentrations
        + [
            Case("affinity", "antigen_concentrations", nil, at: nil),
            Case("affinity", "antigen_concentrations", [1000, 31.6, 0], at: nil),
            Case("affinity", "antigen_concentrations", [1000, -1], at: "/antigen_concentrations/1"),
            Case("affinity", "antigen_concentrations", ["1000"], at: "/antigen_concentrations/0"),
            Case("affinity", "antigen_concentrations", 1000, at: "/antigen_concentrations"),
            Case("affinity", "antigen_concentrations", [], at: "/antigen_concentrations"),
        ]
        + (["screening", "epitope_binning"] + plain).map {
            Case($0, "antigen_concentrations", [1000], at: "/antigen_concentrations")
        }
        // the number of sequences
        + [1, 2, 3, 5, 6, 7, 27, 29, 32].map {
            Case("epitope_binning", "sequences", Spec.constructs($0), at: "/sequences")
        }
        + [4, 8, 24, 28].map { Case("epitope_binning", "sequences", Spec.constructs($0), at: nil) }
        + withReplicates.flatMap {
            [Case($0, "sequences", Spec.constructs(1), at: nil), Case($0, "sequences", Spec.constructs(5), at: nil)]
        }
        // for every type
        + Spec.types.flatMap {
            [
                Case($0, "sequences", nil, at: "/sequences"), Case($0, "sequences", [:], at: "/sequences"),
                Case($0, "sequences", ["ACDE"], at: "/sequences"), Case($0, "sequences", "ACDE", at: "/sequences"),
                Case($0, "experiment_type", nil, at: "/experiment_type"),
                Case($0, "experiment_type", "mass_spec", at: "/experiment_type"),
                Case($0, "parameters", ["temperature": 25], at: nil), Case($0, "parameters", 1, at: "/parameters"),
                Case($0, "replicates", 3, at: "/replicates"), Case($0, "nonsense", .null, at: "/nonsense"),
            ]
        }

    @Test(
        "A mistake is reported with its position before anything is sent", arguments: cases.filter { $0.place != nil })
    func mistake(_ wrong: Case) async throws {
        let bench = try ToolHarness.sendsNothing.get()
        for (tool, arguments) in Self.calls(wrong.spec) {
            let result = try await bench.call(tool, arguments)
            #expect(result.isError)
            #expect(result.failureKind == "invalid_arguments")
            #expect(result.failure?["retryable"]?.bool == false)
            #expect(result.text.hasPrefix("1 problem with the arguments of \(tool); nothing was sent:\n"))
            #expect(result.text.contains("\n- /experiment_spec\(wrong.place ?? ""): "), "\(result.text)")
            #expect(result.structured == nil)
        }
        #expect(bench.requests.isEmpty)
    }

    @Test("A valid specification is sent and accepted", arguments: cases.filter { $0.place == nil })
    func allowed(_ right: Case) async throws {
        let bench = try ToolHarness.makesDrafts.get()
        for (tool, arguments) in Self.calls(right.spec) {
            let result = try await bench.call(tool, arguments)
            #expect(!result.isError, "\(result.text)")
        }
    }

    @Test("A valid specification of each type is priced and created", arguments: Spec.types)
    func good(_ type: String) async throws {
        let bench = try ToolHarness.makesDrafts.get()
        for (tool, arguments) in Self.calls(Spec.of(type)) {
            let result = try await bench.call(tool, arguments)
            #expect(!result.isError, "\(result.text)")
        }
    }

    @Test("All mistakes are reported at once, each with its position")
    func allAtOnce() async throws {
        let bench = try ToolHarness()
        let result = try await bench.call(
            "create_experiment",
            [
                "experiment_spec": [
                    "experiment_type": "thermostability", "method": "bli", "target_id": "x",
                    "n_replicates": 9, "antigen_concentrations": [-1],
                    "sequences": ["a/b~c": "ACXDE", "empty": "", "object": ["aa_string": "AC::DE", "colour": 1]],
                ],
                "webhook_url": "http://example.com", "auto_accept_quote": "yes",
            ])
        #expect(result.failureKind == "invalid_arguments")
        let places = result.text.split(separator: "\n").dropFirst().map { line in
            String(line.dropFirst(2).prefix { $0 != ":" })
        }
        #expect(
            Set(places) == [
                "/name", "/experiment_spec/method", "/experiment_spec/target_id", "/experiment_spec/n_replicates",
                "/experiment_spec/antigen_concentrations", "/experiment_spec/antigen_concentrations/0",
                "/experiment_spec/sequences/a~1b~0c", "/experiment_spec/sequences/empty",
                "/experiment_spec/sequences/object/aa_string", "/experiment_spec/sequences/object/colour",
                "/webhook_url", "/auto_accept_quote",
            ])
        #expect(places.count == Set(places).count)
        #expect(result.text.hasPrefix("12 problems with"))
        #expect(bench.requests.isEmpty)
    }

    private static func calls(_ spec: JSON) -> [(String, JSON)] {
        [
            ("create_experiment", ["name": "Matrix", "experiment_spec": spec]),
            ("estimate_cost", ["experiment_spec": spec]),
        ]
    }

    @Test("A value that violates the schema and a rule is listed once")
    func listedOnce() async throws {
        let bench = try ToolHarness.sendsNothing.get()
        let spec = Spec.of("epitope_binning").setting("n_replicates", to: 9)
        let result = try await bench.call("estimate_cost", ["experiment_spec": spec])
        #expect(result.failureKind == "invalid_arguments")
        #expect(result.text.components(separatedBy: "/experiment_spec/n_replicates: ").count == 2, "\(result.text)")
    }
}
