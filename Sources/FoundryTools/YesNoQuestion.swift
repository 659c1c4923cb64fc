import FoundryAPI
import FoundryCrypto
import FoundryJSON
import FoundryMCP
import FoundryText

/// A question to the user, which only an explicit yes answers with yes.
struct YesNoQuestion {
    /// The name of the question within a request. It stands for everything that a yes is bound to, and shows none of it.
    let key: String
    let message: String
    /// The title of the box that the user ticks for a yes.
    let title: String
    /// The consequence of a yes, beside the box; nil if the message says it all.
    let consequence: String?

    /// Creates a question.
    ///
    /// - Parameters:
    ///   - purpose: a word with which the key begins.
    ///   - identity: the text that identifies what is asked, so that a yes to one question never counts for another.
    init(_ purpose: String, about identity: String, message: String, title: String, consequence: String? = nil) {
        key = "\(purpose)-\(SHA256.hash(identity.utf8).prefix(16).hexadecimal)"
        self.message = message
        self.title = title
        self.consequence = consequence
    }

    /// The user's answer, or the reason why there is none.
    enum Answer: Equatable {
        case yes
        /// The user said no, or submitted the form without the yes.
        case declined
        /// The user dismissed the question.
        case dismissed
        /// Nobody answered in time. The detail is quoted.
        case unanswered(detail: String)
        /// The client could not ask. The detail is quoted.
        case notAsked(detail: String)
    }

    /// Asks the user.
    ///
    /// Since revision 2026-07-28 a question ends the call, and the client retries the request with the answer. So an
    /// action must only read before it calls this method.
    ///
    /// - Throws: `InputRequired` while the question is open; `RPCError` if the answer is malformed; `CancellationError`.
    func ask(_ call: ToolCall) async throws -> Answer {
        let box: JSON = .object([
            "type": "boolean", "title": JSON(title), "description": consequence.map { JSON($0) }, "default": false,
        ])
        let elicitation = Elicitation(
            key: key, message: call.api.redactor.redact(message),
            schema: ["type": "object", "properties": ["accept": box], "required": ["accept"]])
        do {
            switch try await call.context.elicit(elicitation) {
            case .accept(let form) where form["accept"]?.bool == true: return .yes
            case .accept, .decline: return .declined
            case .cancel: return .dismissed
            }
        } catch let failure as ElicitationError {
            // Before 2026-07-28 the question is a request of ours, and a client may fail to answer it.
            let detail = SafeText.quoted(failure.reason, limit: 200)
            return failure.isTimeout ? .unanswered(detail: detail) : .notAsked(detail: detail)
        }
    }
}
