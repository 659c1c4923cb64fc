import Foundation
import FoundryJSON
import FoundryMCP
import FoundrySequences
import TestSupport
import Testing

@testable import FoundryTools

@Suite("Sequences by reference", .opensDescriptors)
struct SequenceReferenceTests {
    private static let fasta = ">b [control=true]\nACDEFG\n>a\nmktayi:AKQR*\n"
    private static let digest = ConstructSet([
        Construct(name: "a", residues: "MKTAYI:AKQR"), Construct(name: "b", residues: "ACDEFG"),
    ]).digest

    /// A harness with a folder that may be read, and a draft of two sequences.
    private struct Bench {
        let harness: ToolHarness
        let tools: FoundryToolProvider
        let folder: URL

        init() throws {
            harness = try ToolHarness()
            folder = harness.home.appending(path: "files")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data(SequenceReferenceTests.fasta.utf8).write(to: folder.appending(path: "set.fasta"))
            tools = try harness.tools(files: [folder.path])
        }

        func value(_ tool: String, _ arguments: JSON) async throws -> JSON {
            let result = try await tools.result(tool, arguments)
            try #require(!result.isError, "\(result.text)")
            return try #require(result.structured)
        }

        func failure(_ tool: String, _ arguments: JSON) async throws -> ToolResult {
            let result = try await tools.result(tool, arguments)
            #expect(result.isError, "\(result.text)")
            return result
        }

        func draft(
            _ sequences: JSON = ["b": ["aa_string": "ACDEFG", "control": true], "a": "MKTAYI:AKQR"]
        )
            async throws -> JSON
        {
            try await value(
                "create_experiment",
                [
                    "name": JSON("Set \(UUID().uuidString)"),
                    "experiment_spec": ["experiment_type": "expression", "sequences": sequences],
                ])
        }

        var posts: Int { harness.requests.count { $0.hasPrefix("POST") } }
    }

    private static let file: JSON = ["sequences_file": ["path": "set.fasta"]]

    private func specification(_ reference: JSON) -> JSON {
        JSON([JSON.Member("experiment_type", "expression")] + (reference.members ?? []))
    }

