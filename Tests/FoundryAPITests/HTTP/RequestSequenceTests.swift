import FoundryJSON
import TestSupport
import Testing

@testable import FoundryAPI

@Suite("Requests of one client", .opensDescriptors)
struct RequestSequenceTests {
    @Test("A request has nothing of the one before it, whatever that was and however it ended")
    func sequence() async throws {
        let server = try HostileServer { request in
            request.target.contains("sequences") ? [.reset] : .answer("{}")
        }
        defer { server.stop() }
        let client = try client(of: server.url)
        let id: JSON = "00000000-0000-4000-8000-000000000000"
        let spec: JSON = ["experiment_type": "affinity"]
        let rows: [(FoundryOperation, JSON, expected: String)] = [
            (.createExperiment, ["name": "one", "experiment_spec": spec], "POST experiments application/json Bearer"),
            (.whoami, [:], "GET whoami no type Bearer"),
            (.updateExperiment, ["experiment_id": id, "name": "two"], "PATCH experiments application/json Bearer"),
            (.health, [:], "GET health no type no key"),
            (.deleteWebhook, ["webhook_id": id], "DELETE webhooks no type Bearer"),
            (.submitExperiment, ["experiment_id": id], "POST submit no type Bearer"),
            (.addSequences, ["experiment_code": "X", "sequences": []], "POST sequences application/json Bearer"),
            (.whoami, [:], "GET whoami no type Bearer"),
            (.submitFeedback, ["title": "three"], "POST feedback application/json Bearer"),
        ]
        for (operation, arguments, expected) in rows {
            let before = server.requests.count
            _ = try? await client.send(operation, arguments)
            let request = try #require(server.requests.dropFirst(before).first)
            let words = expected.split(separator: " ").map(String.init)
            #expect(request.method == words[0], "\(operation)")
            #expect(request.target.contains(words[1]), "\(operation)")
            #expect((request.headers["content-type"] == "application/json") == words.contains("application/json"))
            #expect((request.headers["authorization"] != nil) == words.contains("Bearer"), "\(operation)")
            #expect(request.body.isEmpty == !words.contains("application/json"), "\(operation): \(request.body)")
            #expect(request.headers["expect"] == nil)
        }
        #expect(
            server.requests.filter { $0.method != "GET" }.map(\.connection).count
                == Set(server.requests.filter { $0.method != "GET" }.map(\.connection)).count)
    }
}
