import Foundation
import TestSupport
import Testing

@testable import FoundryAPI
@testable import FoundrySandbox

@Suite("Failing reads", .opensDescriptors)
struct ReadTroubleTests {
    /// Reads from a server that does these things in turn.
    private func read(
        _ replies: [[HostileServer.Step]], timeout: Duration = .seconds(90)
    ) async throws -> (error: FoundryError?, requests: Int, sleeps: [Duration]) {
        let server = try HostileServer(replies)
        defer { server.stop() }
        let timing = RecordedTiming()
        let client = try client(of: server.url, timeout: timeout, timing: timing)
        let error = await failure { try await client.send(.listExperiments) }
        return (error, server.requests.count, timing.sleeps)
    }

    private static let good = [HostileServer.Step].answer(emptyPage)
    /// A timeout in which a busy machine, too, takes the request to the server.
    private static let short = Duration.seconds(5)

    @Test(
        "A read that fails has up to three retries, each after a longer wait",
        arguments: ["429 Too Many", "502 Bad Gateway", "503 Unavailable", "504 Gateway Time-out"])
    func retries(_ status: String) async throws {
        let passing = try await read([.error(status), .error(status), Self.good])
        #expect(passing.error == nil)
        #expect(passing.requests == 3)
        #expect(passing.sleeps == [.milliseconds(250), .milliseconds(500)])
        let lasting = try await read([.error(status, "busy")])
        #expect(lasting.requests == 4)
        #expect(lasting.sleeps == [.milliseconds(250), .milliseconds(500), .seconds(1)])
        #expect(lasting.error?.kind == (status.hasPrefix("429") ? .rateLimited : .upstream))
        #expect(lasting.error?.httpStatus == Int(status.prefix(3)))
        #expect(lasting.error?.isRetryable == true)
        #expect(lasting.error?.message.contains("busy") == true)
        #expect(lasting.error?.message.contains("4 attempts") == true)
    }

    @Test("A delay that the API asks for is respected, in seconds or by the server's clock")
    func retryAfter() async throws {
        let seconds = try await read([.error("429 Too Many", headers: ["Retry-After": "7"]), Self.good])
        #expect(seconds.sleeps == [.milliseconds(7250)])
        let date = try await read([
            .error(
                "503 Unavailable",
                headers: ["Date": "Tue, 15 Nov 1994 08:12:31 GMT", "Retry-After": "Tue, 15 Nov 1994 08:12:41 GMT"]),
            Self.good,
        ])
        #expect(date.sleeps == [.milliseconds(10_250)])
        let past = try await read([
            .error("503 Unavailable", headers: ["Retry-After": "Tue, 15 Nov 1994 08:12:41 GMT"]), Self.good,
        ])
        #expect(past.sleeps == [.milliseconds(250)])
    }

    @Test("A delay that is too long is reported at once")
    func longRetryAfter() async throws {
        let outcome = try await read([.error("429 Too Many", headers: ["Retry-After": "3600"])])
        #expect(outcome.requests == 1)
        #expect(outcome.sleeps.isEmpty)
        #expect(outcome.error?.kind == .rateLimited)
        #expect(outcome.error?.retryAfter == .seconds(3600))
        #expect(outcome.error?.message.contains("3600 s") == true)
    }

    @Test(
        "A read whose connection breaks is retried",
        arguments: [
            [HostileServer.Step.close], [.reset],
        ])
    func broken(_ steps: [HostileServer.Step]) async throws {
        let passing = try await read([steps, Self.good])
        #expect(passing.error == nil)
        #expect(passing.requests == 2)
        let lasting = try await read([steps])
        #expect(lasting.error?.kind == .unreachable)
        #expect(lasting.error?.isRetryable == true)
        #expect(lasting.requests == 4)
        #expect(lasting.error?.message.contains("127.0.0.1") == true)
    }

