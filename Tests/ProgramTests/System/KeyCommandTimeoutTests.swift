import Foundation
import FoundryAPI
import TestSupport
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

    @Test("What a command that does not end has started is ended with it")
    func descendants() async throws {
        let home = try Home()
        defer { home.remove() }
        let path = home.url.appending(path: "pipe").path
        #expect(mkfifo(path, 0o600) == 0)
        let pipe = open(path, O_RDONLY | O_NONBLOCK)
        defer { close(pipe) }
        // The pipe ends when the last process that holds it does.
        let environment = ProcessEnvironment([
            KeyCommand.variable: "{ echo started; sleep 20; echo survived; } > '\(path)' & wait",
            "PATH": "/usr/bin:/bin",
        ])
        var (said, timeout) = ("", Duration.milliseconds(200))
        // On a busy machine the command may be ended before it has started anything.
        while said.isEmpty {
            let command = try #require(KeyCommand(environment, timeout: timeout))
            await #expect(throws: FoundryError.self) { _ = try await command.configuration() }
            said = try Self.text(from: pipe)
            timeout *= 2
        }
        #expect(said == "started\n")
    }

    /// Reads what is written to a pipe until nobody has it open for writing.
    private static func text(from pipe: Int32) throws -> String {
        var (bytes, room) = ([UInt8](), [UInt8](repeating: 0, count: 256))
        while true {
            let count = read(pipe, &room, room.count)
            guard count != 0 else { return String(decoding: bytes, as: UTF8.self) }
            if count > 0 {
                bytes += room[..<count]
            } else {
                try #require(errno == EAGAIN || errno == EINTR)
                var wanted = pollfd(fd: pipe, events: Int16(POLLIN), revents: 0)
                _ = poll(&wanted, 1, -1)
            }
        }
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
