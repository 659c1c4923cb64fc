#if !canImport(Darwin)
    import CFoundryCurl
    import Synchronization

    /// Sends requests through libcurl, which is loaded with the first of them.
    ///
    /// All transfers of a transport share one thread. Plain http, which is for this machine, uses no proxy; https uses
    /// that of the environment. HTTP/1.1 is the only version: over HTTP/2, libcurl 8.14 sends a request again by itself
    /// when a server says GOAWAY.
    final class CurlTransport: HTTPTransport {
        private let loop = Mutex<CurlLoop?>(nil)
        private let settings: CurlSettings
        private let bodyLimit: Int

        /// - Parameters:
        ///   - timeout: for an attempt, from its beginning to the last byte of the response
        ///   - bodyLimit: in bytes, after decompression
        ///   - connections: the most that are open at once
        init(
            timeout: Duration, bodyLimit: Int, connections: Int, authorities: CertificateAuthorities = .ofEnvironment
        ) {
            settings = CurlSettings(timeout: timeout, connections: connections, authorities: authorities)
            self.bodyLimit = bodyLimit
        }

        deinit {
            loop.withLock { $0?.stop() }
        }

        func send(
            _ request: HTTPRequest, over connection: HTTPConnectionUse
        ) async throws(HTTPFailure) -> HTTPResponse {
            let loop = try self.loop.withLock { (loop) throws(HTTPFailure) in
                if let loop { return loop }
                let new = try CurlLoop.start(settings)
                loop = new
                return new
            }
            let job = CurlJob(request, over: connection, HTTPExchange(bodyLimit: bodyLimit))
            loop.begin(job)
            return try await withTaskCancellationHandler {
                await job.exchange.outcome()
            } onCancel: {
                loop.cancel(job)
            }.get()
        }
    }

    /// The options that all transfers of a transport share.
    struct CurlSettings: Sendable {
        let timeout: Duration
        let connections: Int
        let authorities: CertificateAuthorities
    }

    /// A request on its way to the thread that carries it out.
    final class CurlJob: Sendable {
        let request: HTTPRequest
        let connection: HTTPConnectionUse
        let exchange: HTTPExchange

        init(_ request: HTTPRequest, over connection: HTTPConnectionUse, _ exchange: HTTPExchange) {
            self.request = request
            self.connection = connection
            self.exchange = exchange
        }
    }
#endif
