import Foundation
import TestSupport

@testable import FoundrySandbox

/// Stands between a client and a sandbox, and changes answers on their way.
final class RewritingProxy: Sendable {
    /// Takes the request's method and path and the answer's body; nil leaves it as it is.
    typealias Change = @Sendable (_ request: String, _ body: String) -> (status: Int, body: String)?

    private let server: HTTPServer

    /// - Parameter instead: Answers a request that does not reach the sandbox; nil lets it pass.
    init(
        _ sandbox: Sandbox, _ change: @escaping Change = { _, _ in nil },
        instead: @escaping @Sendable (_ request: String) -> (status: Int, body: String)? = { _ in nil }
    ) throws {
        let (upstream, key) = (sandbox.baseURL, sandbox.key)
        server = try HTTPServer(
            port: 0,
            service: .init(
                respond: { request, _ in
                    if let answer = instead("\(request.method) \(request.path)") {
                        return HTTPResponse(
                            status: answer.status, headers: [("content-type", "application/json")],
                            body: Array(answer.body.utf8))
                    }
                    return RewritingProxy.forward(request, to: upstream, key: key, change)
                },
                refuse: { _ in HTTPResponse(status: 400, headers: [], body: []) }))
    }

    var url: URL { URL(string: "http://127.0.0.1:\(server.port)") ?? URL(filePath: "/") }

    deinit {
        server.stop()
    }

    private static func forward(
        _ request: HTTPRequest, to upstream: URL, key: String, _ change: Change
    ) -> HTTPResponse {
        let url = upstream.absoluteString + request.path + (request.query.map { "?\($0)" } ?? "")
        var headers = ["Authorization": "Bearer \(key)"]
        headers["Content-Type"] = request.header("content-type")
        let answer = try? LocalHTTP.sendBlocking(request.method, url, headers: headers, body: request.body)
        guard let answer else { return HTTPResponse(status: 502, headers: [], body: []) }
        var response = HTTPResponse(
            status: answer.status,
            headers: [
                ("content-type", answer.headers["content-type"] ?? ""), ("x-foundry-sandbox", "true"),
                ("x-request-id", answer.headers["x-request-id"] ?? ""),
            ],
            body: answer.body)
        let changed = change("\(request.method) \(request.path)", String(decoding: response.body, as: UTF8.self))
        if let changed {
            response.status = changed.status
            response.body = Array(changed.body.utf8)
        }
        return response
    }
}
