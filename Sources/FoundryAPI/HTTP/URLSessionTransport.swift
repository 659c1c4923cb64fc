#if canImport(Darwin)
    import Dispatch
    import FoundryFoundation
    import Security
    import Synchronization

    /// A transport that sends requests through URLSession.
    final class URLSessionTransport: HTTPTransport {
        private let timeout: Duration
        private let bodyLimit: Int
        private let usesProxies: Bool
        private let queue = DispatchQueue(label: "foundry.http.deadlines")

        /// - Parameters:
        ///   - timeout: for an attempt, from its beginning to the last byte of the response
        ///   - bodyLimit: in bytes, after decompression
        ///   - usesProxies: `false` for requests to this machine, which a proxy would only be shown the key of
        init(timeout: Duration, bodyLimit: Int, usesProxies: Bool) {
            self.timeout = timeout
            self.bodyLimit = bodyLimit
            self.usesProxies = usesProxies
        }

        /// Sends a request once.
        ///
        /// URLSession may send a request again by itself if its method is idempotent and the connection is lost (Apple's
        /// Technical Q&A QA1941), which of the API's writes is true of DELETE only. There is no setting against it, so
        /// there are two measures. A request that wants a connection of its own has a session of its own, since connections
        /// are kept per session (`httpMaximumConnectionsPerHost`); so none is lost because the server closed it while it was
        /// idle. And a DELETE that was sent more than once, by the metrics of its task, has failed with
        /// ``HTTPFailure/Reason/broken`` whatever the last response says, as the first request may have had the effect.
        func send(
            _ request: HTTPRequest, over connection: HTTPConnectionUse
        ) async throws(HTTPFailure) -> HTTPResponse {
            let exchange = HTTPExchange(bodyLimit: bodyLimit)
            var urlRequest = URLRequest(url: request.url)
            urlRequest.httpMethod = request.method
            for field in request.fields { urlRequest.setValue(field.value, forHTTPHeaderField: field.name) }
            urlRequest.httpBody = request.body.map { Data($0) }
            // The deadline is ours, since URLSession's own starts anew with each piece of data.
            urlRequest.timeoutInterval = timeout.seconds + 60
            let session: HTTPSession =
                switch connection {
                case .shared: usesProxies ? .shared : .direct
                case .own: HTTPSession(usesProxies: usesProxies)
                }
            defer { if case .own = connection { session.finish() } }
            let task = session.task(for: urlRequest, exchange)
            task.resume()
            let deadline = DispatchWorkItem {
                if exchange.fail(.timedOut, "no whole response in time") { task.cancel() }
            }
            queue.asyncAfter(deadline: .now() + timeout.seconds, execute: deadline)
            defer { deadline.cancel() }
            return try await withTaskCancellationHandler {
                await exchange.outcome()
            } onCancel: {
                if exchange.fail(.broken, "cancelled") { task.cancel() }
            }.get()
        }
    }

    /// A URLSession whose delegate hands what happens to the exchange of each task. It lasts until it is finished.
    private final class HTTPSession: Sendable {
        /// For servers anywhere, through the system's proxies.
        static let shared = HTTPSession(usesProxies: true)
        /// For this machine, without proxies.
        static let direct = HTTPSession(usesProxies: false)

        private let session: URLSession
        private let delegate = HTTPSessionDelegate()

        init(usesProxies: Bool) {
            let configuration = URLSessionConfiguration.ephemeral
            configuration.httpCookieStorage = nil
            configuration.httpCookieAcceptPolicy = .never
            configuration.httpShouldSetCookies = false
            configuration.urlCache = nil
            configuration.urlCredentialStorage = nil
            configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
            configuration.httpMaximumConnectionsPerHost = FoundryClient.requestLimit
            configuration.tlsMinimumSupportedProtocolVersion = .TLSv12
            if !usesProxies { configuration.connectionProxyDictionary = [:] }
            let queue = OperationQueue()
            queue.maxConcurrentOperationCount = 1
            session = URLSession(configuration: configuration, delegate: delegate, delegateQueue: queue)
        }

        func task(for request: URLRequest, _ exchange: HTTPExchange) -> URLSessionDataTask {
            let task = session.dataTask(with: request)
            delegate.transfers.withLock { $0[task.taskIdentifier] = HTTPSessionDelegate.Transfer(exchange: exchange) }
            return task
        }

        /// Releases the session and its delegate, once its tasks have ended.
        func finish() {
            session.finishTasksAndInvalidate()
        }
    }

    private final class HTTPSessionDelegate: NSObject, URLSessionDataDelegate, Sendable {
        struct Transfer {
            let exchange: HTTPExchange
            /// A Boolean value that indicates whether the system said, for each connection tried, that no request
            /// began on it.
            var nothingWasSent = false
            /// A Boolean value that indicates whether the system sent the request more than once.
            var wasRepeated = false
        }

        /// By the identifiers of the tasks.
        let transfers = Mutex<[Int: Transfer]>([:])

        private func exchange(of task: URLSessionTask) -> HTTPExchange? {
            transfers.withLock { $0[task.taskIdentifier]?.exchange }
        }

        func urlSession(
            _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
            newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
        ) {
            // The request would be sent on with its Authorization header, wherever to.
            completionHandler(nil)
        }

        func urlSession(
            _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
            completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
        ) {
            guard let exchange = exchange(of: dataTask), let head = HTTPHead(response) else {
                completionHandler(.allow)
                return
            }
            completionHandler(exchange.receive(head) ? .allow : .cancel)
        }

        func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
            let fits = data.withUnsafeBytes { exchange(of: dataTask)?.receive($0) }
            if fits == false { dataTask.cancel() }
        }

        func urlSession(
            _ session: URLSession, task: URLSessionTask, didFinishCollecting metrics: URLSessionTaskMetrics
        ) {
            // One of these for each connection that was tried. None at all proves nothing.
            let transactions = metrics.transactionMetrics
            let nothingWasSent = !transactions.isEmpty && transactions.allSatisfy { $0.requestStartDate == nil }
            let wasRepeated = transactions.count { $0.requestStartDate != nil } > 1
            transfers.withLock { transfers in
                transfers[task.taskIdentifier]?.nothingWasSent = nothingWasSent
                transfers[task.taskIdentifier]?.wasRepeated = wasRepeated
            }
        }

        func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
            guard let transfer = transfers.withLock({ $0.removeValue(forKey: task.taskIdentifier) }) else { return }
            guard let error else {
                if transfer.wasRepeated, task.originalRequest?.httpMethod == "DELETE" {
                    transfer.exchange.fail(.broken, "the connection was lost, and the system sent the request again")
                } else {
                    transfer.exchange.complete()
                }
                return
            }
            transfer.exchange.fail(
                Self.reason(of: error, nothingWasSent: transfer.nothingWasSent), error.localizedDescription)
        }

        /// An error's code alone proves nothing: several of these also occur when a request was sent.
        private static func reason(of error: any Error, nothingWasSent: Bool) -> HTTPFailure.Reason {
            guard nothingWasSent, let code = (error as? URLError)?.code else { return .broken }
            switch code {
            case .serverCertificateUntrusted, .serverCertificateHasBadDate, .serverCertificateHasUnknownRoot,
                .serverCertificateNotYetValid, .appTransportSecurityRequiresSecureConnection:
                return .certificateRejected
            case .cannotConnectToHost, .cannotFindHost, .dnsLookupFailed, .notConnectedToInternet,
                .secureConnectionFailed, .networkConnectionLost:
                return .notConnected
            default: return .broken
            }
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
#endif
