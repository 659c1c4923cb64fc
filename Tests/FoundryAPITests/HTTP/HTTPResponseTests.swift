import Foundation
import FoundryJSON
import TestSupport
import Testing

@testable import FoundryAPI

@Suite("HTTP responses", .opensDescriptors)
struct HTTPResponseTests {
    private func makeTransport(_ url: URL, bodyLimit: Int) -> any HTTPTransport {
        #if canImport(Darwin)
            URLSessionTransport(timeout: .seconds(90), bodyLimit: bodyLimit, usesProxies: false)
        #else
            CurlTransport(timeout: .seconds(90), bodyLimit: bodyLimit, connections: 1)
        #endif
    }

    /// Returns the result of a request to which a server responds with these bytes.
    private func answer(_ bytes: [UInt8]) async throws -> Result<HTTPResponse, HTTPFailure> {
        let server = try HostileServer([[.send(bytes), .close]])
        defer { server.stop() }
        let url = try #require(URL(string: server.url))
        let transport = makeTransport(url, bodyLimit: 1000)
        do throws(HTTPFailure) {
            return .success(
                try await transport.send(
                    HTTPRequest(method: "GET", url: url, fields: [], body: nil), over: .shared))
        } catch {
            return .failure(error)
        }
    }

    private func answer(_ text: String) async throws -> Result<HTTPResponse, HTTPFailure> {
        try await answer([UInt8](text.utf8))
    }

    @Test(
        "Bodies are read by length, in chunks, to the end of the connection, or not at all",
        arguments: [
            ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", "{}"),
            ("HTTP/1.1 200 OK\r\ncontent-length:2, 2\r\n\r\n{}xx", "{}"),
            ("HTTP/1.1 200 \r\nContent-Length: 2\nContent-Length: 2\n\n{}", "{}"),
            ("HTTP/1.1 200\r\n\r\n{\"a\":1}", "{\"a\":1}"), ("HTTP/1.0 200 OK\r\n\r\n{}", "{}"),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n01;x=y\r\n}\r\n0\r\n\r\n", "{}"),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nX-Trailer: 1\r\n\r\n", "{}"),
            ("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: a\r\n\r\nHTTP/1.1 200 OK\r\n\r\n{}", "{}"),
            ("HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n", ""), ("HTTP/1.1 304 X\r\n\r\n", ""),
        ])
    func bodies(_ text: String, _ body: String) async throws {
        #expect(String(decoding: try await answer(text).get().body, as: UTF8.self) == body)
    }

    @Test("Header fields are read whatever their case, folding, repetition or bytes")
    func fields() async throws {
        let text = [UInt8](
            "HTTP/1.1 200 OK\r\nX-One:  a b \r\nx-two: 1\r\nX-TWO: 2\r\nX-Fold: a\r\n\t b\r\nX-Raw: ".utf8)
        let head = try await answer(text + [0xFF] + [UInt8]("\r\nX-Empty:\r\n\r\n{}".utf8)).get().head
        #expect(head["x-one"] == "a b")
        #expect(head["x-two"] == "1, 2")
        #expect(head["x-fold"] == "a b")
        #expect(head["x-raw"] == "\u{FFFD}")
        #expect(head["x-empty"] == "")
    }

    @Test(
        "A response that is invalid, endless, without a size, or cut off is refused",
        arguments: [
            "", "HTTP/1.1", "HTTP/1.1 200 OK\r\nConte", "HTTP/1.1 20 OK\r\n\r\n", "HTTP/1.1 099 OK\r\n\r\n",
            "HTTP/1.1 abc OK\r\n\r\n", "HTTP/2.0 200 OK\r\n\r\n", "ICY 200 OK\r\n\r\n", "hello", "\r\n\r\n",
            "HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "HTTP/1.1 200 OK\r\n: no name\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n{}", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n{}",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n{}",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}",
            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
            "HTTP/1.1 100 Continue\r\n\r\n",
        ])
    func refusals(_ text: String) async throws {
        let failure = await #expect(throws: HTTPFailure.self) { try await answer(text).get() }
        #expect(failure?.reason == .broken)
    }

    @Test("An endless head or line, and a body beyond the limit, are abandoned")
    func limits() async throws {
        let long = String(repeating: "x", count: 300 << 10)
        for text in [
            "HTTP/1.1 200 OK\r\nA: \(long)\r\n\r\n", "HTTP/1.1 200 \(long)", long,
            "HTTP/1.1 200 OK\r\n" + String(repeating: "A: b\r\n", count: 100_000),
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\(long)",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: \(long)",
        ] {
            let failure = await #expect(throws: HTTPFailure.self) { try await answer(text).get() }
            #expect(failure?.reason == .broken)
        }
        for text in [
            "HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n\(long)", "HTTP/1.1 200 OK\r\n\r\n\(long)",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFF\r\n\(long)",
        ] {
            let failure = await #expect(throws: HTTPFailure.self) { try await answer(text).get() }
            #expect(failure?.reason == .tooLarge)
            #expect(failure?.head?.status == 200)
        }
    }

    @Test("A connection is reused for the next read, but not for a write, nor after an invalid response")
    func connections() async throws {
        let server = try HostileServer { request in
            switch request.index {
            case 4: .answer("{}", headers: ["Connection": "close"])
            case 6: .answer("{} ", headers: ["Content-Length": "2"])
            default: .answer("{}")
            }
        }
        defer { server.stop() }
        let client = try client(of: server.url)
        for _ in 0..<3 { _ = try await client.send(.whoami) }
        _ = try await client.send(.submitFeedback)
        for _ in 0..<4 { _ = try await client.send(.whoami) }
        let connections = server.requests.map(\.connection)
        #expect(connections.prefix(4) == [0, 0, 0, 1])
        #expect(connections[4] != connections[5])
        #expect(connections[6] != connections[7])
    }

    @Test("localhost is resolved without DNS, and ::1 directly")
    func hosts() async throws {
        let server = try HostileServer([.answer("{}")])
        defer { server.stop() }
        _ = try await client(of: "http://localhost:\(server.port)").send(.whoami)
        #expect(server.requests.first?.headers["host"] == "localhost:\(server.port)")
        let error = await failure { try await client(of: "http://[::1]:\(server.port)").send(.whoami) }
        #expect(error?.kind == .unreachable)
    }

    @Test("The response is read even if the server closes before it has read the whole request")
    func earlyAnswer() async throws {
        let server = try HostileServer([.error("413 Too Large", "too much") + [.close]])
        defer { server.stop() }
        let client = try client(of: server.url)
        let error = await failure { try await client.send(.submitFeedback, ["title": "x"]) }
        #expect(error?.httpStatus == 413)
    }
}
