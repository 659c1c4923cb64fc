import Foundation
import FoundryJSON
import TestSupport
import Testing

@testable import FoundryAPI

@Suite("Successful responses", .opensDescriptors)
struct AnswerTests {
    @Test("A successful response is the API's value to")
    func json() async throws {
        let text = #"{"z":1.50,"a":{"new_field":[1e3,"é"]}}"#
        let server = try HostileServer([
            .answer(
                text,
                headers: [
                    "x-request-id": "req_7", "x-foundry-sandbox": "true", "Date": "Tue, 15 Nov 1994 08:12:31 GMT",
                ])
        ])
        defer { server.stop() }
        let response = try await client(of: server.url).send(.whoami)
        #expect(response.json?.text == text)
        #expect(response.status == 200)
        #expect(response.requestID == "req_7")
        #expect(response.isSandbox)
        #expect(response.serverDate == Date(timeIntervalSince1970: 784_887_151))
        #expect(response.inference == nil)
    }

    @Test("A request carries the key, the body and the expected media type")
    func request() async throws {
        let server = try HostileServer([.answer("{}")])
        defer { server.stop() }
        let client = try client(of: server.url + "/")
        _ = try await client.send(.estimateCost, ["experiment_spec": ["n": 1.50]])
        _ = try await client.send(.submitExperiment, ["experiment_id": "a/../b"])
        _ = try await client.send(.health)
        let requests = server.requests
        #expect(requests.map(\.method) == ["POST", "POST", "GET"])
        #expect(
            requests.map(\.target) == [
                "/api/v1/experiments/cost-estimate", "/api/v1/experiments/a%2F..%2Fb/submit", "/api/v1/info/health",
            ])
        #expect(requests[0].headers["authorization"] == "Bearer \(testKey)")
        #expect(requests[0].headers["content-type"] == "application/json")
        #expect(requests[0].headers["accept"] == "application/json")
        #expect(requests[0].headers["cookie"] == nil)
        #expect(requests[0].body == #"{"experiment_spec":{"n":1.5}}"#)
        #expect(requests[1].headers["content-length"] == "0")
        #expect(requests[1].headers["content-type"] == nil)
        #expect(requests[2].headers["authorization"] == nil)
    }

    @Test("A successful response sets no cookie and is not cached")
    func nothingIsStored() async throws {
        let server = try HostileServer([
            .answer("{}", headers: ["Set-Cookie": "a=b; Path=/", "Cache-Control": "max-age=1000"])
        ])
        defer { server.stop() }
        let client = try client(of: server.url)
        for _ in 0..<2 { _ = try await client.send(.health) }
        #expect(server.requests.count == 2)
        #expect(server.requests.allSatisfy { $0.headers["cookie"] == nil })
    }

    @Test("A PDF is returned where one was requested, and anything else is an error")
    func pdf() async throws {
        let bytes = [UInt8]("%PDF-1.7 \u{0}ÿ".utf8)
        let server = try HostileServer([
            .answer(bytes: bytes, headers: ["Content-Type": "application/pdf"]), .answer("{}"),
        ])
        defer { server.stop() }
        let client = try client(of: server.url)
        let response = try await client.send(.getExperimentQuotePDF, ["experiment_id": "e"])
        guard case .data(let data, let mimeType) = response.body else {
            Issue.record("no data")
            return
        }
        #expect(data == bytes)
        #expect(mimeType == "application/pdf")
        #expect(response.json == Optional.none)
        #expect(server.requests[0].headers["accept"] == "application/pdf")
        let error = await failure { try await client.send(.getExperimentQuotePDF, ["experiment_id": "e"]) }
        #expect(error?.kind == .badResponse)
    }

    @Test("The response to the database probe may have status 503")
    func databaseProbe() async throws {
        let server = try HostileServer([
            .answer(#"{"status":"degraded","db":"unreachable"}"#, status: "503 Service Unavailable")
        ])
        defer { server.stop() }
        let response = try await client(of: server.url).send(.healthDatabase)
        #expect(response.status == 503)
        #expect(response.json?["db"]?.string == "unreachable")
        #expect(server.requests.count == 1)
    }

    @Test("A successful response may be compressed")
    func compressed() async throws {
        // printf '{"items":[]}' | gzip -n, as base64.
        let bytes = try #require(Data(base64Encoded: "H4sIAAAAAAAAA6tWyixJzS1WsoqOrQUAHR9D6gwAAAA="))
        let server = try HostileServer([.answer(bytes: [UInt8](bytes), headers: ["Content-Encoding": "gzip"])])
        defer { server.stop() }
        #expect(try await client(of: server.url).send(.listQuotes).json?.text == #"{"items":[]}"#)
    }

    @Test("A successful response may be empty if its status says so")
    func noContent() async throws {
        let server = try HostileServer([[.send([UInt8]("HTTP/1.1 204 No Content\r\n\r\n".utf8))]])
        defer { server.stop() }
        let response = try await client(of: server.url).send(.submitFeedback, ["feedback_type": "bug"])
        #expect(response.status == 204)
        #expect(response.json == Optional.none)
    }

    @Test("Without a key the error says how to get one, and nothing is sent")
    func noKey() async throws {
        let server = try HostileServer([.answer("{}")])
        defer { server.stop() }
        let client = try client(of: server.url, key: nil)
        let error = await failure { try await client.send(.whoami) }
        #expect(error?.kind == .authentication)
        #expect(error?.message.contains("https://foundry.adaptyvbio.com/request-token") == true)
        #expect(error?.message.contains("FOUNDRY_API_TOKEN") == true)
        #expect(server.requests.isEmpty)
        _ = try await client.send(.health)
    }
}
