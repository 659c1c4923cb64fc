import Foundation

/// Decides what an HTTP attempt means: the rules of when a request may be sent again.
struct ResponseClassifier: Sendable {
    let reader: ResponseReader
    let configuration: FoundryConfiguration
    let now: @Sendable () -> Date

    func verdict(on outcome: Result<HTTPResponse, HTTPFailure>, of operation: FoundryOperation) -> AttemptOutcome {
        switch outcome {
        case .success(let answer): verdict(on: answer, of: operation)
        case .failure(let failure): verdict(on: failure, of: operation)
        }
    }

    private func verdict(on answer: HTTPResponse, of operation: FoundryOperation) -> AttemptOutcome {
        var error: FoundryError
        switch reader.read(answer, of: operation) {
        case .success(let response): return .answered(response)
        case .failure(let failure): error = failure
        }
        error.retryAfter = RetryPolicy.retryAfter(answer.head, now: now())
        switch answer.head.status {
        case 429:
            return .mayRetry(error)
        case 502...504 where operation.isRepeatable:
            return .mayRetry(error)
        case 500...599 where !operation.isRepeatable:
            // A gateway that speaks for the API does not know what the API goes on to do.
            return .lost(
                UnconfirmedWrite(
                    error: error, cause: "the API failed with status \(answer.head.status)",
                    evidence: [502, 504].contains(answer.head.status) ? .mayBeUnderWay : .none, isComplete: true))
        case 300..<400 where !operation.isRepeatable:
            // Also “done, see there” (303) is a redirect.
            return .lost(
                UnconfirmedWrite(
                    error: error, cause: "the answer is a redirect", evidence: .none, isComplete: true))
        case 200..<300 where !operation.isRepeatable:
            return .lost(
                UnconfirmedWrite(
                    error: error, cause: "the answer cannot be read", evidence: .saidDone, isComplete: true))
        default:
            return .failed(error)
        }
    }

    private func verdict(on failure: HTTPFailure, of operation: FoundryOperation) -> AttemptOutcome {
        let error = self.error(for: failure, of: operation)
        switch failure.reason {
        case .notConnected, .proxyRefused(status: 500...): return .mayRetry(error)
        case .notConnectedInTime, .certificateRejected, .proxyRefused, .unsupported: return .failed(error)
        case .broken, .timedOut, .tooLarge: break
        }
        // The status alone says that nothing was done.
        if let head = failure.head, (400..<500).contains(head.status) {
            var error = reader.failure(head, [], of: operation)
            error.retryAfter = RetryPolicy.retryAfter(head, now: now())
            return head.status == 429 ? .mayRetry(error) : .failed(error)
        }
        guard operation.isRepeatable else {
            let saidDone = failure.head.map { (200..<300).contains($0.status) } ?? false
            return .lost(
                UnconfirmedWrite(
                    error: error, cause: cause(of: failure),
                    evidence: saidDone ? .saidDone : failure.reason == .broken ? .none : .mayBeUnderWay,
                    isComplete: false))
        }
        return failure.reason == .broken ? .mayRetry(error) : .failed(error)
    }

    private func cause(of failure: HTTPFailure) -> String {
        switch failure.reason {
        case .notConnected, .notConnectedInTime, .certificateRejected, .proxyRefused, .unsupported:
            "no connection was made"
        case .broken: failure.head == nil ? "the connection broke" : "the answer was cut off"
        case .timedOut: "no whole answer came within \(configuration.timeout.secondsText) s"
        case .tooLarge: "the answer was too large"
        }
    }

    private func error(for failure: HTTPFailure, of operation: FoundryOperation) -> FoundryError {
        let detail = reader.plain(failure.detail, limit: 300)
        let (kind, message, isRetryable): (FoundryError.Kind, String, Bool) =
            switch failure.reason {
            case .notConnected:
                (
                    .unreachable,
                    "No connection to \(reader.apiAddress): \(detail). Nothing was sent. Check the address and the network.",
                    true
                )
            case .notConnectedInTime:
                (
                    .timeout,
                    "No connection to \(reader.apiAddress) was made within \(configuration.timeout.secondsText) s: "
                        + "\(detail). Nothing was sent. Check the address and the network, or allow more time with "
                        + "\(FoundryConfiguration.Variable.timeout).", true
                )
            case .certificateRejected:
                (
                    .unreachable,
                    "The certificate of \(reader.apiAddress) isn't trusted: \(detail). Nothing was sent. Check the address "
                        + "and this machine's clock. If your network inspects TLS, name the file with its certificate "
                        + "authority in SSL_CERT_FILE.", false
                )
            case .proxyRefused(let status):
                (
                    .unreachable,
                    "The proxy between this machine and \(reader.apiAddress) refused to connect (status \(status)). Nothing "
                        + "was sent. \(Self.proxyAdvice(status))", status >= 500
                )
            case .unsupported:
                (.unreachable, "Nothing can be sent: \(detail).", false)
            case .broken where failure.head == nil:
                (
                    .unreachable,
                    "The connection to \(reader.apiAddress) broke before an answer to \(operation.name) came: \(detail). "
                        + "Check the address and the network.", operation.isRepeatable
                )
            case .broken:
                (
                    .badResponse, "The answer to \(operation.name) was cut off: \(detail). Try again.",
                    operation.isRepeatable
                )
            case .timedOut:
                (
                    .timeout,
                    "\(reader.apiAddress) gave no whole answer to \(operation.name) within "
                        + "\(configuration.timeout.secondsText) s. Try again, or allow more with \(FoundryConfiguration.Variable.timeout).",
                    operation.isRepeatable
                )
            case .tooLarge:
                (
                    .badResponse,
                    "The answer to \(operation.name) is larger than \(FoundryClient.bodyLimit >> 20) MiB, and was not read to its end. Ask for less: a "
                        + "smaller limit, or a filter.", false
                )
            }
        return FoundryError(
            kind, message + reader.requestNote(failure.head, nil), httpStatus: failure.head?.status,
            requestID: failure.head.flatMap { reader.requestID($0) }, isRetryable: isRetryable,
            isSandbox: failure.head.map { reader.isSandbox($0) } ?? false)
    }

    private static func proxyAdvice(_ status: Int) -> String {
        switch status {
        case 407: "It wants a user name and a password: set HTTPS_PROXY to http://USER:PASSWORD@HOST:PORT."
        case 500...: "Try again, or check HTTPS_PROXY."
        default: "Ask whoever runs it to allow the address, check HTTPS_PROXY, or name the address in NO_PROXY."
        }
    }
}
