/// One operation of the Foundry API: a row of the table that ``FoundryClient`` works from.
///
/// A row says where each argument goes (path, query, body) and what the engine may do with the request. Everything
/// that all operations share (key, retries, limits, errors, redaction) is in the engine. <doc:Operations> lists the rows
/// with the arguments of each.
public struct FoundryOperation: Sendable {
    /// An HTTP method of the API.
    public enum Method: String, Sendable {
        /// Reads, and changes nothing.
        case get = "GET"
        /// Makes something or moves it on; of the API's, only the cost estimate changes nothing.
        case post = "POST"
        /// Changes members of what is there, and leaves the others.
        case patch = "PATCH"
    }

    /// Which arguments become the JSON body.
    public enum Body: Sendable, Equatable {
        /// There is no body.
        case none
        /// The arguments of these names, in the order they are given in; an empty object where none is given.
        case arguments([String])
        /// Whatever goes neither into the path nor into the query.
        case remaining
    }

    /// What a good answer is.
    public enum Media: String, Sendable {
        /// A JSON object.
        case json = "application/json"
        /// A PDF file.
        case pdf = "application/pdf"
    }

    /// The operation's name, which is the name of the tool that calls it: `submit_experiment`.
    public let name: String
    /// The HTTP method.
    public let method: Method
    /// The path below `/api/v1`, with the names of arguments in braces: `/experiments/{experiment_id}/submit`.
    public let path: String
    /// The names of the arguments that go into the query.
    public let query: [String]
    /// Which arguments become the JSON body.
    public let body: Body
    /// Whether it changes nothing, so that it may be sent again whatever became of the first request.
    public let isRepeatable: Bool
    /// What a good answer is.
    public let media: Media
    /// Whether the API asks for a key.
    public let needsKey: Bool
    /// How to find out what became of a request whose answer was lost.
    public let outcome: OutcomeLookup
    /// The argument of the body that is the caller's own key where it is not given.
    public let keyArgument: String?
    /// Whether the answer carries a new key that the caller asked for, which is then not redacted.
    public let issuesKey: Bool
    /// Statuses beyond 2xx whose JSON is an answer, not a failure.
    public let answeringStatuses: Set<Int>
    /// The tool that finds the identifier which the path names, for a message about one that is unknown.
    public let finder: String?
    /// The tool that reads the present state, for a message about a conflict.
    public let reader: String?

    /// Makes a row. All but the first three have the values of a plain read.
    public init(
        _ name: String, _ method: Method, _ path: String, query: [String] = [], body: Body = .none,
        isRepeatable: Bool? = nil, media: Media = .json, needsKey: Bool = true,
        outcome: OutcomeLookup = .unknowable(check: nil), keyArgument: String? = nil, issuesKey: Bool = false,
        answeringStatuses: Set<Int> = [], finder: String? = nil, reader: String? = nil
    ) {
        self.name = name
        self.method = method
        self.path = path
        self.query = query
        self.body = body
        self.isRepeatable = isRepeatable ?? (method == .get)
        self.media = media
        self.needsKey = needsKey
        self.outcome = outcome
        self.keyArgument = keyArgument
        self.issuesKey = issuesKey
        self.answeringStatuses = answeringStatuses
        self.finder = finder
        self.reader = reader
    }

    /// Whether it answers with a page of a list.
    public var isList: Bool { query.contains("limit") }

    /// The names in the braces of the path, in their order.
    public var pathArguments: [String] {
        path.split(separator: "/").compactMap { segment in
            segment.first == "{" ? String(segment.dropFirst().dropLast()) : nil
        }
    }
}
