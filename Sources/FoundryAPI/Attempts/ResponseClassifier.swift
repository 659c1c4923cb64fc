import FoundryFoundation

/// The class of one HTTP attempt, which decides what the client does next.
enum AttemptClassification: Sendable {
    /// A successful response.
    case success(FoundryResponse)
    /// A failure that sending again would not change.
    case failure(FoundryError)
    /// A failure without effect, so that the request may be sent again. The error is reported if it is not.
    case retryable(FoundryError)
    /// A write that may have been carried out, though no response says so.
    case unconfirmed(UnconfirmedWrite)
}

/// The rules that classify HTTP attempts, and so decide whether a request may be sent again.
struct ResponseClassifier: Sendable {
    let responseReader: ResponseReader
    let configuration: FoundryConfiguration
    let now: @Sendable () -> Date

    /// Returns the class of an attempt.
    ///
    /// - Parameter began: the moment at which the attempt began, by the local clock.
    func classify(
        _ attempt: Result<HTTPResponse, HTTPFailure>, of endpoint: FoundryEndpoint, began: Date
    ) -> AttemptClassification {
        switch attempt {
        case .success(let response): classify(response, of: endpoint, began: began)
        case .failure(let failure): classify(failure, of: endpoint, began: began)
        }
    }

    private func classify(
        _ response: HTTPResponse, of endpoint: FoundryEndpoint, began: Date
    ) -> AttemptClassification {
        var error: FoundryError
        switch responseReader.read(response, of: endpoint) {
        case .success(let response): return .success(response)
        case .failure(let failure): error = failure
        }
        error.retryAfter = RetryPolicy.retryAfter(response.head, now: now())
        let unconfirmed = { (cause: String, indication: UnconfirmedWrite.Indication) in
            AttemptClassification.unconfirmed(
                UnconfirmedWrite(error: error, cause: cause, indication: indication, isComplete: true, began: began))
        }
        let status = response.head.status
        switch status {
        case 429:
            return .retryable(error)
        case 502...504 where endpoint.isRepeatable:
            return .retryable(error)
        case 500...599 where !endpoint.isRepeatable:
            // A gateway that responds in the API's place does not know what the API goes on to do. The API's own responses
            // have the id of the request.
            let isFromGateway = [502, 504].contains(status) || error.requestID == nil
            return unconfirmed("the API failed with status \(status)", isFromGateway ? .mayBeUnderWay : .none)
        case 300..<400 where !endpoint.isRepeatable:
            // 303 means “done, see there” and is a redirect too.
            return unconfirmed("the response is a redirect", .none)
        case 200..<300 where !endpoint.isRepeatable:
            return unconfirmed("the response cannot be read", .successStatus)
        default:
            return .failure(error)
        }
    }

    private func classify(
        _ failure: HTTPFailure, of endpoint: FoundryEndpoint, began: Date
    ) -> AttemptClassification {
        let error = self.error(for: failure, of: endpoint)
        switch failure.reason {
        case .notConnected, .proxyRefused(status: 500...): return .retryable(error)
        case .notConnectedInTime, .certificateRejected, .proxyRefused, .unsupported: return .failure(error)
        case .broken, .timedOut, .tooLarge: break
        }
        // The status alone says that nothing was done.
        if let head = failure.head, (400..<500).contains(head.status) {
            var error = responseReader.failure(head, [], of: endpoint)
            error.retryAfter = RetryPolicy.retryAfter(head, now: now())
            return head.status == 429 ? .retryable(error) : .failure(error)
        }
        guard endpoint.isRepeatable else {
            let isSuccess = failure.head.map { (200..<300).contains($0.status) } ?? false
            return .unconfirmed(
                UnconfirmedWrite(
                    error: error, cause: cause(of: failure),
                    indication: isSuccess ? .successStatus : failure.reason == .broken ? .none : .mayBeUnderWay,
                    isComplete: false, began: began))
        }
        return failure.reason == .broken ? .retryable(error) : .failure(error)
    }

    private func cause(of failure: HTTPFailure) -> String {
        switch failure.reason {
        case .notConnected, .notConnectedInTime, .certificateRejected, .proxyRefused, .unsupported:
            "no connection was made"
        case .broken: failure.head == nil ? "the connection broke" : "the response was cut off"
        case .timedOut: "no complete response within \(configuration.timeout.secondsText) s"
        case .tooLarge: "the response was too large"
        }
    }

    private func error(for failure: HTTPFailure, of endpoint: FoundryEndpoint) -> FoundryError {
        let detail = responseReader.plain(failure.detail, limit: 300)
        let address = responseReader.apiAddress
        let (kind, message, isRetryable): (FoundryError.Kind, String, Bool) =
            switch failure.reason {
            case .notConnected:
                (
                    .unreachable,
                    "No connection to \(address): \(detail). Nothing was sent. Check the address and the network.",
                    true
                )
            case .notConnectedInTime:
                (
                    .timeout,
                    "No connection to \(address) was made within \(configuration.timeout.secondsText) s: "
                        + "\(detail). Nothing was sent. Check the address and the network, or allow more time with "
                        + "\(FoundryConfiguration.Variable.timeout).", true
                )
            case .certificateRejected:
                (
                    .unreachable,
                    "The certificate of \(address) isn't trusted: \(detail). Nothing was sent. Check the address "
                        + "and this machine's clock. If your network inspects TLS, name the file with its certificate "
                        + "authority in SSL_CERT_FILE.", false
                )
            case .proxyRefused(let status):
                (
                    .unreachable,
                    "The proxy between this machine and \(address) refused to connect (status \(status)). Nothing "
                        + "was sent. \(Self.proxyAdvice(status))", status >= 500
                )
            case .unsupported:
                (.unreachable, "Nothing can be sent: \(detail).", false)
            case .broken where failure.head == nil:
                (
                    .unreachable,
                    "The connection to \(address) broke before a response to \(endpoint.name) arrived: \(detail). "
                        + "Check the address and the network.", endpoint.isRepeatable
                )
            case .broken:
                (
                    .badResponse, "The response to \(endpoint.name) was cut off: \(detail). Try again.",
                    endpoint.isRepeatable
                )
            case .timedOut:
                (
                    .timeout,
                    "\(address) sent no complete response to \(endpoint.name) within "
                        + "\(configuration.timeout.secondsText) s. Try again, or allow more time with "
                        + "\(FoundryConfiguration.Variable.timeout).",
                    endpoint.isRepeatable
                )
            case .tooLarge:
                (
                    .badResponse,
                    "The response to \(endpoint.name) is larger than \(FoundryClient.bodyLimit >> 20) MiB and was "
                        + "abandoned. Ask for less: a smaller limit, or a filter.", false
                )
            }
        return FoundryError(
            kind, message + responseReader.requestNote(failure.head, nil), httpStatus: failure.head?.status,
            requestID: failure.head.flatMap { responseReader.requestID($0) }, isRetryable: isRetryable,
            isSandbox: failure.head.map { responseReader.isSandbox($0) } ?? false)
    }

    private static func proxyAdvice(_ status: Int) -> String {
        switch status {
        case 407: "It wants a user name and a password: set HTTPS_PROXY to http://USER:PASSWORD@HOST:PORT."
        case 500...: "Try again, or check HTTPS_PROXY."
        default: "Ask whoever runs it to allow the address, check HTTPS_PROXY, or name the address in NO_PROXY."
        }
    }
}
