import Foundation
import FoundryJSON
import FoundrySandbox
import FoundryText
import TestSupport
import Testing

@Suite("Other people's text in the program's output", .opensDescriptors)
struct OutputTests {
    /// A control sequence in C1, a change of direction, a tag and something without width.
    private static let hostile = "a\u{9B}31mb\u{202E}c\u{200B}d\u{E0041}e\u{1B}[2Jf"

    private func isSafe(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { !$0.isInvisible || $0 == "\n" }
    }

    @Test("Results, errors and logs contain no invisible character")
    func calls() async throws {
        let sandbox = try Sandbox.start()
        defer { sandbox.stop() }
        let variables = ["FOUNDRY_API_URL": sandbox.baseURL.absoluteString, "FOUNDRY_API_TOKEN": sandbox.key]
        let order: JSON = ["name": JSON(Self.hostile), "experiment_spec": Spec.thermostability()]
        let draft = try await Program.run(["call", "create_experiment", order.text], variables)
        let id: JSON = ["experiment_id": try #require(try JSON(parsing: draft.output)["experiment_id"])]
        let read = try await Program.run(
            ["call", "get_experiment", id.text, "--log-level", "debug"], variables)
        #expect(isSafe(read.output) && isSafe(read.errors))
        #expect(try JSON(parsing: read.output)["name"]?.string == Self.hostile)
        #expect(!read.errors.isEmpty)
        for words in [
            ["call", "get_experiment", "{\"experiment_id\": \"\(Self.hostile.filter { $0 != "\u{1B}" })\"}"],
            ["call", Self.hostile], ["serve", "--toolsets", Self.hostile], [Self.hostile],
            ["demo", "--fasta", Self.hostile], ["config", "cursor", "--name", Self.hostile],
        ] {
            let outcome = try await Program.run(words, variables)
            #expect(outcome.status != 0)
            #expect(isSafe(outcome.output) && isSafe(outcome.errors), "\(words)")
        }
    }

    @Test("A page that could not be written completely is not left behind")
    func interruptedPage() async throws {
        let home = try Home()
        defer { home.remove() }
        let sandbox = try Sandbox.start()
        defer { sandbox.stop() }
        let variables = ["FOUNDRY_API_URL": sandbox.baseURL.absoluteString, "FOUNDRY_API_TOKEN": sandbox.key]
        let order: JSON = ["name": "Interrupted", "experiment_spec": Spec.thermostability()]
        let draft = try await Program.run(["call", "create_experiment", order.text], variables)
        let id: JSON = ["experiment_id": try #require(try JSON(parsing: draft.output)["experiment_id"])]
        for (script, isWritten) in [("exec \"$0\" \"$@\"", true), ("ulimit -f 2; exec \"$0\" \"$@\"", false)] {
            let process = Process()
            process.executableURL = URL(filePath: "/bin/sh")
            process.arguments = ["-c", script, Program.path, "call", "get_experiment", id.text, "--view"]
            process.environment = Program.environment(variables.merging(["TMPDIR": home.url.path]) { $1 })
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            let pages = try FileManager.default.contentsOfDirectory(atPath: home.url.path)
                .filter { $0.hasSuffix(".html") }
            #expect(pages.count == 1)
            #expect((process.terminationStatus == 0 && process.terminationReason == .exit) == isWritten)
            let mode = try FileManager.default.attributesOfItem(
                atPath: home.url.appending(path: pages[0]).path)[.posixPermissions]
            #expect(mode as? Int == 0o600)
        }
    }
}
