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
    enum Body: Equatable {
        /// There is no body.
        case none
        /// The arguments of these names, in the order they are given in; an empty object where none is given.
        case arguments([String])
        /// Whatever goes neither into the path nor into the query.
        case remaining
    }

    /// What a good answer is.
    enum Media: String {
        /// A JSON object.
        case json = "application/json"
        /// A PDF file.
        case pdf = "application/pdf"
    }

    /// What it does to the lab's books, and so what the engine may do where its answer is lost.
    enum Effect {
        /// Nothing, so that it may be sent again whatever became of the first request.
        case reads
        /// It changes something, and this shows whether it did.
        case writes(OutcomeLookup)
        /// It changes something that nothing which can be read would show for certain; `check` names the operation with
        /// which a person or an agent may look.
        case writesUnseen(check: Row? = nil)
    }

    /// The operation's name, which is the name of the tool that calls it: `submit_experiment`.
    public let name: String
    /// The HTTP method.
    public let method: Method
    /// The path below `/api/v1`, with the names of arguments in braces: `/experiments/{experiment_id}/submit`.
    public let path: String
    /// The names of the arguments that go into the query.
    let query: [String]
    /// Which arguments become the JSON body.
    let body: Body
    /// What it does to the lab's books.
    let effect: Effect
    /// What a good answer is.
    let media: Media
    /// Whether the API asks for a key.
    let needsKey: Bool
    /// The argument of the body that is the caller's own key where it is not given.
    let keyArgument: String?
    /// Whether the answer carries a new key that the caller asked for, which is then not redacted.
    let issuesKey: Bool
    /// Statuses beyond 2xx whose JSON is an answer, not a failure.
    let answeringStatuses: Set<Int>
    /// The operation that finds the identifier which the path names, for a message about one that is unknown.
    let finder: Row?
    /// The operation that reads the present state, for a message about a conflict.
    let reader: Row?

    /// Makes a row. All but the first three have the values of a plain read; what is no GET and says nothing of its effect
    /// is taken for a write that does not show.
    init(
        _ name: String, _ method: Method, _ path: String, query: [String] = [], body: Body = .none,
        effect: Effect? = nil, media: Media = .json, needsKey: Bool = true, keyArgument: String? = nil,
        issuesKey: Bool = false, answeringStatuses: Set<Int> = [], finder: Row? = nil, reader: Row? = nil
    ) {
        self.name = name
        self.method = method
        self.path = path
        self.query = query
        self.body = body
        self.effect = effect ?? (method == .get ? .reads : .writesUnseen())
        self.media = media
        self.needsKey = needsKey
        self.keyArgument = keyArgument
        self.issuesKey = issuesKey
        self.answeringStatuses = answeringStatuses
        self.finder = finder
        self.reader = reader
    }

    /// Whether it changes nothing, so that it may be sent again whatever became of the first request.
    public var isRepeatable: Bool {
        if case .reads = effect { true } else { false }
    }

    /// Whether it answers with a page of a list.
    public var isList: Bool { query.contains("limit") }

    /// The names in the braces of the path, in their order.
    var pathArguments: [String] {
        path.split(separator: "/").compactMap { segment in
            segment.first == "{" ? String(segment.dropFirst().dropLast()) : nil
        }
    }
}
