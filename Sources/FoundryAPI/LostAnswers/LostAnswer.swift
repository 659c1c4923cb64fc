extension LostAnswer {
    /// The error where looking showed that nothing was done.
    func notCarriedOut(_ operation: FoundryOperation, seen: String, interval: Duration) -> FoundryError {
        // What the API did say is told.
        let kind = wasWhole ? error.kind : .notCarriedOut
        let begin = wasWhole ? error.message : "The API's answer to \(operation.name) was lost (\(cause))."
        return FoundryError(
            kind,
            "\(begin) It was not carried out: looked for twice, \(interval.secondsText) s apart, \(seen). It is "
                + "safe to call \(operation.name) again.",
            httpStatus: error.httpStatus, requestID: error.requestID, isRetryable: true, errorKind: error.errorKind,
            hint: error.hint, retryAfter: error.retryAfter, isSandbox: error.isSandbox)
    }

    /// The error where it cannot be told what was done.
    func unknown(_ operation: FoundryOperation, check: String?, seen: String?) -> FoundryError {
        let kind: FoundryError.Kind
        let begin: String
        switch error.kind {
        // What the API did say is told: it failed, or what it answered cannot be used.
        case .upstream where !mayBeUnderWay, .badResponse where wasWhole:
            (kind, begin) = (error.kind, error.message)
        default:
            (kind, begin) = (.outcomeUnknown, "The API's answer to \(operation.name) was lost (\(cause)).")
        }
        let looked = seen.map { " Looked for: \($0)." } ?? ""
        let status =
            saidDone ? " Its status says that it was carried out." : " It may or may not have been carried out."
        let underWay = mayBeUnderWay ? " The API may still be at work on it." : ""
        let next =
            check.map { " Check with \($0) before calling \(operation.name) again." }
            ?? " Do not call \(operation.name) again before you know; support@adaptyvbio.com can tell."
        return FoundryError(
            kind, begin + status + looked + underWay + next, httpStatus: error.httpStatus, requestID: error.requestID,
            isRetryable: false, errorKind: error.errorKind, hint: error.hint, retryAfter: error.retryAfter,
            isSandbox: error.isSandbox)
    }
}

extension FoundryError {
    /// The error with the number of attempts told.
    func after(attempts: Int) -> FoundryError {
        changing(message: message + " It was tried \(attempts) times.")
    }

    /// The error with the wait told that the API asks for.
    func afterTooLongARetryAfter() -> FoundryError {
        let seconds = Int((retryAfter?.seconds ?? 0).rounded(.up))
        return changing(message: message + " The API asks to wait \(seconds) s, which was not waited for.")
    }

    private func changing(message: String) -> FoundryError {
        FoundryError(
            kind, message, httpStatus: httpStatus, requestID: requestID, isRetryable: isRetryable, errorKind: errorKind,
            hint: hint, retryAfter: retryAfter, isSandbox: isSandbox)
    }
}
