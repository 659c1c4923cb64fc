import FoundryFoundation
import FoundryJSON
import Synchronization

// The sending of one request: its attempts, the delays between them, and the redirect that one operation follows.
extension FoundryClient {
    /// The outcome of sending a request, unless it certainly failed.
    enum Delivery {
        case success(FoundryResponse)
        case unconfirmed(UnconfirmedWrite)
    }

    /// Sends a request until it need not or must not be sent again.
    func sendWithRetries(_ request: HTTPRequest, _ endpoint: FoundryEndpoint) async throws -> Delivery {
        var retry = 0
        while true {
            let (attempt, began) = try await attempt(request, endpoint)
            let error: FoundryError
            switch classifier.classify(attempt, of: endpoint, began: began) {
            case .success(let response): return .success(response)
            case .unconfirmed(let write): return .unconfirmed(write)
            case .failure(let failure): throw taggedAsSandbox(failure)
            case .retryable(let failure): error = failure
            }
            let retries = endpoint.commitsMoney ? 0 : policy.retries
            guard retry < retries else { throw taggedAsSandbox(error.after(attempts: retry + 1)) }
            guard let delay = policy.delay(before: retry, retryAfter: error.retryAfter, jitter: timing.jitter()) else {
                throw taggedAsSandbox(error.afterRefusedWait())
            }
            retry += 1
            log(.info, "\(endpoint.name): \(error.kind.rawValue), retry \(retry) in \(delay.milliseconds) ms")
            try await timing.sleep(delay)
        }
    }

    /// Sends a request once, when its turn has come.
    private func attempt(
        _ request: HTTPRequest, _ endpoint: FoundryEndpoint
    ) async throws(CancellationError) -> (Result<HTTPResponse, HTTPFailure>, Date) {
        try await limiter.acquire()
        defer { limiter.release() }
        let (began, start) = (timing.now(), ContinuousClock.now)
        if !endpoint.isRepeatable { hasStartedWrite.withLock { $0 = true } }
        let result: Result<HTTPResponse, HTTPFailure>
        do throws(HTTPFailure) {
            let response = try await transport.send(request, over: endpoint.isRepeatable ? .shared : .own)
            // Before a redirect is followed: the other host's clock is not the API's.
            if let date = response.head["date"].flatMap(HTTPDate.read) { serverClock.learn(date, at: timing.now()) }
            result = .success(try await followingRedirect(of: response, endpoint))
        } catch {
            result = .failure(error)
        }
        log(.debug, line(for: result, request, took: ContinuousClock.now - start))
        switch result {
        case .success(let response):
            if classifier.responseReader.isSandbox(response.head) { hasSeenSandbox.withLock { $0 = true } }
        case .failure(let failure):
            // The transport ended the attempt because of the cancellation, or the result is of no more use.
            guard Task.isCancelled else { break }
            if !endpoint.isRepeatable, !failure.reason.nothingWasSent {
                log(.warning, "\(endpoint.name): cancelled in flight; it may have been carried out")
            }
            throw CancellationError()
        }
        return (result, began)
    }

    /// Returns a response, or if it is a redirect that the operation follows, the response of the other host.
    ///
    /// The other host gets no key. A second redirect is not followed.
    private func followingRedirect(
        of response: HTTPResponse, _ endpoint: FoundryEndpoint
    ) async throws(HTTPFailure) -> HTTPResponse {
        guard endpoint.followsRedirect, endpoint.isRepeatable, (300..<400).contains(response.head.status),
            let location = response.head["location"], redactor.redact(location) == location,
            let request = requests.request(redirectedTo: location, endpoint)
        else { return response }
        let file = try await transport.send(request, over: .shared)
        var fields = file.head.fields
        for name in ["x-request-id", "x-foundry-sandbox", "date"] { fields[name] = response.head[name] }
        guard (400...).contains(file.head.status) else {
            return HTTPResponse(head: HTTPHead(status: file.head.status, fields: fields), body: file.body)
        }
        // The other host's text is not the API's, so only its status is reported.
        let host = request.url.host ?? ""
        fields["content-type"] = "application/json"
        let words: JSON = ["error": JSON("\(host), which has the file, responded with status \(file.head.status)")]
        return HTTPResponse(head: HTTPHead(status: 502, fields: fields), body: Array(words.utf8))
    }

    private func line(
        for result: Result<HTTPResponse, HTTPFailure>, _ request: HTTPRequest, took: Duration
    ) -> String {
        let what: String
        let id: String?
        switch result {
        case .success(let response):
            (what, id) = ("\(response.head.status)", response.head["x-request-id"])
        case .failure(let failure):
            (what, id) = ("\(failure.reason): \(failure.detail)", failure.head?["x-request-id"])
        }
        let path = request.url.path()
        let line =
            "\(request.method) \(path) \(what) in \(took.milliseconds) ms" + (id.map { " \($0)" } ?? "")
        return classifier.responseReader.plain(line, limit: 1000)
    }
}
