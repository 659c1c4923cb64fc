import Dispatch
import Foundation
import Synchronization

@testable import FoundrySandbox

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

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
        let text = upstream.absoluteString + request.path + (request.query.map { "?\($0)" } ?? "")
        guard let url = URL(string: text) else { return HTTPResponse(status: 500, headers: [], body: []) }
        var forwarded = URLRequest(url: url)
        forwarded.httpMethod = request.method
        forwarded.setValue("Bearer \(key)", forHTTPHeaderField: "Authorization")
        forwarded.setValue(request.header("content-type"), forHTTPHeaderField: "Content-Type")
        if !request.body.isEmpty { forwarded.httpBody = Data(request.body) }
        let answered = DispatchSemaphore(value: 0)
        let answer = Mutex<HTTPResponse?>(nil)
        URLSession.shared.dataTask(with: forwarded) { data, response, _ in
            if let response = response as? HTTPURLResponse {
                answer.withLock {
                    $0 = HTTPResponse(
                        status: response.statusCode,
                        headers: [
                            ("content-type", response.value(forHTTPHeaderField: "content-type") ?? ""),
                            ("x-foundry-sandbox", "true"),
                            ("x-request-id", response.value(forHTTPHeaderField: "x-request-id") ?? ""),
                        ],
                        body: Array(data ?? Data()))
                }
            }
            answered.signal()
        }.resume()
        answered.wait()
        guard var response = answer.withLock({ $0 }) else { return HTTPResponse(status: 502, headers: [], body: []) }
        let changed = change("\(request.method) \(request.path)", String(decoding: response.body, as: UTF8.self))
        if let changed {
            response.status = changed.status
            response.body = Array(changed.body.utf8)
        }
        return response
    }
}
