/// The HTTP side of an operation: a method, a path, and where each argument goes.
///
/// Everything that all operations share (the key, retries, limits, errors, redaction) is in ``FoundryClient``.
/// <doc:OperationList> lists the operations with their arguments.
public struct FoundryEndpoint: Sendable {
    /// An HTTP method of the API.
    public enum Method: String, Sendable {
        /// Reads.
        case get = "GET"
        /// Creates or advances a resource. The cost estimate is the only POST without effect.
        case post = "POST"
        /// Changes some members of a resource and leaves the others.
        case patch = "PATCH"
        /// Deletes a resource.
        case delete = "DELETE"
    }

    /// The arguments that make up the JSON body.
    enum Body: Equatable {
        /// No body.
        case none
        /// The arguments of these names, in the order given; an empty object if none is given.
        case arguments([String])
        /// Every argument that goes neither into the path nor into the query.
        case remaining
    }

    /// The media type of a successful response.
    enum Media: String {
        /// A JSON object.
        case json = "application/json"
        /// A PDF file.
        case pdf = "application/pdf"
    }

    /// The effect of the request on the server, and so what the client may do if the response is lost.
    enum Effect {
        /// Changes nothing, so it may be sent again whatever became of the first request.
        case reads
        /// Changes something that `lookup` can find out about.
        case writes(OutcomeLookup)
        /// Changes something, and no read proves that it did. `check` names the operation with which a person or an agent
        /// may check.
        case writesUnverifiably(check: FoundryOperation? = nil)
    }

    /// The largest number of items on a page of a list, which is the most that the argument `limit` may be.
    ///
    /// Source: the parameters of the lists in the API's OpenAPI document.
    public static let pageSizeLimit = 100

    /// The operation's name: `submit_experiment`.
    public let name: String
    /// The HTTP method.
    public let method: Method
    /// The path below `/api/v1`, with argument names in braces: `/experiments/{experiment_id}/submit`.
    public let path: String
    /// The names of the arguments that go into the query.
    let query: [String]
    /// The arguments that make up the JSON body.
    let body: Body
    /// The effect on the server.
    let effect: Effect
    /// The media type of a successful response.
    let media: Media
    /// A Boolean value that indicates whether the API asks for a key.
    let needsKey: Bool
    /// The argument of the body that defaults to the caller's own key.
    let keyArgument: String?
    /// A Boolean value that indicates whether the response carries a new key that the caller asked for, which is then
    /// not redacted.
    let issuesKey: Bool
    /// Statuses other than 2xx whose JSON is a result rather than an error.
    let successStatuses: Set<Int>
    /// A Boolean value that indicates whether a redirect to a file elsewhere is followed: once, over https, without the
    /// key.
    let followsRedirect: Bool
    /// The name under which a response that is an array becomes the member of an object; nil if it is an object.
    let arrayName: String?
    /// The operation that finds the identifiers that the arguments name, for messages about an unknown one.
    let identifierOperation: FoundryOperation?
    /// The operation that reads the current state, for messages about a conflict.
    let stateOperation: FoundryOperation?

    init(
        _ name: String, _ method: Method, _ path: String, effect: Effect, query: [String] = [], body: Body = .none,
        media: Media = .json, needsKey: Bool = true, keyArgument: String? = nil, issuesKey: Bool = false,
        successStatuses: Set<Int> = [], followsRedirect: Bool = false, arrayName: String? = nil,
        identifierOperation: FoundryOperation? = nil, stateOperation: FoundryOperation? = nil
    ) {
        self.name = name
        self.method = method
        self.path = path
        self.query = query
        self.body = body
        self.effect = effect
        self.media = media
        self.needsKey = needsKey
        self.keyArgument = keyArgument
        self.issuesKey = issuesKey
        self.successStatuses = successStatuses
        self.followsRedirect = followsRedirect
        self.arrayName = arrayName
        self.identifierOperation = identifierOperation
        self.stateOperation = stateOperation
    }

    /// A Boolean value that indicates whether the operation changes nothing, so that it may be sent again whatever
    /// became of the first request.
    public var isRepeatable: Bool {
        if case .reads = effect { true } else { false }
    }

    /// A Boolean value that indicates whether the operation commits money. It is sent once, even if the response
    /// says that nothing was done.
    var commitsMoney: Bool { SpendingOperation(rawValue: name) != nil }

    /// A Boolean value that indicates whether the response is a page of a list.
    public var isList: Bool { query.contains("limit") }

    /// The operation that shows whether this one, which changes something, was carried out; nil if none does.
    public var check: FoundryOperation? {
        switch effect {
        case .reads: nil
        case .writes(let lookup): lookup.readOperation
        case .writesUnverifiably(let check): check
        }
    }

    /// The argument names in the path, in order.
    var pathArguments: [String] {
        path.split(separator: "/").compactMap { segment in
            segment.first == "{" ? String(segment.dropFirst().dropLast()) : nil
        }
    }
}

extension FoundryEndpoint {
    /// The endpoints of all operations of the API, those that commit money included.
    public static let all = FoundryOperation.allCases.map(\.endpoint) + SpendingOperation.allCases.map(\.endpoint)

    /// Returns the endpoint of an operation's name, or nil if there is none.
    public static func named(_ name: String) -> FoundryEndpoint? {
        FoundryOperation(rawValue: name)?.endpoint ?? SpendingOperation(rawValue: name)?.endpoint
    }
}
