import JSON
import Testing

@Suite("The code of Testing")
struct TestingTests {
    private let article = TestingAgainstTheSandbox()

    @Test("tells a sandbox from what is none")
    func sandbox() async throws {
        let lab = try Lab()
        let client = try article.makeTestClient(url: lab.url, key: lab.key)
        try await article.requireSandbox(behind: client)

        let server = try HostileServer { _ in .answer(#"{"status":"ok"}"#) }
        let other = try article.makeTestClient(url: server.url, key: testKey)
        await #expect(throws: TestingAgainstTheSandbox.NotASandbox.self) {
            try await article.requireSandbox(behind: other)
        }
    }
}
