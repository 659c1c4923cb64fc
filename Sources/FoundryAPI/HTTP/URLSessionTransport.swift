import Foundation
import Synchronization

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Sends requests through URLSession.
final class URLSessionTransport: HTTPTransport {
    /// Made with the first request: what URLSession sets up (cookies, bundles) is a quarter of the time in which the
    /// program starts.
    private let shared = Mutex<HTTPSession?>(nil)
    private let connections: Int
    private let bodyLimit: Int
    private let timeout: Duration
    private let deadlines: Deadlines

    init(timeout: Duration, bodyLimit: Int, connections: Int) {
        self.timeout = timeout
        self.bodyLimit = bodyLimit
        deadlines = Deadlines(timeout: timeout)
        self.connections = connections
    }

    deinit {
        shared.withLock { $0?.invalidate() }
    }

    private var sharedSession: HTTPSession {
        shared.withLock { shared in
            if let shared { return shared }
            let session = HTTPSession(connections: connections)
            shared = session
            return session
        }
    }

    func send(_ request: HTTPRequest, over connection: HTTPConnectionUse) async throws(HTTPFailure) -> HTTPResponse {
        let exchange = HTTPExchange(bodyLimit: bodyLimit)
        var urlRequest = URLRequest(url: request.url)
        urlRequest.httpMethod = request.method
        for field in request.fields { urlRequest.setValue(field.value, forHTTPHeaderField: field.name) }
        urlRequest.httpBody = request.body.map { Data($0) }
        // The deadline is ours, since URLSession's own starts anew with each piece of data.
        urlRequest.timeoutInterval = timeout.seconds + 60
        let session = connection == .shared ? sharedSession : HTTPSession(connections: 1)
        let task = session.task(for: urlRequest, exchange)
        task.resume()
        if connection == .own { session.invalidate() }
        return try await exchange.outcome(by: deadlines) { task.cancel() }.get()
    }
}

/// A URLSession whose delegate hands what happens to the exchange of each task.
private final class HTTPSession: Sendable {
    private let session: URLSession
    private let delegate = HTTPSessionDelegate()

    init(connections: Int) {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.httpCookieStorage = nil
        configuration.httpCookieAcceptPolicy = .never
        configuration.httpShouldSetCookies = false
        configuration.urlCache = nil
        configuration.urlCredentialStorage = nil
        configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
        configuration.httpMaximumConnectionsPerHost = connections
        let queue = OperationQueue()
        queue.maxConcurrentOperationCount = 1
        session = URLSession(configuration: configuration, delegate: delegate, delegateQueue: queue)
    }

    func task(for request: URLRequest, _ exchange: HTTPExchange) -> URLSessionDataTask {
        let task = session.dataTask(with: request)
        delegate.exchanges.withLock { $0[task.taskIdentifier] = exchange }
        return task
    }

    /// Takes no more tasks, and lets go of everything when those under way have ended.
    func invalidate() {
        session.finishTasksAndInvalidate()
    }
}

private final class HTTPSessionDelegate: NSObject, URLSessionDataDelegate, Sendable {
    let exchanges = Mutex<[Int: HTTPExchange]>([:])

    private func exchange(of task: URLSessionTask) -> HTTPExchange? {
        exchanges.withLock { $0[task.taskIdentifier] }
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        // The request would be sent on with its Authorization header, wherever to.
        completionHandler(nil)
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask, didReceive challenge: URLAuthenticationChallenge,
        completionHandler: @escaping @Sendable (URLSession.AuthChallengeDisposition, URLCredential?) -> Void
    ) {
        #if canImport(FoundationNetworking)
            // A server asks for a password, and gets none: its 401, which is whole by now, is the answer. Left alone, the task
            // would never end; server certificates do not come here on Linux.
            exchanges.withLock { $0.removeValue(forKey: task.taskIdentifier) }?
                .complete(challenge.failureResponse.flatMap { HTTPHead($0) })
            completionHandler(.cancelAuthenticationChallenge, nil)
        #else
            completionHandler(.performDefaultHandling, nil)
        #endif
    }

    func urlSession(
        _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
        completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
    ) {
        if let head = HTTPHead(response) { exchange(of: dataTask)?.receive(head) }
        completionHandler(.allow)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        let fits = data.withUnsafeBytes { exchange(of: dataTask)?.receive($0) }
        if fits == false { dataTask.cancel() }
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        guard let exchange = exchanges.withLock({ $0.removeValue(forKey: task.taskIdentifier) }) else { return }
        guard let error else {
            // On Linux a redirect that says not where to is not announced before its end.
            exchange.complete(task.response.flatMap { HTTPHead($0) })
            return
        }
        exchange.fail(Self.wasNeverConnected(error) ? .notConnected : .broken, error.localizedDescription)
    }

    /// Whether the connection was certainly never made.
    private static func wasNeverConnected(_ error: any Error) -> Bool {
        guard let code = (error as? URLError)?.code else { return false }
        #if canImport(FoundationNetworking)
            // The code alone does not tell: it is cannotConnectToHost also where a first address of the host refused, a
            // second was connected to, and that connection broke later. So libcurl's words must say it too.
            let beginnings =
                switch code {
                case .cannotConnectToHost: ["Failed to connect to", "Couldn't connect to"]
                case .cannotFindHost: ["Could not resolve", "Couldn't resolve"]
                default:
                    [
                        "Failed to connect to", "Couldn't connect to", "SSL certificate problem", "SSL: no alternative",
                        "OpenSSL SSL_connect", "TLS connect error",
                    ]
                }
            let detail = error.localizedDescription
            return beginnings.contains { detail.hasPrefix($0) }
        #else
            return [
                .cannotConnectToHost, .cannotFindHost, .dnsLookupFailed, .notConnectedToInternet,
                .secureConnectionFailed,
                .serverCertificateUntrusted, .serverCertificateHasBadDate, .serverCertificateHasUnknownRoot,
                .serverCertificateNotYetValid, .clientCertificateRejected, .clientCertificateRequired,
                .appTransportSecurityRequiresSecureConnection,
            ].contains(code)
        #endif
    }
}

extension HTTPHead {
    fileprivate init?(_ response: URLResponse) {
        guard let response = response as? HTTPURLResponse else { return nil }
        var fields: [String: String] = [:]
        for (name, value) in response.allHeaderFields {
            if let name = name as? String, let value = value as? String { fields[name.lowercased()] = value }
        }
        self.init(status: response.statusCode, fields: fields)
    }
}
