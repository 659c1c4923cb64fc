import FoundryJSON
import FoundryMCP
import TestSupport
import Testing

@testable import FoundryTools

@Suite("The rules for sequences", .opensDescriptors)
struct SequenceRulesTests {
    private static func places(_ sequence: JSON) -> [String] {
        SequenceRules.violations(of: sequence, at: JSONPointer(["sequences", "s"])).map(\.description)
    }

    @Test(
        "Standard amino acids in either case are accepted, with ':' between chains",
        arguments: ["ACDEFGHIKLMNPQRSTVWY", "acdefghiklmnpqrstvwy", "MKT:AYI", "A", "a:C:d"])
    func good(_ sequence: String) {
        #expect(Self.places(JSON(sequence)) == [])
        #expect(Self.places(["aa_string": JSON(sequence)]) == [])
    }

    @Test(
        "Every other letter is refused with its position",
        arguments: ["B", "J", "O", "U", "X", "Z", "*", "-", " ", "\n", "1", "é", "Α", "🧬", "\u{0}"])
    func otherLetters(_ letter: String) throws {
        let found = Self.places(JSON("ACD" + letter + "EF"))
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("/sequences/s: \(JSON(letter).text) at position 4 is not a standard") == true)
    }

    @Test("Of many wrong letters the first is named, and the others are counted")
    func manyLetters() {
        #expect(Self.places("AXCXX").first?.contains("\"X\" at position 2 (and 2 more)") == true)
    }

    @Test("Chains are never empty", arguments: [":", "A:", ":A", "A::C", "::"])
    func emptyChains(_ sequence: String) {
        let found = Self.places(JSON(sequence))
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("/sequences/s: has an empty chain") == true)
    }

    @Test("A wrong letter and an empty chain of one sequence are both in the result of the tool")
    func twoMistakesAtOnePlace() async throws {
        let bench = try ToolHarness.sendsNothing.get()
        let result = try await bench.call(
            "estimate_cost", ["experiment_spec": ["experiment_type": "expression", "sequences": ["s": "AX:"]]])
        #expect(result.text.contains("\"X\" at position 2"))
        #expect(result.text.contains("empty chain"))
    }

    @Test("Each antibody format states its requirements")
    func metadata() {
        func places(_ metadata: JSON) -> [String] {
            Self.places(["aa_string": "ACD", "metadata": metadata])
                .map { String($0.dropFirst("/sequences/s/metadata".count)) }
        }
        #expect(places(["type": "ScFv", "VH": "ACD", "VL": "ACD"]) == [])
        #expect(
            places(["type": "ScFv", "VH": "ACD"]) == ["/VL: is required for type ScFv"])
        #expect(places(["type": "ScFv"]).count == 2)
        #expect(places(["type": "FAB", "framework_regions": ["ch": "A", "cl": "C"]]) == [])
        #expect(
            places(["type": "FAB", "framework_regions": ["ch": "A"]])
                == ["/framework_regions/cl: is required for type FAB"])
        #expect(places(["type": "FAB"]).count == 2)
        #expect(places(["type": "sc_fv", "vh": "ACD", "vl": "ACD"]) == [])
        #expect(places(["type": "ScFv", "vh": "ACD", "vl": "ACD"]) == [])
        #expect(places(["type": "sc_fv", "vh": "ACD"]) == ["/VL: is required for type sc_fv"])
        #expect(places(["type": "fab"]).count == 2)
        #expect(places(["type": "IgG"]) == [])
        #expect(places(["type": "SingleChain"]) == [])
        #expect(places([:]) == [])
    }

    @Test("The same rules apply to lists of sequences, each at its index")
    func lists() async throws {
        let bench = try ToolHarness.sendsNothing.get()
        let sequences: JSON = [
            ["aa_string": "ACD"], ["aa_string": "AXD"], ["name": "no string"],
            ["aa_string": "ACD", "metadata": ["type": "ScFv", "VL": "A"]],
        ]
        for (tool, subject) in [
            ("add_sequences", JSON.Member("experiment_code", "SBX-0001")),
            ("update_experiment", JSON.Member("experiment_id", Spec.her2)),
        ] {
            let result = try await bench.call(tool, JSON([subject, JSON.Member("sequences", sequences)]))
            #expect(result.text.hasPrefix("3 problems"))
            #expect(result.text.contains("- /sequences/1/aa_string: \"X\" at position 2"))
            #expect(result.text.contains("- /sequences/2/aa_string: is required"))
            #expect(result.text.contains("- /sequences/3/metadata/VH: is required for type ScFv"))
        }
        #expect(bench.requests.isEmpty)
    }

    @Test("A change that changes nothing is refused, and one without an experiment gets only that error")
    func nothingToChange() async throws {
        let bench = try ToolHarness.sendsNothing.get()
        let nothing = try await bench.call("update_experiment", ["experiment_id": Spec.her2])
        #expect(nothing.failureKind == "invalid_arguments")
        #expect(nothing.text.contains("nothing to change"))
        let noSubject = try await bench.call("update_experiment", ["name": "New"])
        #expect(noSubject.text.hasPrefix("1 problem"))
        #expect(noSubject.text.contains("/experiment_id: is required"))
    }

    @Test("The concentrations of a change must not be empty")
    func emptyConcentrations() async throws {
        let bench = try ToolHarness.sendsNothing.get()
        let result = try await bench.call(
            "update_experiment", ["experiment_id": Spec.her2, "antigen_concentrations": []])
        #expect(result.text.contains("- /antigen_concentrations: is empty"))
        #expect(bench.requests.isEmpty)
    }

    @Test("The sequence of an antigen may contain selenocysteine and pyrrolysine beside the standard amino acids")
    func antigen() async throws {
        let bench = try ToolHarness()
        func call(_ sequence: String) async throws -> ToolResult {
            try await bench.call(
                "request_custom_target",
                ["name": "T", "product_id": JSON("P\(sequence)"), "sequence": JSON(sequence)])
        }
        for sequence in ["ACDX", "AB", "A:C", "A C", ""] {
            let result = try await call(sequence)
            #expect(result.text.hasPrefix("1 problem"), "\(result.text)")
            #expect(result.text.contains("- /sequence: "))
        }
        #expect(bench.requests.isEmpty)
        for sequence in ["ACDUO", "acd"] {
            let result = try await call(sequence)
            #expect(!result.isError, "\(result.text)")
        }
    }

    @Test("If one of several arguments is needed, all of them are named")
    func oneOf() async throws {
        let bench = try ToolHarness.sendsNothing.get()
        let target = try await bench.call("request_custom_target", ["name": "T", "product_id": "P"])
        #expect(target.text.contains("at least one of sequence, pdb_id is required"))
        let feedback = try await bench.call(
            "submit_feedback", ["request_uuid": Spec.her2, "feedback_type": "feedback"])
        #expect(feedback.text.contains("at least one of human_note, json_body is required"))
        #expect(bench.requests.isEmpty)
    }
}
