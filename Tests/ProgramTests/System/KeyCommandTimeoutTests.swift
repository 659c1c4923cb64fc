import FoundryAPI
import Testing

@testable import foundry_mcp

@Suite("The time that a command for the key may take", .timeLimit(.minutes(5)))
struct KeyCommandTimeoutTests {
    @Test(
        "A command that does not end is ended, whether or not it has printed something",
        arguments: [
            // In place of the shell, so that it is not left behind with copies of other tests' descriptors.
            "exec sleep 1000", "echo abs0_abcdefghijklmnopqrstuvwx; exec sleep 1000", "exec >&-; exec sleep 1000",
        ])
    func timeout(_ text: String) async throws {
        let environment = ProcessEnvironment([KeyCommand.variable: text, "PATH": "/usr/bin:/bin"])
        let command = try #require(KeyCommand(environment, timeout: .milliseconds(200)))
        let begin = ContinuousClock.now
        let error = try await #require(throws: FoundryError.self) { _ = try await command.configuration() }
        #expect(error.kind == .authentication)
        #expect(ContinuousClock.now - begin < .seconds(240))
    }

    @Test("Much output is no trouble, and only the first line counts")
    func muchOutput() async throws {
        let key = "abs0_abcdefghijklmnopqrstuvwx"
        let environment = ProcessEnvironment([
            KeyCommand.variable: "echo \(key); head -c 1000000 /dev/zero", "PATH": "/usr/bin:/bin",
        ])
        let configuration = try await #require(KeyCommand(environment)).configuration()
        #expect(configuration.key == APIKey(key))
    }
}
