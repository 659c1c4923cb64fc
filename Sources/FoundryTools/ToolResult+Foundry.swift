import FoundryAPI
import FoundryJSON
import FoundryMCP
import FoundryText

extension ToolResult {
    /// The key under which a failure is told to programs.
    static let errorKey = "com.adaptyvbio.foundry/error"
    /// The key that marks what comes from the sandbox.
    static let sandboxKey = "com.adaptyvbio.foundry/sandbox"

    /// A value of the API, or one that is made of what it gave.
    init(_ value: JSON, isSandbox: Bool, more: [Content] = []) {
        self.init(structured: value, more: more, meta: Self.meta(isSandbox: isSandbox))
    }

    /// The API's answer, unchanged; where it was lost and its effect found by looking, with a `note` that says so.
    init(_ response: FoundryResponse, more: [Content] = []) {
        var value = response.value
        if let inference = response.inference { value = value.setting("note", to: JSON(inference)) }
        self.init(value, isSandbox: response.isSandbox, more: more)
    }

    /// What every result says of where it came from.
    static func meta(isSandbox: Bool) -> [JSON.Member] {
        isSandbox ? [JSON.Member(sandboxKey, true)] : []
    }

    // MARK: - Failures

    /// A call whose arguments are wrong: every violation at once.
    static func invalidArguments(_ violations: [SchemaViolation], of tool: String) -> ToolResult {
        let list = violations.map { "- \($0)" }.joined(separator: "\n")
        let count = violations.count == 1 ? "1 problem" : "\(violations.count) problems"
        return failure(
            kind: .invalidArguments,
            "\(count) with the arguments of \(tool); nothing was sent:\n\(list)")
    }

    /// A call that was refused here.
    static func refused(_ refusal: PolicyError) -> ToolResult {
        failure(kind: .refused, SafeText.visible(refusal.message))
    }

    /// A call that failed at or on the way to the API, whose words may be in the message.
    static func failed(_ error: FoundryError) -> ToolResult {
        ToolResult(
            failure: SafeText.visible(error.message),
            meta: [JSON.Member(errorKey, machineForm(of: error))] + meta(isSandbox: error.isSandbox))
    }

    /// The message may repeat what the caller gave, and a key may be given in the wrong place.
    private static func failure(kind: FoundryError.Kind, _ message: String) -> ToolResult {
        ToolResult(
            failure: Redactor(key: nil).redact(message),
            meta: [JSON.Member(errorKey, ["kind": JSON(kind.rawValue), "retryable": false])])
    }

    /// An error, for programs.
    static func machineForm(of error: FoundryError) -> JSON {
        func visible(_ text: String?) -> JSON? { text.map { JSON(SafeText.visible($0)) } }
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
