import FoundryAPI
import FoundryJSON
import FoundrySandbox
import FoundrySequences
import TestSupport
import Testing

@Suite("The code of Testing", .opensDescriptors)
struct TestingTests {
    private let article = TestingAgainstTheSandbox()

    @Test("The article's lab is a sandbox of its own")
    func ownLab() async throws {
        let (lab, client) = try article.startLab()
        defer { lab.stop() }
        try await article.requireSandbox(behind: client)
        #expect(try await client.experiments().all().isEmpty)
    }

    @Test("The article's experiment has results, in which the published antibody binds and the enzyme does not")
    func finishedExperiment() async throws {
        let (lab, client) = try article.startLab()
        defer { lab.stop() }
        try await article.requireSandbox(behind: client)
        let id = try await article.finishedExperiment(
            of: GettingStartedTests.constructs, against: "HER2", with: client)
        let rows = try await client.results(of: id).all().flatMap(\.affinities).filter { !$0.isControl }
        #expect(rows.first { $0.construct == "trastuzumab_VH" }?.kd != nil)
        #expect(rows.first { $0.construct == "lysozyme" }?.kd == nil)
    }

    @Test("The article on testing distinguishes a sandbox from the API")
    func sandbox() async throws {
        let lab = try Lab()
        defer { lab.sandbox.stop() }
        let client = try article.makeTestClient(url: lab.url, key: lab.key)
        try await article.requireSandbox(behind: client)

        let server = try HostileServer { _ in .answer(#"{"status":"ok"}"#) }
        defer { server.stop() }
        let other = try article.makeTestClient(url: server.url, key: testKey)
        await #expect(throws: TestingAgainstTheSandbox.NotASandbox.self) {
            try await article.requireSandbox(behind: other)
        }
    }
}
