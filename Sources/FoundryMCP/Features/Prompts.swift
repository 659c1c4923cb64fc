import FoundryJSON

/// A prompt as it is listed: a way to begin a piece of work.
public struct Prompt: Sendable {
    /// What the user fills in.
    public struct Argument: Sendable {
        /// Its name, for programs.
        public let name: String
        /// Its name, for people.
        let title: String
        /// What it is.
        let description: String
        /// Whether the prompt makes no sense without it.
        let isRequired: Bool

        /// Makes an argument.
        public init(_ name: String, title: String, description: String, isRequired: Bool = false) {
            self.name = name
            self.title = title
            self.description = description
            self.isRequired = isRequired
        }
    }

    /// Its name, for programs.
    public let name: String
    /// Its name, for people.
    let title: String
    /// What it does.
    let description: String
    /// What the user fills in.
    public let arguments: [Argument]

    /// Makes an entry.
    public init(name: String, title: String, description: String, arguments: [Argument]) {
        self.name = name
        self.title = title
        self.description = description
        self.arguments = arguments
    }

    func json(in revision: Revision) -> JSON {
        .object([
            "name": JSON(name),
            "title": revision.hasTitles ? JSON(title) : nil,
            "description": JSON(description),
            "arguments": JSON(
                arguments.map { argument in
                    .object([
                        "name": JSON(argument.name),
                        "title": revision.hasTitles ? JSON(argument.title) : nil,
                        "description": JSON(argument.description),
                        "required": JSON(argument.isRequired),
                    ])
                }),
        ])
    }
}

/// A message that a prompt puts before the model, in the user's name.
public struct PromptMessage: Sendable {
    /// What it says.
    let content: Content

    /// Makes a message.
    public init(_ content: Content) {
        self.content = content
    }

    func json(in revision: Revision) -> JSON {
        ["role": "user", "content": content.json(in: revision)]
    }
}

/// What gives a ``Server`` its prompts.
public protocol PromptProvider: Sendable {
    /// The prompts, in the order in which they are listed.
    var prompts: [Prompt] { get }

    /// The messages of a prompt. The required arguments are there, and all are strings.
    /// - Throws: `RPCError`; `CancellationError`.
    func messages(
        of prompt: String, arguments: [String: String], context: RequestContext
    ) async throws
        -> [PromptMessage]
}

/// What could stand for an argument that somebody has begun to fill in.
public struct Completion: Sendable {
    /// The most values that an answer may have.
    static let limit = 100

    /// The values, best first.
    let values: [String]
    /// How many there are in all.
    let total: Int

    /// Makes a completion; what exceeds the limit is counted and left out.
    public init(_ values: [String], total: Int? = nil) {
        self.values = Array(values.prefix(Self.limit))
        self.total = max(total ?? 0, values.count)
    }

    var json: JSON {
        [
            "values": JSON(values.map { JSON($0) }), "total": JSON(total),
            "hasMore": JSON(total > values.count),
        ]
    }
}

/// Where an argument stands that is being filled in.
public enum CompletionReference: Sendable {
    /// An argument of a prompt.
    case prompt(String)
    /// A variable of a resource template.
    case resource(template: String)
}

/// What completes arguments for a ``Server``.
public protocol CompletionProvider: Sendable {
    /// What could stand for an argument.
    /// - Parameters:
    ///   - name: the argument or variable.
    ///   - value: what has been typed.
    ///   - others: the arguments that are filled in already.
    /// - Throws: `RPCError` where the reference or the argument does not exist; `CancellationError`.
    func complete(
        _ reference: CompletionReference, argument name: String, value: String, others: [String: String]
    ) async throws -> Completion
}
