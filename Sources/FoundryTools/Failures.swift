import FoundryAPI
import JSON
import MCP

/// A call that this program refuses, though the API might take it.
struct Refusal: Error {
    let message: String
}

extension ToolResult {
    /// The key under which a failure is told to programs.
    static let errorKey = "com.adaptyvbio.foundry/error"
    /// The key that marks what comes from the sandbox.
    static let sandboxKey = "com.adaptyvbio.foundry/sandbox"

    /// A call whose arguments are wrong: every violation at once.
    static func invalidArguments(_ violations: [SchemaViolation], of tool: String) -> ToolResult {
        let list = violations.map { "- \($0)" }.joined(separator: "\n")
        let count = violations.count == 1 ? "1 problem" : "\(violations.count) problems"
        return failure(
            kind: .invalidArguments,
            "\(count) with the arguments of \(tool); nothing was sent:\n\(list)")
    }

    /// A call that was refused here.
    static func refused(_ refusal: Refusal) -> ToolResult {
        failure(kind: .refused, PlainText.visible(refusal.message))
    }

    /// A call that failed at or on the way to the API.
    static func failed(_ error: FoundryError) -> ToolResult {
        var meta = [JSON.Member(errorKey, machineForm(of: error))]
        if error.isSandbox { meta.append(JSON.Member(sandboxKey, true)) }
        return ToolResult(failure: error.message, meta: meta)
    }

    /// The message may repeat what the caller gave, and a key may be given in the wrong place.
    private static func failure(kind: FoundryError.Kind, _ message: String) -> ToolResult {
        ToolResult(
            failure: Redactor(key: nil).redact(message),
            meta: [JSON.Member(errorKey, ["kind": JSON(kind.rawValue), "retryable": false])])
    }

    static func machineForm(of error: FoundryError) -> JSON {
        .object([
            "kind": JSON(error.kind.rawValue),
            "http_status": error.httpStatus.map { JSON($0) },
            "request_id": error.requestID.map { JSON($0) },
            "retryable": JSON(error.isRetryable),
            "error_kind": error.errorKind.map { JSON($0) },
            "hint": error.hint.map { JSON($0) },
        ])
    }
}
