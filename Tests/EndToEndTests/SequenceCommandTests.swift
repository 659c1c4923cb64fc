import Foundation
import FoundryJSON
import TestSupport
import Testing

@Suite("Sequences on the command line", .opensDescriptors)
struct SequenceCommandTests {
    /// A folder with a file of two sequences, in FASTA and as a table.
    private final class Folder: Sendable {
        let url = FileManager.default.temporaryDirectory.appending(path: "foundry-sequences-\(UUID().uuidString)")
        var fasta: String { url.appending(path: "set.fasta").path }
        var csv: String { url.appending(path: "set.csv").path }

        init() throws {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
            try Data(">b\nmktayi\n>a\nACD\nEFG*\n".utf8).write(to: URL(filePath: fasta))
            try Data("id,Sequence\na,ACDEFG\nb,MKTAYI\n".utf8).write(to: URL(filePath: csv))
        }

        deinit { try? FileManager.default.removeItem(at: url) }
    }

    /// printf '>a\nACDEFG\n>b\nMKTAYI\n' | sha256sum
    private static let digest = "c1ef08af5d077f987a7906b0c520dc9eb43a9685ec0a988fd72b5fcc7d09a3e9"

    @Test("digest prints the digest of a file, as sha256sum would, and more as JSON")
    func digest() async throws {
        let folder = try Folder()
        for file in [folder.fasta, folder.csv] {
            let outcome = try await Program.run(["digest", file])
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.output == "\(Self.digest)  \(file)\n")
        }
        let json = try await Program.run(["digest", "-", "--json"], input: ">b\nmktayi\n>a\nACDEFG\n")
        #expect(
            try JSON(parsing: json.output) == [
                "count": 2, "names": ["b", "a"], "lengths": ["min": 6, "max": 6], "sha256": JSON(Self.digest),
            ])
    }

    @Test("What cannot be digested is told on one line, with nothing of the file", arguments: ["missing", "not.fasta"])
    func digestFails(_ name: String) async throws {
        let folder = try Folder()
        try Data("hunter2:secret".utf8).write(to: folder.url.appending(path: "not.fasta"))
        let outcome = try await Program.run(["digest", folder.url.appending(path: name).path])
        #expect(outcome.status == 1)
        #expect(outcome.output == "")
        #expect(outcome.errors.split(separator: "\n").count == 1)
        #expect(!outcome.errors.contains("hunter2"))
    }

    @Test("call takes the sequences of a file that the person names, without --files")
    func call() async throws {
        let folder = try Folder()
        let arguments: JSON = ["experiment_spec": ["experiment_type": "expression"]]
        for flag in [["--fasta", folder.fasta], ["--csv", folder.csv]] {
            let outcome = try await Program.run(
                ["call", "estimate_cost", "-", "--sandbox"] + flag, input: arguments.text)
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(try JSON(parsing: outcome.output)["sequences"]?["sha256"] == JSON(Self.digest))
        }
        let checked = try await Program.run(["call", "check_sequences", "--sandbox", "--fasta", folder.fasta])
        #expect(try JSON(parsing: checked.output)["sequences"]?["count"] == 2)
        let twice = try await Program.run(
            ["call", "check_sequences", "{\"sequences\": {\"a\": \"ACD\"}}", "--sandbox", "--fasta", folder.fasta])
        let nowhere = try await Program.run(["call", "whoami", "--sandbox", "--fasta", folder.fasta])
        #expect([twice.status, nowhere.status] == [2, 2])
    }

    @Test("serve and call read files in the folders of --files and FOUNDRY_FILES only")
    func files() async throws {
        let folder = try Folder()
        func estimate(_ path: String) -> String {
            JSON.object([
                "experiment_spec": ["experiment_type": "expression", "sequences_file": ["path": JSON(path)]]
            ]).text
        }
        let words = ["call", "estimate_cost", estimate("set.fasta"), "--sandbox"]
        let allowed = try await Program.run(words + ["--files", "/nowhere", "--files", folder.url.path])
        #expect(allowed.status == 0, "\(allowed.errors)")
        let byVariable = try await Program.run(words, ["FOUNDRY_FILES": "/nowhere:\(folder.url.path)"])
        #expect(byVariable.status == 0, "\(byVariable.errors)")
        let off = try await Program.run(words)
        #expect(off.status == 1 && off.errors.contains("--files"))
        let outside = try await Program.run(
            ["call", "estimate_cost", estimate("/etc/passwd"), "--sandbox", "--files", folder.url.path])
        #expect(outside.status == 1)
        #expect(!outside.errors.contains("root:"))
    }

    @Test("config writes every folder of --files into the client's entry")
    func config() async throws {
        let folder = try Folder()
        let outcome = try await Program.run(
            ["config", "cursor", "--files", folder.url.path, "--files", "/other", "--sandbox"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains(folder.url.path) && outcome.output.contains("/other"))
    }

    @Test("Ninety-six constructs are ordered from a file, with no sequence in what is sent or answered")
    func order() async throws {
        let folder = try Folder()
        let records = (Spec.constructs(96).members ?? []).map { ">\($0.name)\n\($0.value.string ?? "")\n" }.joined()
        try Data(records.utf8).write(to: folder.url.appending(path: "designs.fasta"))
        let spec: JSON = [
            "experiment_type": "affinity", "method": "bli", "target_id": Spec.her2,
            "sequences_file": ["path": "designs.fasta"],
        ]
        let arguments: JSON = ["name": "96 designs", "experiment_spec": spec]
        let outcome = try await Program.run(
            ["call", "create_experiment", arguments.text, "--sandbox", "--files", folder.url.path])
        #expect(outcome.status == 0, "\(outcome.errors)")
        let summary = try JSON(parsing: outcome.output)["sequences"]
        #expect(summary?["count"] == 96)
        #expect(summary?["names"]?.count == 20)
        #expect(!outcome.output.contains("EVQLVESGG"))
    }
}
