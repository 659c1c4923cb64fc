import Foundation
import FoundryJSON
import TestSupport
import Testing

@testable import FoundryAPI

@Suite("Responses to writes, and the outcome they imply", .opensDescriptors)
struct WriteOutcomeTests {
    private static let order: JSON = ["name": "Mine", "experiment_spec": ["experiment_type": "affinity"]]

    /// Creates an experiment at a server that answers writes and reads so, each in turn.
    private func create(
        _ writes: [[HostileServer.Step]], reads: [HostileServer.Step]
    ) async throws -> (error: FoundryError?, writes: Int, reads: Int) {
        let count = LockedBox(0)
        let server = try HostileServer { request in
            guard request.method == "POST" else { return reads }
            count.withLock { $0 += 1 }
            return writes[min(count.value, writes.count) - 1]
        }
        defer { server.stop() }
        let client = try client(of: server.url)
        let error = await failure { try await client.send(.createExperiment, Self.order) }
        let methods = server.requests.map(\.method)
        return (error, methods.count { $0 == "POST" }, methods.count { $0 == "GET" })
    }

    @Test("A redirected write may have been carried out, so its outcome is checked")
    func redirect() async throws {
        let outcome = try await create(
            [.answer("", status: "303 See Other", headers: ["Location": "/elsewhere"])], reads: .answer(emptyPage))
        #expect(outcome.error?.kind == .badResponse)
        #expect(outcome.error?.isRetryable == true)
        #expect(outcome.writes == 1)
        #expect(outcome.reads == 2)
    }

    @Test("A write that gets a 429 is sent again, even if that response is cut off")
    func cutOffWait() async throws {
        let head = [HostileServer.Step].head("429 Too Many Requests", length: 100, ["Retry-After": "0"])
        let outcome = try await create(
            [[.send([UInt8](head.utf8)), .close], .answer(#"{"experiment_id":"mine"}"#, status: "201 Created")],
            reads: .answer(emptyPage))
        #expect(outcome.error == nil)
        #expect(outcome.writes == 2)
        #expect(outcome.reads == 0)
    }

    @Test("If the outcome remains unknown, the API's own error is reported")
    func failureIsReported() async throws {
        let unreadable = #"{"items":[{"id":"odd","name":"Mine","created_at":"yesterday"}],"total":1}"#
        let outcome = try await create([.error("500 Internal Server Error")], reads: .answer(unreadable))
        #expect(outcome.error?.kind == .upstream)
        #expect(outcome.error?.httpStatus == 500)
        #expect(outcome.error?.isRetryable == false)
        #expect(outcome.writes == 1)
    }
}