    @Test(
        "A read whose response is cut off is retried, then reported as such",
        arguments: [[HostileServer.Step.close], [.reset]])
    func truncated(_ end: [HostileServer.Step]) async throws {
        let head = [UInt8]([HostileServer.Step].head(length: 1000).utf8)
        let outcome = try await read([[.send(head + [UInt8](#"{"items":["#.utf8))] + end])
        #expect(outcome.error?.kind == .badResponse)
        #expect(outcome.error?.requestID == "req_head")
        #expect(outcome.requests == 4)
    }

    @Test("A refused connection is retried, then reported with the host's variable")
    func refused() async throws {
        let (socket, port) = try Sockets.listen()
        defer { close(socket) }
        // Bound, but not listening.
        let timing = RecordedTiming()
        let client = try client(of: "http://127.0.0.1:\(port)", timing: timing)
        let error = await failure { try await client.send(.whoami) }
        #expect(error?.kind == .unreachable)
        #expect(error?.isRetryable == true)
        #expect(timing.sleeps.count == 3)
        for part in ["127.0.0.1", "FOUNDRY_API_URL"] { #expect(error?.message.contains(part) == true) }
    }

    @Test("A host name that does not exist is reported")
    func unknownHost() async throws {
        let client = try client(of: "https://no-such-host.invalid")
        let error = await failure { try await client.send(.whoami) }
        #expect(error?.kind == .unreachable)
        #expect(error?.message.contains("no-such-host.invalid") == true)
    }

    @Test("A server without TLS is reported, and the key is not sent")
    func noTLS() async throws {
        let server = try HostileServer([Self.good])
        defer { server.stop() }
        let client = try client(of: server.url.replacing("http:", with: "https:"))
        let error = await failure { try await client.send(.whoami) }
        #expect(error?.kind == .unreachable)
        #expect(server.requests.isEmpty)
    }

    @Test("A read without response headers times out")
    func slowHeaders() async throws {
        let outcome = try await read([[.hang]], timeout: Self.short)
        #expect(outcome.error?.kind == .timeout)
        #expect(outcome.error?.isRetryable == true)
        #expect(outcome.error?.message.contains("5 s") == true)
        #expect(outcome.error?.message.contains("FOUNDRY_TIMEOUT_SECONDS") == true)
        #expect(outcome.requests == 1)
        #expect(outcome.sleeps.isEmpty)
    }

    @Test("A read whose body arrives too slowly times out")
    func slowBody() async throws {
        let head = [UInt8]([HostileServer.Step].head(length: nil, ["Transfer-Encoding": ""]).utf8)
        let outcome = try await read([[.send(head), .drip]], timeout: Self.short)
        #expect(outcome.error?.kind == .timeout)
        #expect(outcome.requests == 1)
    }

    @Test(
        "A response that is not JSON of the right shape is reported with its type, beginning and request id",
        arguments: [
            ("<html>down</html>", "text/html", "<html>down"), (emptyPage, "text/plain", "text/plain"),
            ("", "application/json", "empty"), ("[]", "application/json", "array"), ("{", "application/json", "valid"),
            (#"{"items":5}"#, "application/json", "items"), ("{} {}", "application/json", "valid"),
            (#"{"items":NaN}"#, "application/json", "valid"),
        ])
    func notJSON(_ body: String, _ type: String, _ part: String) async throws {
        let outcome = try await read([.answer(body, headers: ["Content-Type": type])])
        #expect(outcome.error?.kind == .badResponse)
        #expect(outcome.error?.httpStatus == 200)
        #expect(outcome.error?.requestID == "req_head")
        #expect(outcome.error?.isRetryable == false)
        for expected in [type, part, "req_head"] {
            #expect(outcome.error?.message.contains(expected) == true, "\(expected)")
        }
        #expect(outcome.requests == 1)
    }

    @Test("A content type that is given twice is accepted if both are the same")
    func repeatedContentType() async throws {
        for (second, kind) in [("Application/JSON; a=b", FoundryError.Kind?.none), ("text/html", .badResponse)] {
            let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Type: \(second)\r\n"
            let outcome = try await read([[.send([UInt8]("\(head)Content-Length: 12\r\n\r\n{\"items\":[]}".utf8))]])
            #expect(outcome.error?.kind == kind)
        }
    }

    @Test("Invalid UTF-8, or a length that cuts the body short, is reported")
    func invalidBytes() async throws {
        let invalid = try await read([
            .answer(bytes: [UInt8](#"{"items":[""#.utf8) + [0xFF, 0xC0] + [UInt8](#""]}"#.utf8))
        ])
        #expect(invalid.error?.kind == .badResponse)
        let short = try await read([.answer(emptyPage, headers: ["Content-Length": "10"]) + [.close]])
        #expect(short.error?.kind == .badResponse)
        #expect(short.requests == 1)
    }

    @Test("An endless response is cut off at the limit")
    func tooLarge() async throws {
        let head = [UInt8]([HostileServer.Step].head(length: nil, ["Transfer-Encoding": ""]).utf8)
        let megabyte = [UInt8](repeating: 0x20, count: 1 << 20)
        let outcome = try await read([[.send(head), .flood(megabyte)]])
        #expect(outcome.error?.kind == .badResponse)
        #expect(outcome.error?.message.contains("64 MiB") == true)
        #expect(outcome.requests == 1)
    }

    @Test("A small response that decompresses to a huge one is cut off at the limit")
    func compressionBomb() async throws {
        let outcome = try await read([
            .answer(bytes: GzipBomb.bytes, headers: ["Content-Encoding": "gzip"])
        ])
        #expect(outcome.error?.kind == .badResponse)
        #expect(outcome.error?.message.contains("64 MiB") == true)
        #expect(outcome.requests == 1)
    }

    @Test("A read whose response ends within its head is retried")
    func endWithinHead() async throws {
        for text in ["HTTP/1.1 200 OK\r\nContent-", "HTTP/1.1 200 OK\r\nContent-Type: a\r\n", "HTTP/1.1 2"] {
            let outcome = try await read([[.send([UInt8](text.utf8)), .close]])
            #expect(outcome.error?.kind == .unreachable)
            #expect(outcome.requests == 4)
        }
    }

    @Test("A response that is not HTTP is reported")
    func noHTTP() async throws {
        for text in ["SSH-2.0-OpenSSH\r\n", "HTTP/1.1 abc\r\n\r\n", "HTTP/9.9 200 OK\r\n\r\n{}", "\r\n\r\n"] {
            let outcome = try await read([[.send([UInt8](text.utf8)), .close]])
            #expect(outcome.error != nil, "\(text)")
        }
    }
}
