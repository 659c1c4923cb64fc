import FoundryAPI
import FoundryJSON
import FoundryMCP
import FoundryText

extension ToolResult {
    /// The metadata key of the machine-readable form of a failure.
    static let errorKey = "com.adaptyvbio.foundry/error"
    /// The metadata key that marks results from the sandbox.
    static let sandboxKey = "com.adaptyvbio.foundry/sandbox"

    /// Creates a success from a value of the API, or one composed of such values.
    init(_ value: JSON, isSandbox: Bool, more: [Content] = []) {
        self.init(structured: value, more: more, meta: Self.meta(isSandbox: isSandbox))
    }

    /// Creates a success from the API's response, with a `note` if the response was lost and the outcome was found out.
    init(_ response: FoundryResponse, more: [Content] = []) {
        self.init(response.value.adding(response.note), isSandbox: response.isSandbox, more: more)
    }

    /// Creates a success from the API's response with further members.
    init(_ response: FoundryResponse, adding members: [JSON.Member]) {
        self.init(response.value.adding(response.note + members), isSandbox: response.isSandbox)
    }

    /// The metadata of every result.
    static func meta(isSandbox: Bool) -> [JSON.Member] {
        isSandbox ? [JSON.Member(sandboxKey, true)] : []
    }

    // MARK: - Failures

    /// Returns the failure of a call with wrong arguments, which lists every violation.
    /// - Parameter effect: what the call has done so far.
    static func invalidArguments(
        _ violations: [SchemaViolation], of tool: String, effect: String = "nothing was sent"
    ) -> ToolResult {
        let list = violations.map { "- \($0)" }.joined(separator: "\n")
        let count = violations.count == 1 ? "1 problem" : "\(violations.count) problems"
        return failure(
            kind: FoundryError.Kind.invalidArguments.rawValue,
            "\(count) with the arguments of \(tool); \(effect):\n\(list)")
    }

    /// Returns the failure of a call at the API, on the way to it, or by a rule of this program. The message may contain
    /// the API's words.
    static func failed(_ error: FoundryError) -> ToolResult {
        ToolResult(
            failure: SafeText.visible(error.advisedMessage),
            meta: [JSON.Member(errorKey, machineForm(of: error))] + meta(isSandbox: error.isSandbox))
    }

    /// Returns the failure of a call that made a new key, which could not be saved and is not shown.
    static func notSaved(key id: String, _ message: String, isSandbox: Bool) -> ToolResult {
        failure(
            kind: "not_saved", SafeText.visible(message), [JSON.Member("token_id", JSON(id))], isSandbox: isSandbox)
    }

    private static func failure(
        kind: String, _ message: String, _ more: [JSON.Member] = [], isSandbox: Bool = false
    ) -> ToolResult {
        let members = [JSON.Member("kind", JSON(kind)), JSON.Member("retryable", false)] + more
        return ToolResult(failure: message, meta: [JSON.Member(errorKey, JSON(members))] + meta(isSandbox: isSandbox))
    }

    /// Returns the machine-readable form of an error.
    static func machineForm(of error: FoundryError) -> JSON {
        func visible(_ text: String?) -> JSON? {
            text.map { JSON(SafeText.visible($0)) }
        }
        return .object([
            "kind": JSON(error.kind.rawValue),
            "http_status": error.httpStatus.map { JSON($0) },
            "request_id": visible(error.requestID),
            "retryable": JSON(error.isRetryable),
            "error_kind": visible(error.errorKind),
            "hint": visible(error.hint),
        ])
    }
}

extension FoundryError {
    /// The message, with the flags that set the limit if a price exceeds one.
    var advisedMessage: String {
        switch exceededLimit {
        case nil: message
        case .perQuote:
            "\(message) Tell the user, who set the limit when the server was started (--max-spend, "
                + "FOUNDRY_MAX_SPEND_CENTS)."
        case .inTotal:
            "\(message) Tell the user, who set the limit when the server was started (--max-total, "
                + "FOUNDRY_MAX_TOTAL_CENTS); the sum counts from the start of the server."
        case .currency:
            "\(message) Tell the user, who can accept it elsewhere or start the server without limits (--max-spend, "
                + "--max-total)."
        }
    }
}
