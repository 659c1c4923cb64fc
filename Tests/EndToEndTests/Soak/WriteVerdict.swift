import FoundryJSON

/// The result of a write, as its client sees it.
enum WriteVerdict: Sendable, Equatable {
    case done
    /// It was said that nothing was done.
    case notDone
    case unknown

    /// The kinds of failure that say so by themselves: the API or this program refused, or nothing was sent.
    private static let refusals: Set = [
        "invalid_arguments", "authentication", "permission", "not_found", "conflict", "rate_limited", "refused",
        "not_carried_out",
    ]

    /// - Parameter message: what answered the call; nil where it was cancelled.
    init(_ message: JSON?) {
        guard let result = message?["result"] else {
            self = .unknown
            return
        }
        guard result["isError"]?.bool == true else {
            // A question, and a result that says that nobody said yes, are no errors.
            let isOpen = result["resultType"]?.string == "input_required"
            self = isOpen || result["structuredContent"]?["accepted"]?.bool == false ? .notDone : .done
            return
        }
        let error = result["_meta"]?["com.adaptyvbio.foundry/error"] ?? [:]
        // “Retryable” promises that the same call can do no harm, so nothing can have been done.
        let saysNothing =
            error["retryable"]?.bool == true || Self.refusals.contains(error["kind"]?.string ?? "")
        self = saysNothing ? .notDone : .unknown
    }
}
