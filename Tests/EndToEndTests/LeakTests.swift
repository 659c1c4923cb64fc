import Foundation
import FoundryJSON
import FoundrySandbox
import TestSupport
import Testing

@Suite("Leaks in the protocol", .opensDescriptors(within: .seconds(600)))
struct LeakTests {
    private static let rounds = 10_000
    /// More than a process at rest has.
    private static let restingThreads = 40
    /// One that is watched by asking the API, and one that never changes.
    private static let uris = [
        "foundry://experiments/\(Spec.nobody)", "foundry://guide/lifecycle",
    ]

    @Test("Ten thousand subscriptions that come and go leave nothing behind, in both eras")
    func subscriptions() async throws {
        let tally = try await expectNothingLeft { client, round in
            let uri = JSON(Self.uris[round / 2 % 2])
            if round % 2 == 0 {
                client.askAndCancel("subscriptions/listen", ["notifications": ["resourceSubscriptions": [uri]]])
            } else {
                for method in ["resources/subscribe", "resources/unsubscribe"] {
                    let answer = try await client.askPlainly(method, ["uri": uri])
                    #expect(answer?["result"] != nil)
                }
            }
        }
        #expect(tally.cancellations == Self.rounds / 2)
        #expect(tally.crossed == 0, "only the end of listening answers it")
        // Where the cancellation overtakes the listening there is nothing to acknowledge.
        #expect(tally.notifications["notifications/subscriptions/acknowledged"] ?? 0 <= Self.rounds / 2)
    }

    @Test("Ten thousand calls that are cancelled, at once or a moment later, leave nothing behind")
    func calls() async throws {
        let tally = try await expectNothingLeft { client, round in
            let call: JSON = ["name": "whoami", "arguments": [:]]
            if round % 4 == 0 {
                _ = try await client.ask("tools/call", call, cancelledAfter: .microseconds(round % 1000))
            } else {
                client.askAndCancel("tools/call", call)
            }
        }
        #expect(tally.cancellations > Self.rounds * 3 / 4)
    }

    /// Plays rounds against one process on a sandbox, and compares what it holds after a warm-up and at the end.
    private func expectNothingLeft(
        _ round: @Sendable (WireClient, Int) async throws -> Void
    ) async throws -> WireTally {
        let sandbox = try Sandbox.start()
        defer { sandbox.stop() }
        let client = try WireClient(
            [], ["FOUNDRY_API_URL": sandbox.baseURL.absoluteString, "FOUNDRY_API_TOKEN": sandbox.key])
        let socketLimit = WireClient.keptConnections + (client.figures?.sockets ?? 0)
        let hello: JSON = [
            "protocolVersion": "2025-06-18", "capabilities": [:], "clientInfo": ["name": "tests", "version": "1"],
        ]
        #expect(try await client.askPlainly("initialize", hello)?["result"] != nil)

        let warmUp = Self.rounds / 5
        for number in 0..<warmUp { try await round(client, number) }
        let warm = try await settled(client, socketLimit)
        for number in warmUp..<Self.rounds { try await round(client, number) }
        let final = try await settled(client, socketLimit)
        if let warm, let final {
            #expect(final.otherDescriptors <= warm.otherDescriptors + 2, "\(warm) became \(final)")
            #expect(final.sockets <= socketLimit, "\(warm) became \(final)")
            #expect(final.threads <= Self.restingThreads, "\(warm) became \(final)")
            #expect(final.memory < warm.memory * 5 / 4 + 8 * 1024, "\(warm) became \(final)")
        }

        let answer = try await client.ask("tools/call", ["name": "whoami", "arguments": [:]])
        #expect(answer?["result"]?["structuredContent"] != nil)
        #expect(await client.end() == 0)
        let tally = client.tally
        #expect(tally.violations.isEmpty)
        #expect(tally.answers == tally.requests - tally.cancellations + tally.crossed)
        return tally
    }

    /// Returns the figures of the process once it has responded to everything and released what was cancelled.
    private func settled(_ client: WireClient, _ socketLimit: Int) async throws -> ProcessFigures? {
        _ = try await client.askPlainly("ping")
        // Threads that have no more work go after some seconds, by the rules of Dispatch.
        for _ in 0..<2400 {
            guard let figures = client.figures else { return nil }
            if figures.sockets <= socketLimit, figures.threads <= Self.restingThreads { return figures }
            try await Task.sleep(for: .milliseconds(50))
        }
        return client.figures
    }
}
