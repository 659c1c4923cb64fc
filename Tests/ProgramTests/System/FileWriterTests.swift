import Foundation
import FoundrySystem
import Testing

@testable import foundry_mcp

@Suite("Writing files", .timeLimit(.minutes(5)))
struct FileWriterTests {
    /// A temporary folder, removed after the test.
    private final class Folder: Sendable {
        let path = FileManager.default.temporaryDirectory.path + "/foundry-writer-\(UUID().uuidString)"

        init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
        deinit { try? FileManager.default.removeItem(atPath: path) }

        var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }

        func contents(_ name: String) -> String? {
            FileManager.default.contents(atPath: path + "/" + name).map { String(decoding: $0, as: UTF8.self) }
        }
    }

    /// Looks at all files of a folder, again and again, while something is done.
    /// - Returns: the modes and sizes that were seen.
    private func observing(
        _ folder: Folder, _ work: () throws -> Void
    ) rethrows -> (modes: Set<mode_t>, sizes: Set<Int>) {
        let isDone = DispatchSemaphore(value: 0)
        let seen = DispatchQueue(label: "seen")
        let box = Box()
        Thread.detachNewThread {
            while seen.sync(execute: { !box.isDone }) {
                for name in folder.names {
                    var status = stat()
                    guard stat(folder.path + "/" + name, &status) == 0 else { continue }
                    seen.sync {
                        box.modes.insert(status.st_mode & 0o7777)
                        if !name.hasPrefix(".") { box.sizes.insert(Int(status.st_size)) }
                    }
                }
            }
            isDone.signal()
        }
        defer {
            seen.sync { box.isDone = true }
            isDone.wait()
        }
        try work()
        return seen.sync { (box.modes, box.sizes) }
    }

    /// Used on one queue only.
    private final class Box: @unchecked Sendable {
        var isDone = false
        var modes: Set<mode_t> = []
        var sizes: Set<Int> = []
    }

    @Test("A page, like every private file, has mode 0600 from its first moment, and is never seen incomplete")
    func privateFromTheStart() throws {
        let folder = try Folder()
        let bytes = [UInt8](repeating: 0x41, count: 200_000)
        let seen = try observing(folder) {
            for number in 0..<200 { try FileWriter.create(bytes, at: "\(folder.path)/\(number)", mode: 0o600) }
        }
        #expect(seen.modes.subtracting([0o600]) == [])
        #expect(seen.sizes.subtracting([bytes.count]) == [])
        #expect(folder.names.count == 200)
    }

    @Test("A file that exists is never overwritten, nor is a link followed")
    func neverOverwrites() throws {
        let folder = try Folder()
        try FileWriter.create(Array("mine".utf8), at: folder.path + "/a", mode: 0o600)
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/link", withDestinationPath: folder.path + "/elsewhere")
        for name in ["a", "link"] {
            #expect {
                try FileWriter.create(Array("other".utf8), at: folder.path + "/" + name, mode: 0o600)
            } throws: { error in
                (error as? SystemError)?.code == EEXIST
            }
        }
        #expect(folder.contents("a") == "mine")
        #expect(folder.names == ["a", "link"])
    }

    @Test("An export never overwrites an existing file: it takes the next free name")
    func export() throws {
        let folder = try Folder()
        let url = URL(filePath: folder.path, directoryHint: .isDirectory)
        let paths = try (1...3).map { try ExportFile.write(Array("\($0)".utf8), named: "x.csv", in: url) }
        #expect(paths == ["x.csv", "2-x.csv", "3-x.csv"].map { folder.path + "/" + $0 })
        #expect(["x.csv", "2-x.csv", "3-x.csv"].map(folder.contents) == ["1", "2", "3"])
    }

    @Test("A file that cannot be written leaves nothing behind")
    func failure() throws {
        let folder = try Folder()
        #expect(throws: SystemError.self) {
            try FileWriter.create([1], at: folder.path + "/" + String(repeating: "n", count: 300), mode: 0o600)
        }
        #expect(throws: SystemError.self) { try FileWriter.create([1], at: folder.path + "/no/x", mode: 0o600) }
        try FileManager.default.createDirectory(atPath: folder.path + "/d", withIntermediateDirectories: true)
        #expect(throws: SystemError.self) { try FileWriter.replace([1], at: folder.path + "/d", mode: 0o600) }
        #expect(folder.names == ["d"])
    }

    @Test("A file that is replaced is never seen incomplete, and gets exactly the mode that was asked for")
    func replaces() throws {
        let folder = try Folder()
        let bytes = [UInt8](repeating: 0x41, count: 100_000)
        try FileWriter.replace(bytes, at: folder.path + "/a", mode: 0o600)
        let seen = try observing(folder) {
            for _ in 0..<100 { try FileWriter.replace(bytes, at: folder.path + "/a", mode: 0o600) }
        }
        #expect(seen.modes.subtracting([0o600]) == [])
        #expect(seen.sizes == [bytes.count])
        try FileWriter.replace([1], at: folder.path + "/a", mode: 0o666)
        let mode = try FileManager.default.attributesOfItem(atPath: folder.path + "/a")[.posixPermissions] as? Int
        #expect(mode == 0o666)
    }
}
