import Foundation
import FoundryJSON
import TestSupport
import Testing

@testable import FoundryAPI

@Suite("Reconciliation of lost writes", .opensDescriptors)
struct ReconciliationTests {
    private static let spec: JSON = ["name": "Mine", "experiment_spec": ["experiment_type": "affinity"]]

    private static func item(_ id: String, _ name: JSON = "Mine", created: JSON? = nil) -> JSON {
        let moment = JSON(Date().addingTimeInterval(1).ISO8601Format())
        return ["id": JSON(id), "name": name, "status": "draft", "created_at": created ?? moment]
    }

    private static func page(_ items: [JSON]) -> [HostileServer.Step] {
        .answer((["items": JSON(items)] as JSON).text)
    }

    /// Creates an experiment at a server that loses the response, and answers lists by their offset.
    private func create(
        _ pages: @escaping @Sendable (_ offset: Int) -> [JSON]
    ) async throws -> (outcome: Result<FoundryResponse, FoundryError>, targets: [String]) {
        let server = try HostileServer { request in
            guard request.method == "GET" else { return [.reset] }
            let query = URLComponents(string: request.target)?.queryItems ?? []
            return Self.page(pages(query.first { $0.name == "offset" }?.value.flatMap(Int.init) ?? 0))
        }
        defer { server.stop() }
        let client = try client(of: server.url, timing: RecordedTiming())
        let outcome: Result<FoundryResponse, FoundryError>
        do {
            outcome = .success(try await client.send(.createExperiment, Self.spec))
        } catch let error as FoundryError {
            outcome = .failure(error)
        }
        return (outcome, server.requests.filter { $0.method == "GET" }.map(\.target))
    }

    @Test("The list is read back to the moment at which the request began, however many items there are")
    func secondPage() async throws {
        let others = (0..<100).map { Self.item("other-\($0)", "Other") }
        let found = try await create { $0 == 0 ? others : [Self.item("mine")] }
        #expect(try found.outcome.get().json?["experiment_id"] == "mine")
        #expect(found.targets.count == 3)
        let endless = try await create { _ in others }
        let error = try #require(#expect(throws: FoundryError.self) { try endless.outcome.get() })
        #expect(error.kind == .outcomeUnknown)
        #expect(!error.isRetryable)
    }

    @Test("A candidate whose time cannot be read leaves the outcome unknown", arguments: ["", "soon", "null"])
    func unreadableTime(_ text: String) async throws {
        let created: JSON = text == "null" ? .null : JSON(text)
        let result = try await create { _ in [Self.item("mine", created: created)] }
        let error = try #require(#expect(throws: FoundryError.self) { try result.outcome.get() })
        #expect(error.kind == .outcomeUnknown)
    }

    @Test("The ledger knows whether another write of the same key is in flight")
    func ledgerCounts() {
        let ledger = WriteLedger()
        ledger.begin("a")
        #expect(!ledger.hasOthers(like: "a"))
        ledger.begin("a")
        ledger.begin("a")
        #expect(ledger.hasOthers(like: "a"))
        ledger.end("a")
        #expect(ledger.hasOthers(like: "a"))
        ledger.end("a")
        #expect(!ledger.hasOthers(like: "a"))
        #expect(!ledger.hasOthers(like: "b"))
    }

    @Test("An item is attributed to only one write, even after thousands of others")
    func ledgerClaims() {
        let ledger = WriteLedger()
        #expect(ledger.attribute("first"))
        #expect(!ledger.attribute("first"))
        #expect(ledger.isAttributed("first"))
        for number in 0..<2_000 { ledger.attribute("\(number)") }
        #expect(!ledger.attribute("first"))
        #expect(!ledger.isAttributed("unknown"))
    }

    @Test("The margin for the server's clock is a second with a Date header, and a minute without one")
    func clockMargin() {
        let clock = ServerClock()
        let began = Date(timeIntervalSince1970: 1_000_000)
        #expect(clock.moment(of: began) == began.addingTimeInterval(-60))
        clock.learn(began.addingTimeInterval(300), at: began)
        #expect(clock.moment(of: began) == began.addingTimeInterval(299))
    }

    @Test("A write whose 429 is cut off is sent again, since the status says that nothing was done")
    func cutOffRateLimit() async throws {
        let head = [UInt8]([HostileServer.Step].head("429 Too Many", length: 100).utf8)
        let server = try HostileServer([[.send(head), .close], .answer(#"{"experiment_id":"e"}"#)])
        defer { server.stop() }
        let client = try client(of: server.url, timing: RecordedTiming())
        let response = try await client.send(.createExperiment, Self.spec)
        #expect(response.json?["experiment_id"] == "e")
        #expect(response.inference == nil)
        #expect(server.requests.map(\.method) == ["POST", "POST"])
    }
}
