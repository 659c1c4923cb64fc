public import FoundryJSON
import FoundryJSONRPC

/// A question to the user, in the form of an elicitation.
public struct Elicitation: Sendable {
    /// The name of the question within a request.
    public let key: String
    /// The text that the user reads.
    public let message: String
    /// The schema of the form: an object with members of primitive types.
    public let schema: JSON

    /// Creates a question.
    public init(key: String, message: String, schema: JSON) {
        self.key = key
        self.message = message
        self.schema = schema
    }

    /// The user's answer to a question.
    public enum Answer: Sendable {
        /// The user submitted the form; the content is an object.
        case accept(JSON)
        /// The user declined.
        case decline
        /// The user dismissed the question without an answer, which is not consent either.
        case cancel

        /// Reads an `ElicitResult`.
        ///
        /// - Throws: -32602 if the value is not valid.
        init(_ result: JSON, key: String) throws(RPCError) {
            switch result["action"]?.string {
            case "accept":
                guard result["content"].map({ $0.kind == .object }) ?? true else {
                    throw .invalidParams("the content of the answer \"\(key)\" must be an object")
                }
                self = .accept(result["content"] ?? [:])
            case "decline": self = .decline
            case "cancel": self = .cancel
            default:
                throw .invalidParams("the answer \"\(key)\" must have the action accept, decline or cancel")
            }
        }
    }

    /// Returns the parameters of `elicitation/create`.
    func params(in revision: Revision) -> JSON {
        .object([
            "mode": revision.hasElicitationModes ? "form" : nil,
            "message": JSON(message),
            "requestedSchema": schema,
        ])
    }
}

/// An error that indicates that the request can continue only with the user's answer, which the client sends when
/// it retries the request.
public struct InputRequired: Error, Sendable {
    /// The question.
    let elicitation: Elicitation
    /// The state that the client has to return with the answer.
    let requestState: String
}

/// An error that indicates that the client could not ask the user, or did not respond.
public struct ElicitationError: Error, Sendable {
    /// The reason, as part of a sentence.
    public let reason: String
    /// A Boolean value indicating whether no answer came in time.
    public let isTimeout: Bool

    /// Creates an error.
    public init(reason: String, isTimeout: Bool = false) {
        self.reason = reason
        self.isTimeout = isTimeout
    }
}
