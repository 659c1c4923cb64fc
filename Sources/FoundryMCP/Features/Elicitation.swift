public import FoundryJSON
import FoundryJSONRPC

/// A question to the user, put as a form.
public struct Elicitation: Sendable {
    /// Names the question within a request, and so the answer in a later one: it should be made of all that the answer
    /// depends on, so that an answer to another question is never taken for one to this.
    public let key: String
    /// What the user reads.
    public let message: String
    /// The form, an object schema with members of primitive types.
    public let schema: JSON

    /// Makes a question.
    public init(key: String, message: String, schema: JSON) {
        self.key = key
        self.message = message
        self.schema = schema
    }

    /// What the user did.
    public enum Answer: Sendable {
        /// Filled the form in; the content is an object.
        case accept(JSON)
        /// Said no.
        case decline
        /// Put the question away without an answer; that is no yes either.
        case cancel

        /// Reads an `ElicitResult`.
        /// - Throws: -32602 where it is none.
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
                throw .invalidParams("the answer \"\(key)\" must have an action: accept, decline or cancel")
            }
        }
    }

    /// The parameters of `elicitation/create`.
    func params(in revision: Revision) -> JSON {
        .object([
            "mode": revision.hasElicitationModes ? "form" : nil,
            "message": JSON(message),
            "requestedSchema": schema,
        ])
    }
}

/// The request cannot go on before the user has answered; thrown where the revision has the client ask and call again.
public struct InputRequired: Error, Sendable {
    /// The question.
    let elicitation: Elicitation
}

/// The user could not be asked, or did not answer.
public struct ElicitationError: Error, Sendable {
    /// Why, as a part of a sentence.
    public let reason: String
}
