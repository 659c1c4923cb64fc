import Foundation
import FoundryJSON
import Synchronization
import Testing

@testable import FoundryAPI

@Suite("Attempts that fail", .timeLimit(.minutes(5)))
struct HTTPFailureTests {
    /// Fails each attempt for the same reason, and counts them.
    private final class FailingTransport: HTTPTransport {
        private let reason: HTTPFailure.Reason
        private let count = Mutex(0)

        init(_ reason: HTTPFailure.Reason) { self.reason = reason }

        var attempts: Int { count.withLock { $0 } }

        func send(
            _ request: HTTPRequest, over connection: HTTPConnectionUse
        ) async throws(HTTPFailure) -> HTTPResponse {
            count.withLock { $0 += 1 }
            throw HTTPFailure(reason: reason, detail: "what the system said", head: nil)
        }
    }

    private func attempts(
        _ row: FoundryOperation, _ reason: HTTPFailure.Reason
    ) async throws -> (error: FoundryError?, attempts: Int) {
        let transport = FailingTransport(reason)
        let client = FoundryClient(
            configuration: try FoundryConfiguration(key: testKey), timing: RecordedTiming().timing,
            transport: transport)
        return (await failure { try await client.send(row) }, transport.attempts)
    }

    @Test(
        "An attempt that certainly sent nothing is not a lost write, and is retried only if that may help",
        arguments: [
            (HTTPFailure.Reason.notConnected, FoundryError.Kind.unreachable, 4, true),
            (.notConnectedInTime, .timeout, 1, true), (.certificateRejected, .unreachable, 1, false),
            (.proxyRefused(status: 403), .unreachable, 1, false), (.proxyRefused(status: 407), .unreachable, 1, false),
            (.proxyRefused(status: 503), .unreachable, 4, true), (.unsupported, .unreachable, 1, false),
        ])
    func nothingSent(
        _ reason: HTTPFailure.Reason, _ kind: FoundryError.Kind, _ count: Int, _ isRetryable: Bool
    ) async throws {
        for row: FoundryOperation in [.whoami, .submitFeedback] {
            let (error, attempts) = try await attempts(row, reason)
            #expect(error?.kind == kind)
            #expect(error?.isRetryable == isRetryable)
            #expect(error?.httpStatus == nil)
            #expect(attempts == count)
        }
    }

    @Test("A proxy's refusal is reported as the proxy's, with its status")
    func proxy() async throws {
        for status in [302, 403, 407, 502] {
            let error = try await attempts(.whoami, .proxyRefused(status: status)).error
            for part in ["proxy", "\(status)", "PROXY"] { #expect(error?.message.contains(part) == true) }
            #expect(error?.message.contains("key") == false)
        }
    }

    @Test("A write that may have been sent is sent once, and its outcome is unknown")
    func maybeSent() async throws {
        for reason: HTTPFailure.Reason in [.broken, .timedOut, .tooLarge] {
            let (error, attempts) = try await attempts(.submitFeedback, reason)
            #expect(error?.kind == .outcomeUnknown)
            #expect(error?.isRetryable == false)
            #expect(attempts == 1)
        }
    }
}
