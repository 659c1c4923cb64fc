import FoundryJSON
import TestSupport
import Testing

@testable import FoundryAPI

@Suite("Errors of the API", .opensDescriptors)
struct ErrorTests {
    private func error(
        _ row: FoundryOperation, _ arguments: JSON, _ reply: [HostileServer.Step]
    ) async throws -> (FoundryError?, requests: Int) {
        let server = try HostileServer([reply])
        defer { server.stop() }
        let client = try client(of: server.url)
        let error = await failure { try await client.send(row, arguments) }
        return (error, server.requests.count)
    }

    @Test(
        "An error has the kind of its status, the API's words and the request id, and is not sent again",
        arguments: [
            ("400 Bad Request", FoundryError.Kind.invalidArguments, "list_experiments"),
            ("401 Unauthorized", .authentication, "https://foundry.adaptyvbio.com"),
            ("403 Forbidden", .permission, "whoami"), ("404 Not Found", .notFound, "list_experiments"),
            ("409 Conflict", .conflict, "get_experiment"), ("422 Unprocessable", .invalidArguments, "the API says"),
            ("418 I'm a teapot", .badResponse, "418"),
        ])
    func statuses(_ status: String, _ kind: FoundryError.Kind, _ advice: String) async throws {
        let (error, requests) = try await error(
            .submitExperiment, ["experiment_id": "e"],
            .error(status, "the API says", headers: ["x-foundry-sandbox": "true"]))
        #expect(error?.kind == kind)
        #expect(error?.httpStatus == Int(status.prefix(3)))
        #expect(error?.requestID == "req_head")
        #expect(error?.isRetryable == false)
        #expect(error?.isSandbox == true)
        for part in ["the API says", "req_head", advice] { #expect(error?.message.contains(part) == true, "\(part)") }
        #expect(requests == 1)
    }

    @Test("An error carries the API's error_kind and hint; two kinds are retryable")
    func errorKind() async throws {
        for (errorKind, isRetryable) in [
            ("rate_limited", true), ("upstream_server_error", true), ("customer_quote_cap", false), ("other", false),
        ] {
            let body =
                #"{"error":"no quote","request_id":"req_1","error_kind":"\#(errorKind)","hint":"Contact admin."}"#
            let (error, _) = try await error(
                .submitExperiment, ["experiment_id": "e"], .answer(body, status: "409 Conflict"))
            #expect(error?.kind == .conflict)
            #expect(error?.errorKind == errorKind)
            #expect(error?.hint == "Contact admin.")
            #expect(error?.isRetryable == isRetryable)
            #expect(error?.message.contains("Contact admin.") == true)
        }
    }

    @Test("An error has the request id of the body if the header lacks it, and none if both do")
    func requestID() async throws {
        let (fromBody, _) = try await error(.whoami, [:], .error("403 Forbidden", headers: ["x-request-id": ""]))
        #expect(fromBody?.requestID == "req_body")
        let (none, _) = try await error(
            .whoami, [:], .answer("nginx", status: "404 Not Found", headers: ["x-request-id": ""]))
        #expect(none?.requestID == nil)
        #expect(none?.message.contains("FOUNDRY_API_URL") == true)
    }

    @Test("An API that asks for a login rejects the key; no password is asked for")
    func basicChallenge() async throws {
        let (error, requests) = try await error(
            .whoami, [:], .error("401 Unauthorized", headers: ["WWW-Authenticate": "Basic realm=\"x\""]))
        #expect(error?.kind == .authentication)
        #expect(requests == 1)
    }

    @Test("An error shows no control characters, and no more than a few thousand characters of what the server said")
    func hostileText() async throws {
        let long = String(repeating: "x", count: 100_000)
        let (error, _) = try await error(
            .whoami, [:], .error("403 Forbidden", #"\u001b[31mred\u0000\u0085 \#(long)"#))
        #expect(error?.message.unicodeScalars.contains { $0.properties.generalCategory == .control } == false)
        #expect((error?.message.count ?? 0) < 4000)
    }

    @Test("A write whose outcome cannot be read is sent once, and its outcome is unknown after a 500")
    func internalError() async throws {
        let (read, reads) = try await error(.whoami, [:], .error("500 Internal Server Error"))
        #expect(read?.kind == .upstream)
        #expect(read?.isRetryable == true)
        #expect(reads == 1)
        let (write, writes) = try await error(.attenuateToken, ["name": "n"], .error("500 Internal Server Error"))
        #expect(write?.kind == .upstream)
        #expect(write?.isRetryable == false)
        #expect(write?.message.contains("list_tokens") == true)
        #expect(writes == 1)
    }
}
