import Foundation
import FoundryAPI
import FoundryJSON
import FoundryMCP
import FoundrySequences
import FoundrySystem
import TestSupport
import Testing

@testable import FoundryTools

@Suite("The folders that --files allows", .opensDescriptors)
struct FileFolderTests {
    /// A folder that may be read, beside one that may not, in a temporary folder of its own.
    private final class Place: Sendable {
        let root: URL
        var allowed: URL { root.appending(path: "allowed") }
        var folders: FileFolders { FileFolders([allowed.path]) }

        init() throws {
            root = FileManager.default.temporaryDirectory.appending(path: "foundry-files-\(UUID().uuidString)")
            for name in ["allowed/inner", "secret", "allowed-too"] {
                try FileManager.default.createDirectory(
                    at: root.appending(path: name), withIntermediateDirectories: true)
            }
            for name in ["allowed/a.fasta", "allowed/inner/b.fasta", "secret/s.fasta", "allowed-too/t.fasta"] {
                try write(">\(name)\nACD\n", to: name)
            }
        }

        deinit { try? FileManager.default.removeItem(at: root) }

        func write(_ text: String, to name: String) throws {
            try Data(text.utf8).write(to: root.appending(path: name))
        }

        func link(_ name: String, to destination: String) throws {
            try FileManager.default.createSymbolicLink(
                atPath: root.appending(path: name).path, withDestinationPath: destination)
        }
    }

    @Test("Files inside are read, by a relative or an absolute path, also through links that stay inside")
    func inside() throws {
        let place = try Place()
        try place.link("allowed/link.fasta", to: "inner/b.fasta")
        try place.link("allowed/folder", to: place.allowed.appending(path: "inner").path)
        for path in [
            "a.fasta", "./inner/../a.fasta", "inner/b.fasta", "inner//b.fasta", "link.fasta", "folder/b.fasta",
            place.allowed.appending(path: "a.fasta").path,
        ] {
            #expect(try place.folders.contents(of: path).starts(with: ">allowed/".utf8), "\(path)")
        }
        let two = FileFolders([place.root.appending(path: "allowed-too").path, place.allowed.path])
        #expect(try !two.contents(of: "a.fasta").isEmpty)
    }

    @Test("What is outside is refused as what does not exist is, in the same words but for the path")
    func outside() throws {
        let place = try Place()
        try place.link("allowed/out.fasta", to: "../secret/s.fasta")
        try place.link("allowed/out", to: "../secret")
        try place.link("allowed/passwd", to: "/etc/passwd")
        try place.link("allowed/loop", to: "loop")
        func words(_ path: String) throws -> String {
            let error = try #require(
                #expect(throws: FoundryError.self, "\(path)") { try place.folders.contents(of: path) })
            return error.message.replacing(path, with: "PATH")
        }
        let missing = try words("missing")
        for path in [
            "../secret/s.fasta", "inner/../../secret/s.fasta", "out.fasta", "out/s.fasta", "passwd", "loop",
            "/etc/passwd", place.root.appending(path: "secret/s.fasta").path,
            place.root.appending(path: "allowed-too/t.fasta").path, "../allowed-too/t.fasta",
        ] {
            #expect(try words(path) == missing, "\(path)")
        }
        for path in ["", ".", "..", "/", "a.fasta\u{0}x", place.allowed.path] {
            #expect(throws: FoundryError.self, "\(path)") { try place.folders.contents(of: path) }
        }
    }

    @Test("Only regular files are opened: no folder, no pipe that would block, no device")
    func kinds() throws {
        let place = try Place()
        #expect(mkfifo(place.allowed.appending(path: "pipe").path, 0o600) == 0)
        for path in ["inner", "pipe"] {
            let error = #expect(throws: FoundryError.self) { try place.folders.contents(of: path) }
            #expect(error?.message.contains("regular file") == true, "\(error?.message ?? "")")
        }
        for device in ["null", "zero", "tty"] {
            let error = #expect(throws: FoundryError.self) { try FileFolders(["/dev"]).contents(of: device) }
            #expect(error?.message.contains("regular file") == true, "\(error?.message ?? "")")
        }
    }

    @Test("A huge file is refused without being read, and one of unknown size is read up to the limit")
    func huge() throws {
        let place = try Place()
        let path = place.allowed.appending(path: "huge.fasta").path
        let descriptor = open(path, O_RDWR | O_CREAT, 0o600)
        #expect(ftruncate(descriptor, 1 << 40) == 0)
        close(descriptor)
        let start = ContinuousClock.now
        let error = #expect(throws: FoundryError.self) { try place.folders.contents(of: "huge.fasta") }
        #expect(error?.message.contains("16 MiB") == true)
        #expect(ContinuousClock.now - start < .seconds(120))
    }

    @Test("A folder that is exchanged for a link leads nowhere else")
    func exchangedFolder() throws {
        let place = try Place()
        let inner = place.allowed.appending(path: "inner")
        try FileManager.default.removeItem(at: inner)
        try place.link("allowed/inner", to: "../secret")
        #expect(throws: FoundryError.self) { try place.folders.contents(of: "inner/s.fasta") }
        // The allowed folder itself may be a link: the user named it.
        try place.link("named", to: "secret")
        #expect(try !FileFolders([place.root.appending(path: "named").path]).contents(of: "s.fasta").isEmpty)
    }

    @Test("Without --files no file is read, and the answer says how a user allows it")
    func off() async throws {
        let bench = try ToolHarness.sendsNothing.get()
        let result = try await bench.call(
            "estimate_cost",
            ["experiment_spec": ["experiment_type": "expression", "sequences_file": ["path": "/etc/passwd"]]])
        #expect(result.failureKind == "refused")
        #expect(result.text.contains("--files"))
        #expect(bench.requests.isEmpty)
    }

    @Test(
        "What is not sequences is refused in a call, and nothing of it is repeated",
        arguments: [
            "hunter2secret\nhunter2secret\n", "user,hunter2secret\n", ">hunter2secret\n>x\nACD",
            "{\"hunter2secret\": 1}", ">a\nACD\n>hunter2secret\nACX\n", "\u{1}hunter2secret",
        ])
    func notSequences(_ content: String) async throws {
        let place = try Place()
        let bench = try ToolHarness.sendsNothing.get()
        try place.write(content, to: "allowed/file")
        let tools = try bench.tools(files: [place.allowed.path])
        let result = try await tools.result(
            "estimate_cost",
            ["experiment_spec": ["experiment_type": "expression", "sequences_file": ["path": "file"]]])
        #expect(result.isError)
        #expect(!result.text.contains("hunter2"), "\(result.text)")
        #expect(bench.requests.isEmpty)
    }

    @Test("A file of a million sequences of one residue is refused soon, in few words")
    func million() async throws {
        let place = try Place()
        var text: [UInt8] = []
        for number in 0..<1_000_000 { text += Array(">\(number)\nA\n".utf8) }
        try Data(text).write(to: place.allowed.appending(path: "million.fasta"))
        let bench = try ToolHarness.sendsNothing.get()
        let result = try await bench.tools(files: [place.allowed.path]).result(
            "estimate_cost",
            ["experiment_spec": ["experiment_type": "expression", "sequences_file": ["path": "million.fasta"]]])
        #expect(result.failureKind == "refused")
        #expect(result.text.contains("10000") && result.text.count < 300)
        #expect(bench.requests.isEmpty)
    }
}
