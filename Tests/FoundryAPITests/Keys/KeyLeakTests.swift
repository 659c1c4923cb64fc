import Foundation
import FoundryJSON
import TestSupport
import Testing

@testable import FoundryAPI

@Suite("The places that the key reaches", .opensDescriptors)
struct KeyLeakTests {
    @Test(
        "The key is not sent to the target of a redirect, and the error names only the host",
        arguments: ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent", "300 Choices"])
    func redirects(_ status: String) async throws {
        let other = try HostileServer([.answer("{}")])
        defer { other.stop() }
        let location = "\(other.url.replacing("127.0.0.1", with: "127.0.0.2"))/steal?key=\(testKey)"
        let server = try HostileServer([.answer("moved", status: status, headers: ["Location": location])])
        defer { server.stop() }
        let client = try client(of: server.url)
        for row: FoundryOperation in [.whoami, .submitFeedback] {
            let error = await failure { try await client.send(row) }
            #expect(error?.kind == .badResponse)
            #expect(error?.httpStatus == Int(status.prefix(3)))
            #expect(error?.message.contains("127.0.0.2") == true)
            #expect(error?.message.contains("steal") == false)
            #expect(error?.isRetryable == false)
        }
        #expect(other.requests.isEmpty)
        #expect(server.requests.count == 2)
    }

    @Test("A key that the server echoes in any encoding is in no response, error, request id or log")
    func echoes() async throws {
        let encoded = [
            testKey, Data("Bearer \(testKey)".utf8).base64EncodedString(),
            testKey.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "",
        ]
        for echo in encoded {
            let headers = ["x-request-id": echo, "Location": "http://\(echo).example/"]
            for reply: [HostileServer.Step] in [
                .answer(#"{"you":"\#(echo)","\#(echo)":["a \#(echo)"]}"#, headers: headers),
                .error("403 Forbidden", echo, headers: headers), .error("401 Unauthorized", echo, headers: headers),
                .answer("<html>\(echo)", headers: ["Content-Type": "text/html; \(echo)"]),
                .answer(echo, headers: headers), .answer("x", status: "302 Found", headers: headers),
                .answer(
                    #"{"error":"e","error_kind":"\#(echo)","hint":"\#(echo)","request_id":"\#(echo)"}"#,
                    status: "409 Conflict", headers: ["x-request-id": ""]),
                [.send([UInt8]("HTTP/1.1 999999 \(echo)\r\n\r\n".utf8)), .close],
            ] {
                let server = try HostileServer([reply])
                defer { server.stop() }
                let lines = Lines()
                let client = try client(of: server.url, log: { lines.add("\($0) \($1)") })
                var seen = ""
                do {
                    let response = try await client.send(.whoami)
                    seen = "\(response.json?.text ?? "") \(response)"
                } catch {
                    seen = "\(error) " + String(reflecting: error)
                }
                seen += lines.all.joined()
                #expect(!lines.all.isEmpty)
                #expect(!seen.contains(echo))
                #expect(!seen.contains("Q2FyZS9mdWxseS"))
                #expect(server.requests.allSatisfy { $0.headers["authorization"] == "Bearer \(testKey)" })
            }
        }
    }

    @Test("A requested new key is returned, and the caller's own is not")
    func issued() async throws {
        let server = try HostileServer([
            .answer(#"{"token":"abs0_brandnew","id":"\#(testKey)"}"#, status: "201 Created")
        ])
        defer { server.stop() }
        let response = try await client(of: server.url).send(.attenuateToken, ["name": "n", "attenuation": [:]])
        #expect(response.json?.text == #"{"token":"abs0_brandnew","id":"[redacted key]"}"#)
        #expect(try JSON(parsing: server.requests[0].body)["token"]?.string == testKey)
    }

    @Test("The key is in no path or query")
    func headerOnly() async throws {
        let server = try HostileServer([.answer(emptyPage)])
        defer { server.stop() }
        _ = try await client(of: server.url).send(.listExperiments, ["search": "x"])
        let request = try #require(server.requests.first)
        #expect(!request.target.contains("abs0"))
        #expect(request.headers.filter { $0.value.contains(testKey) }.map(\.key) == ["authorization"])
    }
}
