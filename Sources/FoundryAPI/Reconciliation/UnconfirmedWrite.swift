import FoundryFoundation

/// A write that may have been carried out although no response says so.
///
/// Its *outcome* is whether it was carried out. A *probe* reads the server's state (``OutcomeLookup``) and finds that the
/// write was carried out, finds no trace of it, is inconclusive, or fails. If probes do not settle the question, the
/// outcome is *unknown*.
struct UnconfirmedWrite: Sendable {
    /// An indication of the outcome in what did arrive.
    enum Indication {
        case none
        /// The API may still be processing it.
        case mayBeUnderWay
        /// The API responded with a success status, and the rest of the response was lost.
        case successStatus
    }

    /// The failure, reported if reconciliation does not help.
    let error: FoundryError
    /// The failure as part of a sentence: “the connection broke”.
    let cause: String
    /// The indication of the outcome in what did arrive.
    let indication: Indication
    /// A Boolean value that indicates whether a whole response arrived. Its text is reported even if it is unusable.
    let isComplete: Bool
    /// The moment at which the last attempt began, by the local clock.
    let began: Date

    /// Returns the error for a write of which two probes found no trace.
    func notCarriedOut(_ endpoint: FoundryEndpoint, seen: String, interval: Duration) -> FoundryError {
        let kind = isComplete ? error.kind : .notCarriedOut
        let begin = isComplete ? error.message : "The API's response to \(endpoint.name) was lost (\(cause))."
        return error.with(
            kind,
            "\(begin) It was not carried out: checked twice, at least \(interval.secondsText) s apart, \(seen). It is safe "
                + "to call \(endpoint.name) again.", isRetryable: true)
    }

    /// Returns the error for a write whose outcome is unknown.
    ///
    /// - Parameters:
    ///   - check: the operation with which a person or an agent may check.
    ///   - seen: the findings of the probes, if there were any.
    func unknownOutcome(of endpoint: FoundryEndpoint, check: FoundryOperation?, seen: String?) -> FoundryError {
        let kind: FoundryError.Kind
        let begin: String
        switch error.kind {
        // Report what the API did say: it failed, or its response is unusable.
        case .upstream where indication != .mayBeUnderWay, .badResponse where isComplete:
            (kind, begin) = (error.kind, error.message)
        default:
            (kind, begin) = (.outcomeUnknown, "The API's response to \(endpoint.name) was lost (\(cause)).")
        }
        let probed = seen.map { " Checked: \($0)." } ?? ""
        let status =
            indication == .successStatus
            ? " Its status says that it was carried out." : " It may or may not have been carried out."
        let underWay = indication == .mayBeUnderWay ? " The API may still be processing it." : ""
        let next =
            check.map { " Check with \($0.name) before calling \(endpoint.name) again." }
            ?? " Do not call \(endpoint.name) again before you know; ask support@adaptyvbio.com."
        return error.with(kind, begin + status + probed + underWay + next, isRetryable: false)
    }
}
