import Foundation
import FoundryText
import Testing

@testable import foundry_mcp

@Suite("Help", .timeLimit(.minutes(5)))
struct HelpTests {
    private func lines(_ text: String) -> [Substring] {
        text.split(separator: "\n", omittingEmptySubsequences: false)
    }

    @Test("--help fits 80 columns and 40 lines")
    func fits() {
        #expect(lines(HelpText.text).count <= 40)
        #expect(lines(HelpText.text).filter { $0.count > 80 } == [])
    }

    @Test("Every topic fits 80 columns and 40 lines", arguments: HelpTopic.allCases)
    func topicsFit(_ topic: HelpTopic) {
        #expect(lines(topic.text).filter { $0.count > 80 } == [])
        #expect(lines(topic.text).count <= 40)
    }

    @Test("Every command is in the table, in --help, in the man page and in the completions")
    func everyCommand() throws {
        for command in Command.allCases {
            let entry = try #require(CommandTable.entry(command))
            #expect(HelpText.text.contains("\n  \(command.rawValue) "))
            #expect(ManPage.text.contains("\n.B \(command.rawValue)"))
            for shell in Completions.Shell.allCases {
                #expect(Completions.script(for: shell).contains(command.rawValue))
            }
            #expect(lines(HelpText.text(of: entry)).filter { $0.count > 80 } == [])
        }
    }

    @Test("In the man page, every line that begins with a dot is a macro")
    func manPage() {
        #expect(ManPage.text.utf8.allSatisfy { $0 < 0x80 })
        let requests = ["TH", "SH", "TP", "B ", "RI", "RS", "RE", "nf", "fi"]
        for line in lines(ManPage.text) where line.hasPrefix(".") {
            #expect(requests.contains { line.dropFirst().hasPrefix($0) }, "\(line)")
        }
    }

    @Test("The commands take exactly the flags of the table")
    func flagsAreKnown() throws {
        var words = Arguments(["serve"])
        _ = try words.command()
        _ = try Settings(&words, ProcessEnvironment([:]))
        #expect(Set(words.knownFlags) == Set(CommandTable.serveFlags.map(\.name)))
        var config = Arguments(["config", "cursor"])
        _ = try config.command()
        _ = try ConfigCommand(&config, ProcessEnvironment([:]))
        let expected = CommandTable.entry(.config)?.flags.map(\.name) ?? []
        #expect(Set(config.knownFlags) == Set(expected + CommandTable.serveFlags.map(\.name)))
    }

    /// Runs a shell that must succeed, and returns what it prints.
    private func output(of shell: String, _ arguments: [String]) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: shell)
        process.arguments = arguments
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return text
    }

    @Test("The completions for bash parse, and complete commands, flags and values")
    func bash() throws {
        let script = Completions.script(for: .bash)
        func complete(_ words: [String]) throws -> Set<Substring> {
            let list = words.map(ShellCommand.quoted).joined(separator: " ")
            let test = """
                eval "$1"
                COMP_WORDS=(foundry-mcp \(list)) COMP_CWORD=\(words.count)
                _foundry_mcp
                printf '%s\\n' "${COMPREPLY[@]}"
                """
            let text = try output(of: "/bin/bash", ["--norc", "-uc", test, "bash", script])
            return Set(text.split(separator: "\n"))
        }
        #expect(try complete(["do"]) == ["doctor"])
        #expect(try complete(["config", "claude"]) == ["claude-code", "claude-desktop"])
        #expect(try complete(["serve", "--max-s"]) == ["--max-spend"])
        #expect(try complete(["serve", "--log-level", "w"]) == ["warning"])
        #expect(try complete(["call", "wh"]) == ["whoami"])
    }

    @Test(
        "The completions for zsh complete from a file in fpath, and are registered by eval",
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/bin/zsh"), "zsh is not installed"))
    func zsh() throws {
        let folder = URL.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let script = Completions.script(for: .zsh)
        try Data(script.utf8).write(to: folder.appending(path: "_foundry-mcp"))
        // Stand in for zsh's completion system.
        let test = """
            compdef() { print "registered $*" }
            _describe() { print "completed $1" }
            fpath=("$1") words=(foundry-mcp do) CURRENT=2
            autoload -Uz _foundry-mcp
            _foundry-mcp; _foundry-mcp
            eval "$2"
            """
        let text = try output(of: "/bin/zsh", ["-fc", test, "zsh", folder.path, script])
        #expect(text == "completed command\ncompleted command\nregistered _foundry_mcp foundry-mcp\n")
    }

    @Test("The completions for bash use nothing that bash 3.2 lacks")
    func oldBash() {
        let script = Completions.script(for: .bash)
        for word in ["source <(", "mapfile", "readarray", "-A ", "coproc", ",,}", "^^}", "&>>", "|&"] {
            #expect(!script.contains(word), "\(word)")
        }
    }
}