    @Test("A file, an experiment and the sequences themselves make the same order, with the same digest")
    func sameDigest() async throws {
        let bench = try Bench()
        let draft = try await bench.draft()
        #expect(draft["sequences"]?["sha256"]?.string == Self.digest)
        #expect(draft["sequences"]?["count"] == 2)
        #expect(draft["sequences"]?["lengths"] == ["min": 6, "max": 10])
        let id = try #require(draft["experiment_id"])
        for reference in [Self.file, ["sequences_from": ["experiment_id": id]]] as [JSON] {
            let made = try await bench.value(
                "create_experiment", ["name": JSON(UUID().uuidString), "experiment_spec": specification(reference)])
            #expect(made["sequences"]?["sha256"]?.string == Self.digest)
            #expect(made["note"] == nil)
            let estimate = try await bench.value(
                "estimate_cost", ["experiment_spec": specification(reference)])
            #expect(estimate["sequences"]?["sha256"]?.string == Self.digest)
            #expect(estimate["breakdown"]?["assay"]?["sequence_count"] == 2)
            let experiment = try await bench.value(
                "get_experiment", ["experiment_id": try #require(made["experiment_id"]), "detail": "full"])
            #expect(experiment["experiment_spec"]?["sequences"]?["b"]?["control"] == true)
        }
    }

    @Test("Some of an experiment's sequences are taken by name, and names that it lacks are told")
    func names() async throws {
        let bench = try Bench()
        let id = try #require(try await bench.draft()["experiment_id"])
        func spec(_ names: JSON) -> JSON {
            ["experiment_spec": specification(["sequences_from": ["experiment_id": id, "names": names]])]
        }
        let one = try await bench.value("estimate_cost", spec(["a"]))
        #expect(one["sequences"]?["names"] == ["a"])
        let failed = try await bench.failure("estimate_cost", spec(["a", "zeta"]))
        #expect(failed.failureKind == "invalid_arguments")
        #expect(failed.text.contains("/experiment_spec/sequences_from/names") && failed.text.contains("zeta"))
    }

    @Test(
        "Exactly one form is taken",
        arguments: [
            (["sequences": ["a": "ACD"], "sequences_file": ["path": "set.fasta"]], "/experiment_spec/sequences_file"),
            ([:], "/experiment_spec/sequences"),
            (
                ["sequences_from": ["experiment_id": "x"], "sequences_file": ["path": "y"]],
                "/experiment_spec/sequences_file"
            ),
        ] as [(JSON, String)])
    func oneForm(_ forms: JSON, _ place: String) async throws {
        let bench = try Bench()
        for (tool, more) in [("estimate_cost", [:]), ("create_experiment", ["name": "N"])] as [(String, JSON)] {
            let failed = try await bench.failure(tool, more.setting("experiment_spec", to: specification(forms)))
            #expect(failed.failureKind == "invalid_arguments")
            #expect(failed.text.contains(place), "\(failed.text)")
        }
        #expect(bench.posts == 0)
    }

    @Test(
        "The members of a form are checked where its schema is not published in full",
        arguments: [
            (["sequences_from": [:]], "/sequences_from/experiment_id"),
            (["sequences_from": ["experiment_id": "no"]], "/sequences_from/experiment_id"),
            (["sequences_file": ["path": 1]], "/sequences_file/path"),
            (["sequences_file": ["path": "a", "format": "docx"]], "/sequences_file/format"),
            (["sequences_file": ["path": "a", "folder": "/"]], "/sequences_file/folder"),
        ] as [(JSON, String)])
    func members(_ forms: JSON, _ place: String) async throws {
        let bench = try Bench()
        for tool in ["update_experiment", "add_sequences"] {
            let subject: JSON.Member =
                tool == "add_sequences" ? .init("experiment_code", "X") : .init("experiment_id", Spec.her2)
            let failed = try await bench.failure(tool, JSON([subject] + (forms.members ?? [])))
            #expect(failed.failureKind == "invalid_arguments")
            #expect(failed.text.contains(place), "\(failed.text)")
        }
    }

    @Test("The rules of the type hold for sequences that a call refers to")
    func rules() async throws {
        let bench = try Bench()
        let spec: JSON = [
            "experiment_type": "epitope_binning", "target_id": Spec.her2, "sequences_file": ["path": "set.fasta"],
        ]
        let failed = try await bench.failure("create_experiment", ["name": "N", "experiment_spec": spec])
        #expect(failed.failureKind == "invalid_arguments")
        #expect(failed.text.contains("multiple of 4"))
        #expect(bench.posts == 0)
    }

    @Test("Added and replaced sequences are told as they are stored")
    func changes() async throws {
        let bench = try Bench()
        let made = try await bench.draft(["x": "WWW"])
        let id = try #require(made["experiment_id"])
        let code = try await bench.value("get_experiment", ["experiment_id": id])["code"]
        let added = try await bench.value(
            "add_sequences", ["experiment_code": try #require(code), "sequences_file": ["path": "set.fasta"]])
        #expect(added["added_count"] == 2)
        #expect(added["sequences"]?["count"] == 3)
        let replaced = try await bench.value(
            "update_experiment", ["experiment_id": id, "sequences_file": ["path": "set.fasta"]])
        #expect(replaced["sequences"]?["sha256"]?.string == Self.digest)
        #expect(replaced["note"] == nil)
    }

    @Test("An experiment is priced as it is, and as it would be with changes")
    func estimates() async throws {
        let bench = try Bench()
        let made = try await bench.value(
            "create_experiment", ["name": "Priced", "experiment_spec": Spec.affinity(4)])
        let id = try #require(made["experiment_id"])
        let asIs = try await bench.value("estimate_cost", ["experiment_id": id])
        #expect(asIs["breakdown"]?["total_cents"] == JSON(4 * 35_500))
        #expect(asIs["sequences"]?["sha256"] == made["sequences"]?["sha256"])
        let fewer = try await bench.value("estimate_cost", ["experiment_id": id, "n_replicates": 1, "method": "spr"])
        #expect(fewer["breakdown"]?["assay"]?["n_replicates"] == 1)
        #expect(fewer["priced_as"]?["method"] == "spr")
        let other = try await bench.value("estimate_cost", ["experiment_id": id, "experiment_type": "thermostability"])
        #expect(other["priced_as"]?["target_id"] == nil)
        #expect(other["breakdown"]?["assay"]?["experiment_type"] == "thermostability")
        for arguments in [
            ["experiment_id": id, "experiment_type": "thermostability", "method": "bli"],
            ["experiment_id": id, "experiment_spec": Spec.affinity()], [:],
            ["experiment_spec": Spec.affinity(), "n_replicates": 2],
        ] as [JSON] {
            #expect(try await bench.failure("estimate_cost", arguments).failureKind == "invalid_arguments")
        }
    }

    @Test("A second experiment of the same name and sequences is noted, and names the first")
    func twins() async throws {
        let bench = try Bench()
        let arguments: JSON = ["name": "Twin", "experiment_spec": specification(Self.file)]
        let first = try await bench.value("create_experiment", arguments)
        #expect(first["note"] == nil)
        let second = try await bench.value("create_experiment", arguments)
        #expect(second["note"]?.string?.contains(try #require(first["experiment_id"]?.string)) == true)
        let other = try await bench.value(
            "create_experiment", ["name": "Twin", "experiment_spec": specification(["sequences": ["a": "ACD"]])])
        #expect(other["note"] == nil)
    }

    @Test("The question about money shows the number of sequences and the digest")
    func question() async throws {
        let bench = try Bench()
        let user = User(.decline)
        let waiting = try await bench.tools.result(
            "create_experiment",
            ["name": "Asked", "experiment_spec": specification(Self.file), "auto_accept_quote": true], as: user)
        #expect(waiting.structured?["accepted"] == false)
        #expect(waiting.structured?["sequences"]?["sha256"]?.string == Self.digest)
        let quoted = try await bench.harness.quoted(specification(["sequences": ["a": "mktayi:akqr", "b": "ACDEFG"]]))
        _ = try await bench.tools.result("confirm_quote", ["quote_id": quoted.quote], as: user)
        _ = try await bench.tools.result("confirm_experiment_quote", ["experiment_id": quoted.experiment], as: user)
        #expect(user.questions.count == 3)
        for question in user.questions {
            #expect(question.message.contains("2, sha256 \(Self.digest.prefix(8))"), "\(question.message)")
        }
    }

    @Test("Sequences that the API stored otherwise than they were sent are noted, and never paid for")
    func storedOtherwise() async throws {
        let bench = try Bench()
        let proxy = try RewritingProxy(bench.harness.sandbox) { request, body in
            guard request.hasPrefix("GET /api/v1/experiments/") else { return nil }
            return (200, body.replacing("ACDEFG", with: "ACDEFW"))
        }
        let tools = try bench.harness.tools(url: proxy.url)
        let spec = specification(["sequences": ["a": "ACDEFG"]])
        let made = try await tools.result("create_experiment", ["name": "Stored", "experiment_spec": spec])
        #expect(made.structured?["note"]?.string != nil)
        let price = try await bench.value("estimate_cost", ["experiment_spec": spec])["breakdown"]?["total_cents"]
        let ordered = try await tools.result(
            "create_experiment",
            [
                "name": "Ordered", "experiment_spec": spec, "auto_accept_quote": true,
                "expected_amount_cents": try #require(price), "expected_currency": "usd",
            ])
        #expect(ordered.structured?["accepted"] == false)
        #expect(ordered.structured?["reason"] == "sequences_differ")
        #expect(ordered.structured?["sequences"] != ordered.structured?["stored_sequences"])
        #expect(bench.harness.acceptances == 0)
    }

    @Test("A yes to one file is no yes to another of the same name: the file is part of what was agreed to")
    func agreement() async throws {
        let bench = try Bench()
        let user = User(.decline)
        let arguments: JSON = [
            "name": "File", "experiment_spec": specification(Self.file), "auto_accept_quote": true,
        ]
        _ = try await bench.tools.result("create_experiment", arguments, as: user)
        try Data(">b\nACDEFG\n>a\nMKTAYI:AKQW\n".utf8).write(to: bench.folder.appending(path: "set.fasta"))
        _ = try await bench.tools.result("create_experiment", arguments, as: user)
        #expect(Set(user.questions.map(\.key)).count == 2)
    }
}
