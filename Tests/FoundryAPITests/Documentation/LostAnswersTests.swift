import FoundryAPI
import FoundryJSON
import FoundrySandbox
import TestSupport
import Testing

@Suite("The code of Lost responses", .opensDescriptors)
struct LostAnswersTests {
    private let article = LostAnswers()
    private static let draft: JSON = ["name": "A screen", "experiment_spec": Lab.thermostability]
    private static let route = "route=POST /experiments"

    @Test("The article reports a draft that was created although its response was lost")
    func made() async throws {
        let lab = try Lab(faults: ["\(Self.route):drop-after-commit"])
        defer { lab.sandbox.stop() }
        guard case .made(let id, let note) = try await article.makeDraft(Self.draft, with: lab.client) else {
            Issue.record("nothing was made")
            return
        }
        #expect(try #require(note).contains("was carried out"))
        let found = try await article.experiments(named: "A screen", with: lab.client)
        #expect(found.map { $0["id"] } == [id])
        #expect(lab.count(of: "POST /api/v1/experiments") == 1)
    }

    @Test("The article reports a draft that was not created, which may then be created")
    func notMade() async throws {
        let timing = RecordedTiming()
        let lab = try Lab(faults: ["\(Self.route):times=1:drop-before-commit"], timing: timing)
        defer { lab.sandbox.stop() }
        guard case .notMade(let message) = try await article.makeDraft(Self.draft, with: lab.client) else {
            Issue.record("something was made")
            return
        }
        #expect(message.contains("safe"))
        #expect(timing.sleeps == [.seconds(3)])
        guard case .made(_, nil) = try await article.makeDraft(Self.draft, with: lab.client) else {
            Issue.record("the second was not made")
            return
        }
        #expect(try await article.experiments(named: "A screen", with: lab.client).count == 1)
    }

    @Test("The article reports a draft whose outcome cannot be determined")
    func unknown() async throws {
        let lab = try Lab(faults: ["\(Self.route):drop-after-commit", "route=GET /experiments:status=500"])
        defer { lab.sandbox.stop() }
        guard case .unknown(let message) = try await article.makeDraft(Self.draft, with: lab.client) else {
            Issue.record("something was learned")
            return
        }
        #expect(message.contains("list_experiments"))
        #expect(lab.count(of: "POST /api/v1/experiments") == 1)
    }

    @Test("The article treats a failed response as unknown if a check does not help", arguments: [500, 502, 504])
    func failedAnswer(status: Int) async throws {
        let lab = try Lab(faults: ["\(Self.route):status=\(status):after-commit", "route=GET /experiments:status=403"])
        defer { lab.sandbox.stop() }
        guard case .unknown = try await article.makeDraft(Self.draft, with: lab.client) else {
            Issue.record("something was learned")
            return
        }
    }

    @Test("A write in a task of its own completes although its caller is cancelled")
    func cancelled() async throws {
        let lab = try Lab()
        defer { lab.sandbox.stop() }
        let task = Task { try await article.makeDraftToTheEnd(Self.draft, with: lab.client) }
        task.cancel()
        #expect(try await task.value.json?["experiment_id"] != nil)
    }
}
