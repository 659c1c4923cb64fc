import FoundryAPI
import FoundryJSON
import FoundrySystem
import FoundryText
import Testing

@testable import foundry_mcp

@Suite("Output and input of the terminal", .timeLimit(.minutes(5)))
struct OutputTests {
    @Test("Invisible characters in JSON are escaped, and the value stays the same")
    func json() throws {
        let value = JSON("a\u{9B}31m\u{202E}b\u{200B}\u{E0041}\u{180E}\u{AD}\u{115F}\u{2800}é")
        let text = Output.escaped(json: value.text)
        #expect(text.unicodeScalars.allSatisfy { !$0.isInvisible })
        #expect(text.contains("\\u009b31m\\u202eb\\u200b\\udb40\\udc41\\u180e\\u00ad"))
        #expect(try JSON(parsing: text) == value)
    }

    @Test("A line is read up to its end, and what follows stays for others")
    func line() async throws {
        // Not passed on to other tests' processes, which would keep the end from being seen.
        let pipe = try Descriptor.pipe()
        defer { Descriptor.close(pipe.reading) }
        try Descriptor.write(Array("yes\nno".utf8), to: pipe.writing)
        let first = try await TerminalPrompt.line(from: pipe.reading, timeout: 120)
        #expect(first == "yes")
        Descriptor.close(pipe.writing)
        let second = try await TerminalPrompt.line(from: pipe.reading, timeout: 120)
        #expect(second == "no")
        let end = try await TerminalPrompt.line(from: pipe.reading, timeout: 120)
        #expect(end == nil)
    }

    @Test("Waiting for a line ends when its time is over")
    func timeout() async throws {
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        defer {
            close(ends[0])
            close(ends[1])
        }
        try Descriptor.write(Array("y".utf8), to: ends[1])
        #expect(try await TerminalPrompt.line(from: ends[0], timeout: 0.05) == nil)
    }

    @Test("Waiting for a line ends as soon as the task is cancelled")
    func cancellation() async throws {
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        defer {
            close(ends[0])
            close(ends[1])
        }
        let input = ends[0]
        for delay in [0, 20] {
            let task = Task { try await TerminalPrompt.line(from: input, timeout: 60) }
            try await Task.sleep(for: .milliseconds(delay))
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
        }
    }

    @Test("A result that waits for a yes has exit status 3")
    func status() {
        #expect(CallCommand.status(of: ["accepted": false, "status": "not_accepted"]) == 3)
        #expect(CallCommand.status(of: ["accepted": true]) == 0)
        #expect(CallCommand.status(of: ["id": "x"]) == 0)
    }

    @Test(
        "A host that is neither Adaptyv's nor this machine is foreign",
        arguments: [
            ("https://foundry-api-public.adaptyvbio.com", nil), ("https://devs.adaptyvbio.com/api/v1", nil),
            ("https://DEVS.adaptyvbio.com:8443", nil), ("http://localhost:8080", nil), ("https://127.0.0.1", nil),
            ("http://[::1]:9", nil), ("https://[::1]:9", nil), ("https://foundry.example.com", "foundry.example.com"),
            ("https://127.0.0.1.example.com", "127.0.0.1.example.com"), ("https://10.0.0.7", "10.0.0.7"),
            ("https://adaptyvbio.com", "adaptyvbio.com"),
            ("https://devs.adaptyvbio.com.example.com", "devs.adaptyvbio.com.example.com"),
        ])
    func foreignHost(_ url: String, _ host: String?) throws {
        let configuration = try FoundryConfiguration(url: url)
        #expect(configuration.foreignHost == host)
        #expect(KeyChecks.destination(configuration).map(\.status) == (host == nil ? [] : [.yellow]))
        if let host { #expect(KeyChecks.destination(configuration)[0].summary.contains(host)) }
    }
}
