import Foundation
import Testing

@testable import foundry_mcp

@Suite("Replacing a configuration file", .timeLimit(.minutes(5)))
struct ConfigFileTests {
    /// A temporary folder, removed after the test.
    private final class Folder {
        let path = FileManager.default.temporaryDirectory.path + "/foundry-config-\(UUID().uuidString)"

        init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
        deinit { try? FileManager.default.removeItem(atPath: path) }

        var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }
    }

    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test("A new file is created with its folders, and only its owner can read it")
    func newFile() throws {
        let folder = try Folder()
        let file = ConfigFile(path: folder.path + "/a/b/mcp.json")
        #expect(try file.read() == nil)
        #expect(try file.replace(with: [0x7B, 0x7D], backup: nil) == nil)
        #expect(try file.read() == [0x7B, 0x7D])
        #expect(try mode(file.path) == 0o600)
    }

    @Test("A file that is replaced keeps its mode, and gets a backup beside it")
    func backup() throws {
        let folder = try Folder()
        let path = folder.path + "/mcp.json"
        try Data("old".utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
        let now = Date(timeIntervalSince1970: 1_800_000_000)
        let first = try #require(
            try ConfigFile(path: path).replace(with: Array("new".utf8), backup: Array("old".utf8), now: now))
        let second = try #require(
            try ConfigFile(path: path).replace(with: Array("newer".utf8), backup: Array("new".utf8), now: now))
        #expect(first == path + ".backup-20270115080000")
        #expect(second == first + "-2")
        #expect(FileManager.default.contents(atPath: first) == Data("old".utf8))
        #expect(FileManager.default.contents(atPath: second) == Data("new".utf8))
        #expect(FileManager.default.contents(atPath: path) == Data("newer".utf8))
        #expect(try mode(path) == 0o640)
        #expect(folder.names.count == 3)
    }

    @Test("A file that is to be private gets mode 0600, and so does its backup")
    func privateFile() throws {
        let folder = try Folder()
        let path = folder.path + "/mcp.json"
        try Data("old".utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        let backup = try #require(
            try ConfigFile(path: path).replace(with: Array("new".utf8), backup: Array("old".utf8), isPrivate: true))
        #expect(try mode(path) == 0o600)
        #expect(try mode(backup) == 0o600)
    }

    @Test("A link stays a link, and its target is replaced")
    func link() throws {
        let folder = try Folder()
        let (real, link) = (folder.path + "/dotfiles.json", folder.path + "/mcp.json")
        try Data("old".utf8).write(to: URL(filePath: real))
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "dotfiles.json")
        _ = try ConfigFile(path: link).replace(with: Array("new".utf8), backup: nil)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "dotfiles.json")
        #expect(FileManager.default.contents(atPath: real) == Data("new".utf8))
    }

    @Test("If the folder cannot be created, nothing is left behind")
    func failure() throws {
        let folder = try Folder()
        try Data().write(to: URL(filePath: folder.path + "/file"))
        #expect(throws: ConfigFileError.self) {
            try ConfigFile(path: folder.path + "/file/mcp.json").replace(with: [], backup: nil)
        }
        #expect(folder.names == ["file"])
    }
}
