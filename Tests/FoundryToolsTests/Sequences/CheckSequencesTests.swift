import Foundation
import FoundryJSON
import FoundryMCP
import FoundrySequences
import TestSupport
import Testing

@testable import FoundryTools

@Suite("check_sequences", .opensDescriptors)
struct CheckSequencesTests {
    private func findings(_ value: JSON, _ kind: SequenceFinding.Kind) -> [JSON] {
        let list = value[kind.severity == .error ? "errors" : "warnings"]?.elements ?? []
        return list.filter { $0["kind"]?.string == kind.rawValue }
    }

    @Test("Errors and warnings, with names, kinds and positions, and a summary")
    func report() async throws {
        let bench = try ToolHarness.readsOnly.get()
        let value = try await bench.value(
            "check_sequences",
            ["sequences": ["a": "ACXNGA", "b": "acxnga", "c": ["aa_string": "MKT:ACC", "control": true]]])
        #expect(findings(value, .invalidLetter).map { $0["names"] } == [["a", "b"]])
        #expect(findings(value, .invalidLetter).first?["position"] == 3)
        #expect(findings(value, .exactDuplicate).count == 1)
        #expect(findings(value, .deamidation).first?["position"] == 4)
        #expect(findings(value, .missingControl).isEmpty)
        #expect(value["summary"]?["errors"] == 1)
        #expect(value["summary"]?["constructs_by_kind"]?["invalid_letter"] == 2)
        #expect(value["sequences"]?["count"] == 3)
    }

    @Test("What the type and the format of the order ask for is checked")
    func expectations() async throws {
        let bench = try ToolHarness.readsOnly.get()
        let sequences: JSON = ["a": JSON(Spec.trastuzumabVL)]
        let binning = try await bench.value(
            "check_sequences", ["sequences": sequences, "experiment_type": "epitope_binning", "expected": "vhh"])
        #expect(findings(binning, .wrongCount).count == 1)
        #expect(findings(binning, .unexpectedFormat).count == 1)
        #expect(findings(binning, .missingControl).isEmpty)
        let affinity = try await bench.value(
            "check_sequences", ["sequences": sequences, "experiment_type": "affinity"])
        #expect(findings(affinity, .missingControl).first?["names"] == [])
        for arguments in [
            ["sequences": sequences, "experiment_type": "western"], ["sequences": sequences, "expected": "igm"], [:],
            ["sequences": [:]], ["sequences": ["a": 1]],
        ] as [JSON] {
            #expect(try await bench.call("check_sequences", arguments).failureKind == "invalid_arguments")
        }
    }

    @Test("What was ordered before is named with its experiment; a draft is no order")
    func earlierOrders() async throws {
        let bench = try ToolHarness()
        let long = Spec.trastuzumabVH
        let spec: JSON = [
            "experiment_type": "expression",
            "sequences": ["old": JSON(long), "alike": JSON(long + "A"), "other": "MKTAYIAKQR"],
        ]
        let quoted = try await bench.quoted(spec)
        _ = try await bench.value(
            "create_experiment",
            ["name": "D", "experiment_spec": spec.setting("sequences", to: ["draft": JSON(long + "W")])])
        let value = try await bench.value(
            "check_sequences",
            ["sequences": ["new": JSON(long.lowercased()), "drafted": JSON(long + "W"), "short": "MKTAYIAKQ"]])
        let found = findings(value, .orderedBefore)
        #expect(found.map { $0["names"] } == [["new"]])
        #expect(found.first?["message"]?.string?.contains(try #require(quoted.experiment.string)) == true)
        #expect(value["summary"]?["earlier_orders"]?["compared"] == 4)
        let itself = try await bench.value(
            "check_sequences", ["sequences_from": ["experiment_id": quoted.experiment]])
        #expect(findings(itself, .orderedBefore).isEmpty)
    }

    @Test("Without permission to read earlier orders, everything else is checked")
    func noPermission() async throws {
        let bench = try ToolHarness.readsOnly.get()
        let proxy = try RewritingProxy(bench.sandbox) { request, _ in
            request.hasPrefix("GET /api/v1/sequences") ? (403, #"{"error":"no"}"#) : nil
        }
        let value = try #require(
            try await bench.tools(url: proxy.url).result("check_sequences", ["sequences": ["a": "AX"]]).structured)
        #expect(findings(value, .invalidLetter).count == 1)
        #expect(value["summary"]?["earlier_orders"]?["reason"]?.string != nil)
    }

    @Test("Two thousand constructs: within a conversation's room, and what is left out is counted")
    func many() async throws {
        let bench = try ToolHarness.readsOnly.get()
        var generator = SeededGenerator(3)
        let sequences = JSON(
            (0..<2000).map { number in
                let residues = (0..<120).map { _ in "ACDEFGHIKLMNPQRSTVWY".randomElement(using: &generator) ?? "A" }
                return JSON.Member("a_rather_long_name_of_a_design_\(number)", JSON(String(residues)))
            })
        let start = ContinuousClock.now
        let result = try await bench.call("check_sequences", ["sequences": sequences])
        let duration = ContinuousClock.now - start
        #expect(!result.isError)
        #expect(result.text.utf8.count <= 40_000)
        #expect(result.structured?["omitted"]?["n_glycosylation"]?.int ?? 0 > 0)
        // Unoptimized, and beside other tests.
        #expect(duration < .seconds(240), "\(duration)")
    }

    @Test("More sequences than can be compared with each other are refused")
    func tooMany() async throws {
        let bench = try ToolHarness.sendsNothing.get()
        let sequences = JSON((0...SequenceFile.countLimit).map { JSON.Member("s\($0)", "ACD") })
        let result = try await bench.call("check_sequences", ["sequences": sequences])
        #expect(result.failureKind == "invalid_arguments")
        #expect(bench.requests.isEmpty)
    }

    @Test("The guide explains every kind")
    func guide() {
        for kind in SequenceFinding.Kind.allCases {
            #expect(Guide.sequenceChecks.text.contains("| \(kind.rawValue)"), "\(kind.rawValue)")
        }
    }
}
