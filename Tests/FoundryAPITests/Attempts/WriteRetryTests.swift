import Foundation
import FoundryJSON
import TestSupport
import Testing

@testable import FoundryAPI

@Suite("Writes that are sent again, and writes that are not", .opensDescriptors)
struct WriteRetryTests {
    @Test("A write is sent again after a 429, which certainly had no effect")
    func tooManyRequests() async throws {
        let server = try HostileServer([
            .error("429 Too Many", headers: ["Retry-After": "2"]), .answer(#"{"experiment_id":"x"}"#),
        ])
        defer { server.stop() }
        let timing = RecordedTiming()
        let client = try client(of: server.url, timing: timing)
        #expect(
            try await client.send(.createExperiment, ["name": "n", "experiment_spec": [:]]).json?["experiment_id"]?
                .string == "x")
        #expect(server.requests.count == 2)
        #expect(timing.sleeps == [.milliseconds(2250)])
    }

    @Test("A write is sent again after a refused connection, which certainly had no effect")
    func refused() async throws {
        let (socket, port) = try Sockets.listen()
        defer { close(socket) }
        let timing = RecordedTiming()
        let client = try client(of: "http://127.0.0.1:\(port)", timing: timing)
        let rows: [(FoundryOperation, JSON)] = [
            (.createExperiment, ["name": "n", "experiment_spec": [:]]), (.submitExperiment, ["experiment_id": "e"]),
        ]
        for (row, arguments) in rows {
            let error = await failure { try await client.send(row, arguments) }
            #expect(error?.kind == .unreachable)
            #expect(error?.isRetryable == true)
            #expect(error?.message.contains("Nothing was sent") == true)
        }
        #expect(timing.sleeps.count == 6)
    }

    @Test("A write is not sent again if the server closes a reused connection without a response")
    func keptConnection() async throws {
        let server = try HostileServer { request in
            request.method == "POST" ? [.close] : .answer(#"{"status":"draft","items":[]}"#)
        }
        defer { server.stop() }
        let client = try client(of: server.url)
        _ = try await client.send(.listQuotes)
        let error = await failure { try await client.send(.submitExperiment, ["experiment_id": "e"]) }
        #expect(error?.kind == .notCarriedOut)
        #expect(server.requests.filter { $0.method == "POST" }.count == 1)
    }
}
