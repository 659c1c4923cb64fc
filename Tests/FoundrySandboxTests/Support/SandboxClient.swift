import Foundation
import FoundryJSON
import FoundrySandbox
import Testing

/// A client of a sandbox whose clock stands still until a test moves it.
final class SandboxClient {
    let sandbox: Sandbox
    let clock: TestClock
    private var connection: TestConnection

    init(_ change: (inout SandboxConfiguration) throws -> Void = { _ in }) throws {
        let clock = TestClock()
        var configuration = SandboxConfiguration()
        configuration.pace = 10
        configuration.quoteDelay = 0
        configuration.clock = { clock.now }
        try change(&configuration)
        self.clock = clock
        sandbox = try Sandbox.start(configuration)
        connection = try TestConnection(port: sandbox.baseURL.port ?? 0)
    }

    deinit {
        sandbox.stop()
    }

    struct Response {
        var status: Int
        var json: JSON
        var reply: TestConnection.Reply

        subscript(name: String) -> JSON? { json[name] }
        var error: String { json["error"]?.string ?? "" }
        var items: [JSON] { json["items"]?.elements ?? [] }
    }

    /// Sends a request to a path below `/api/v1`, or to one of the sandbox's own.
    @discardableResult
    func call(
        _ method: String, _ path: String, query: KeyValuePairs<String, String> = [:], body: JSON? = nil,
        headers: [String: String] = [:], token: String? = "own"
    ) throws -> Response {
        var target = path.hasPrefix("/sandbox") || path.hasPrefix("/links") ? path : "/api/v1" + path
        if !query.isEmpty {
            target += "?" + query.map { "\($0)=\(SandboxClient.encoded($1))" }.joined(separator: "&")
        }
        var head = "\(method) \(target) HTTP/1.1\r\nHost: x\r\n"
        if let token { head += "Authorization: Bearer \(token == "own" ? sandbox.key : token)\r\n" }
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        let bytes = body?.utf8 ?? []
        if body != nil { head += "Content-Type: application/json\r\nContent-Length: \(bytes.count)\r\n" }
        connection.send(head + "\r\n", then: bytes)
        let reply = connection.receive()
        if reply.status == 0 || reply.header("connection") == "close" || !reply.isWhole {
            connection = try TestConnection(port: sandbox.baseURL.port ?? 0)
        }
        return Response(
            status: reply.status, json: (try? JSON(parsing: reply.body)) ?? .null, reply: reply)
    }

    func get(_ path: String, query: KeyValuePairs<String, String> = [:], token: String? = "own") throws -> Response {
        try call("GET", path, query: query, token: token)
    }

    @discardableResult
    func post(_ path: String, _ body: JSON? = nil, token: String? = "own") throws -> Response {
        try call("POST", path, body: body, token: token)
    }

    static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }

    // MARK: Experiments

    /// Creates an experiment and gives its id.
    func create(_ spec: JSON, name: String = "A panel", _ more: JSON = [:]) throws -> String {
        var body: JSON = ["name": JSON(name), "experiment_spec": spec]
        for member in more.members ?? [] { body = body.setting(member.name, to: member.value) }
        let answer = try post("/experiments", body)
        #expect(answer.status == 201, "\(answer.json)")
        return answer["experiment_id"]?.string ?? ""
    }

    func status(_ id: String) throws -> String {
        try get("/experiments/\(id)")["status"]?.string ?? ""
    }

    /// Creates an experiment and accepts its quote.
    func order(_ spec: JSON) throws -> String {
        try create(spec, ["auto_accept_quote": true])
    }

    /// Another connection to the same sandbox.
    func rawConnection() throws -> TestConnection {
        try TestConnection(port: sandbox.baseURL.port ?? 0)
    }
}
