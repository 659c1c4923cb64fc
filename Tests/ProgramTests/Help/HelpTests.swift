import Testing

@testable import foundry_mcp

@Suite("Help", .timeLimit(.minutes(5)))
struct HelpTests {
    private func lines(_ text: String) -> [Substring] {
        text.split(separator: "\n", omittingEmptySubsequences: false)
    }

    @Test("--help fits a screen of 80 columns and 40 lines")
    func fits() {
        #expect(lines(HelpText.text).count <= 40)
        #expect(lines(HelpText.text).filter { $0.count > 80 } == [])
    }

    @Test("Every topic fits 80 columns", arguments: HelpTopic.allCases)
    func topicsFit(_ topic: HelpTopic) {
        #expect(lines(topic.text).filter { $0.count > 80 } == [])
        #expect(lines(topic.text).count <= 40)
    }

    @Test("Every command stands in the table, in --help, on the manual page and in the completions")
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

    @Test("On the manual page no text begins a line with a dot that is no request")
    func manualPage() {
        #expect(ManPage.text.utf8.allSatisfy { $0 < 0x80 })
        let requests = ["TH", "SH", "TP", "B ", "RI", "RS", "RE", "nf", "fi"]
        for line in lines(ManPage.text) where line.hasPrefix(".") {
            #expect(requests.contains { line.dropFirst().hasPrefix($0) }, "\(line)")
        }
    }

    @Test("The commands take exactly the flags of the table")
    func flagsAreKnown() throws {
        var words = CommandLineWords(["serve"])
        _ = try words.command()
        _ = try Settings(&words, ProcessEnvironment([:]))
        #expect(Set(words.known) == Set(CommandTable.serveFlags.map(\.name)))
        var config = CommandLineWords(["config", "cursor"])
        _ = try config.command()
        _ = try ConfigCommand(&config, ProcessEnvironment([:]))
        let expected = CommandTable.entry(.config)?.flags.map(\.name) ?? []
        #expect(Set(config.known) == Set(expected + CommandTable.serveFlags.map(\.name)))
    }
}
