/// A write that may have been carried out, though no answer says so.
///
/// The words around it: the *answer* is lost, never the write; its *outcome* is whether it was carried out. A *look*
/// reads what would show the outcome (``OutcomeLookup``), and finds that it was carried out, finds no sign of it, finds
/// something that is unclear, or fails. Where the looks do not settle it, the outcome is *unknown*.
struct UnconfirmedWrite: Sendable {
    /// What is known of the write itself.
    enum Evidence {
        case none
        /// The API may still be at work on it.
        case mayBeUnderWay
        /// The API answered with a good status, of which the rest was lost.
        case saidDone
    }

    /// What went wrong, told where looking for the outcome does not help.
    let error: FoundryError
    /// What went wrong, as part of a sentence: “the connection broke”.
    let cause: String
    let evidence: Evidence
    /// Whether the answer came to its end, though it may be of no use; what the API did say is then told.
    let isComplete: Bool

    /// The error where two looks showed that nothing was done.
    func notCarriedOut(_ operation: FoundryOperation, seen: String, interval: Duration) -> FoundryError {
        let kind = isComplete ? error.kind : .notCarriedOut
        let begin = isComplete ? error.message : "The API's answer to \(operation.name) was lost (\(cause))."
        return FoundryError(
            kind,
            "\(begin) It was not carried out: looked for twice, \(interval.secondsText) s apart, \(seen). It is "
                + "safe to call \(operation.name) again.",
            httpStatus: error.httpStatus, requestID: error.requestID, isRetryable: true, errorKind: error.errorKind,
            hint: error.hint, retryAfter: error.retryAfter, isSandbox: error.isSandbox)
    }

    /// The error where it cannot be told what was done.
    ///
    /// - Parameters:
    ///   - check: the operation with which a person or an agent may look
    ///   - seen: what the looks showed, where any were taken
    func unknown(_ operation: FoundryOperation, check: FoundryOperation.Row?, seen: String?) -> FoundryError {
        let kind: FoundryError.Kind
        let begin: String
        switch error.kind {
        // What the API did say is told: it failed, or what it answered cannot be used.
        case .upstream where evidence != .mayBeUnderWay, .badResponse where isComplete:
            (kind, begin) = (error.kind, error.message)
        default:
            (kind, begin) = (.outcomeUnknown, "The API's answer to \(operation.name) was lost (\(cause)).")
        }
        let looked = seen.map { " Looked for: \($0)." } ?? ""
        let status =
            evidence == .saidDone
            ? " Its status says that it was carried out." : " It may or may not have been carried out."
        let underWay = evidence == .mayBeUnderWay ? " The API may still be at work on it." : ""
        let next =
            check.map { " Check with \(FoundryOperation($0).name) before calling \(operation.name) again." }
            ?? " Do not call \(operation.name) again before you know; support@adaptyvbio.com can tell."
        return FoundryError(
            kind, begin + status + looked + underWay + next, httpStatus: error.httpStatus, requestID: error.requestID,
            isRetryable: false, errorKind: error.errorKind, hint: error.hint, retryAfter: error.retryAfter,
            isSandbox: error.isSandbox)
    }
}
