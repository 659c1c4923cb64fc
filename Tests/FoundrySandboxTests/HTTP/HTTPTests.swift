import Foundation
import FoundryJSON
import TestSupport
import Testing

@testable import FoundrySandbox

@Suite("The HTTP server", .opensDescriptors)
struct HTTPTests {
    private let get = "GET /api/v1/info/health HTTP/1.1\r\nHost: x\r\n\r\n"

    @Test("Every response has a request id and identifies the sandbox")
    func headers() throws {
        let client = try SandboxClient()
        var ids: Set<String> = []
        for answer in [
            try client.get("/info/health"), try client.get("/nowhere"), try client.get("/whoami", token: nil),
            try client.call("DELETE", "/experiments"), try client.post("/experiments", [:]),
        ] {
            #expect(answer.reply.header("x-foundry-sandbox") == "true")
            let id = try #require(answer.reply.header("x-request-id"))
            #expect(id.hasPrefix("req_") && RequestContext.uuid(String(id.dropFirst(4))) != nil)
            ids.insert(id)
            if answer.status >= 400 { #expect(answer["request_id"]?.string == id) }
        }
        #expect(ids.count == 5)
        #expect(try client.call("DELETE", "/experiments").status == 405)
    }

    @Test(
        "Only requests to this machine and port by a loopback name are answered",
        arguments: [
            ("127.0.0.1:PORT", 200), ("localhost:PORT", 200), ("LocalHost:PORT", 200), ("[::1]:PORT", 200),
            ("127.0.0.1", 421), ("127.0.0.1:1", 421), ("rebound.example:PORT", 421), ("localhost.example:PORT", 421),
            ("127.0.0.1:PORT\r\nHost: rebound.example:PORT", 421), ("", 421), ("0.0.0.0:PORT", 421),
        ])
    func hosts(host: String, status: Int) throws {
        let client = try SandboxClient()
        let host = host.replacingOccurrences(of: "PORT", with: String(client.sandbox.baseURL.port ?? 0))
        let connection = try client.rawConnection()
        connection.send("GET /api/v1/info/health HTTP/1.1\r\nHost: \(host)\r\n\r\n")
        let reply = connection.receive()
        #expect(reply.status == status)
        let body = try JSON(parsing: reply.body)
        if status != 200 { #expect(body["error"] != nil && body["request_id"] != nil) }
        // The authority of a whole URL takes precedence over the header.
        connection.send("GET http://\(host.isEmpty ? "x" : host)/api/v1/info/health HTTP/1.1\r\nHost: x\r\n\r\n")
        if !host.contains("\r") { #expect(connection.receive().status == status) }
    }

    @Test("Idle connections make room for new ones, the one that waited longest first", .opensDescriptors(100))
    func idleConnections() throws {
        let limit = 8
        let client = try SandboxClient { $0.connectionLimit = limit }
        let busy = try client.rawConnection()
        var idle: [TestConnection] = []
        for _ in 0..<(limit + 20) { idle.append(try client.rawConnection()) }
        busy.send(get)
        let late = try client.rawConnection()
        late.send(get)
        #expect(late.receive().status == 200)
        #expect(idle[0].isEnded())
        #expect(idle.count == limit + 20)
        idle[idle.count - 1].send(get)
        #expect(idle[idle.count - 1].receive().status == 200)
    }

    @Test("A connection serves successive and pipelined requests")
    func pipelining() throws {
        let client = try SandboxClient()
        let connection = try client.rawConnection()
        for _ in 0..<3 {
            connection.send(get)
            #expect(connection.receive().status == 200)
        }
        connection.send(String(repeating: get, count: 50))
        for _ in 0..<50 { #expect(connection.receive().status == 200) }
        connection.send("GET /api/v1/info/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        let last = connection.receive()
        #expect(last.header("connection") == "close")
        #expect(connection.isEnded())
    }

    @Test("Bodies are read by length, in chunks, in pieces, and after 100 Continue")
    func bodies() throws {
        let client = try SandboxClient()
        let feedback: JSON = [
            "request_uuid": JSON(Spec.pdl1), "feedback_type": "feedback", "human_note": "ä",
        ]
        let body = feedback.text
        let head =
            "POST /api/v1/feedback/submit HTTP/1.1\r\nHost: x\r\nAuthorization: bearer \(client.sandbox.key)\r\n"
            + "Content-Type: application/json; charset=utf-8\r\n"
        let connection = try client.rawConnection()
        let bytes = Array(body.utf8)
        connection.send(head + "Content-Length: \(bytes.count)\r\n\r\n", then: bytes)
        #expect(connection.receive().status == 201)

        connection.send(head + "Transfer-Encoding: chunked\r\n\r\n")
        var chunked: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 7) {
            let piece = bytes[start..<min(start + 7, bytes.count)]
            chunked += Array("\(String(piece.count, radix: 16));x=y\r\n".utf8) + piece + [0x0D, 0x0A]
        }
        chunked += Array("0\r\nTrailer: 1\r\n\r\n".utf8)
        for byte in chunked { connection.send([byte]) }
        #expect(connection.receive().status == 201)

        connection.send(head + "Expect: 100-continue\r\nContent-Length: \(bytes.count)\r\n\r\n")
        #expect(connection.receive().status == 100)
        connection.send(bytes)
        #expect(connection.receive().status == 201)
    }

    @Test(
        "A malformed request is refused with a reason, and the connection is closed",
        arguments: [
            ("nonsense\r\n\r\n", 400), ("GET /\r\n\r\n", 400), ("GET  / HTTP/1.1\r\nHost: x\r\n\r\n", 400),
            ("GET / HTTP/2.0\r\nHost: x\r\n\r\n", 505), ("GET / FTP/1.1\r\nHost: x\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\n\r\n", 400), ("GET x HTTP/1.1\r\nHost: x\r\n\r\n", 400),
            ("G@T / HTTP/1.1\r\nHost: x\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost x\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost : x\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost: x\r\n y\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: a\u{1}b\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1, 1\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n", 413),
            ("GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n", 501),
            ("GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: x\r\nX: \(String(repeating: "a", count: 70_000))\r\n\r\n", 431),
        ])
    func malformed(request: String, status: Int) throws {
        let client = try SandboxClient()
        let connection = try client.rawConnection()
        connection.send(request)
        let reply = connection.receive()
        #expect(reply.status == status)
        #expect(try JSON(parsing: reply.body)["error"]?.string?.hasPrefix("malformed request") == true)
        #expect(reply.header("connection") == "close")
        #expect(connection.isEnded())
    }

    @Test("Invalid URLs, content types and bodies are refused")
    func unusable() throws {
        let client = try SandboxClient()
        let connection = try client.rawConnection()
        let key = "Authorization: Bearer \(client.sandbox.key)\r\n"
        connection.send("GET /api/v1/experiments?filter=%zz HTTP/1.1\r\nHost: x\r\n\(key)\r\n")
        #expect(connection.receive().status == 400)
        for type in ["", "Content-Type: text/plain\r\n"] {
            connection.send("POST /api/v1/experiments HTTP/1.1\r\nHost: x\r\n\(key)\(type)Content-Length: 2\r\n\r\n{}")
            #expect(connection.receive().status == 415)
        }
        connection.send(
            "POST /api/v1/experiments HTTP/1.1\r\nHost: x\r\n\(key)Content-Type: application/json\r\nContent-Length: 1\r\n\r\n{"
        )
        #expect(connection.receive().status == 400)
        connection.send("POST /api/v1/experiments HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}")
        #expect(connection.receive().status == 401)
    }

    @Test("Concurrent connections are served without loss")
    func concurrency() async throws {
        let client = try SandboxClient()
        let port = client.sandbox.baseURL.port ?? 0
        let key = client.sandbox.key
        let draft: JSON = ["name": "x", "experiment_spec": Spec.of("expression")]
        let body = draft.text
        try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<20 {
                group.addTask {
                    let connection = try TestConnection(port: port)
                    return (0..<20).map { _ in
                        connection.send(
                            "POST /api/v1/experiments HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(key)\r\n"
                                + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
                        let json = try? JSON(parsing: connection.receive().body)
                        return json?["experiment_id"]?.string ?? ""
                    }
                }
            }
            var ids: Set<String> = []
            for try await made in group { ids.formUnion(made) }
            #expect(ids.count == 400)
        }
        #expect(try client.get("/experiments")["total"]?.int == 400)
        let items = try client.get("/experiments", query: ["limit": "100"]).items
        #expect(Set(items.compactMap { $0["created_at"]?.string }).count == 100)
    }

    @Test("Stopping closes connections, ends waiting requests, and frees the port")
    func stop() async throws {
        var configuration = SandboxConfiguration()
        configuration.faults = [try SandboxFault(parsing: "route=GET /whoami:latency=1000s")]
        let sandbox = try Sandbox.start(configuration)
        let port = sandbox.baseURL.port ?? 0
        let idle = try TestConnection(port: port)
        idle.send(get)
        #expect(idle.receive().status == 200)
        let waiting = try TestConnection(port: port)
        waiting.send("GET /api/v1/whoami HTTP/1.1\r\nHost: x\r\n\r\n")
        // The request is in the log only when it is over, so wait until its connection was taken up.
        idle.send(get)
        #expect(idle.receive().status == 200)
        let start = Date()
        sandbox.stop()
        sandbox.stop()
        #expect(Date().timeIntervalSince(start) < 200)
        #expect(idle.isEnded())
        #expect(waiting.isEnded())
        #expect(throws: TestConnection.NotConnected.self) { try TestConnection(port: port) }
        configuration.port = UInt16(port)
        let again = try Sandbox.start(configuration)
        #expect(again.baseURL == sandbox.baseURL)
        #expect(throws: SandboxError.self) { try Sandbox.start(configuration) }
        again.stop()
    }

    @Test("The log has requests without their keys")
    func log() throws {
        let client = try SandboxClient()
        _ = try client.get("/experiments", query: ["search": "a b"])
        _ = try client.post("/experiments", ["name": "x"], token: nil)
        let log = client.sandbox.requestLog
        #expect(log.map(\.method) == ["GET", "POST"])
        #expect(log[0].path == "/api/v1/experiments")
        #expect(log[0].query == "search=a%20b")
        #expect(log.map(\.hadAuthorization) == [true, false])
        #expect(log.map(\.status) == [200, 401])
        #expect(String(decoding: log[1].body, as: UTF8.self) == #"{"name":"x"}"#)
        #expect(log[1].headers.contains { $0.name == "Content-Type" && $0.value == "application/json" })
        #expect(!"\(log)".contains(client.sandbox.key))
    }

    @Test("The log is bounded")
    func boundedLog() {
        let log = RequestLog()
        let request = HTTPRequest(
            method: "GET", path: "/", query: nil, headers: [], body: Array(repeating: 1, count: 9999))
        for place in 0..<10_000 { log.add(request, status: 200, requestID: String(place)) }
        #expect(log.all.count == 4096)
        #expect(log.all.last?.requestID == "9999")
        #expect(log.all.last?.body.count == 4096)
    }
}
