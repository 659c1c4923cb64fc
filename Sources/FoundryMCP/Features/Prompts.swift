import FoundryJSON

/// A prompt, as it is listed.
public struct Prompt: Sendable {
    /// An argument that the user fills in.
    public struct Argument: Sendable {
        /// The name, for programs.
        public let name: String
        /// The name, for people.
        let title: String
        /// The description.
        let description: String
        /// A Boolean value indicating whether the argument is required.
        let isRequired: Bool

        /// Creates an argument.
        public init(_ name: String, title: String, description: String, isRequired: Bool = false) {
            self.name = name
            self.title = title
            self.description = description
            self.isRequired = isRequired
        }
    }

    /// The name, for programs.
    public let name: String
    /// The name, for people.
    let title: String
    /// The description.
    let description: String
    /// The arguments.
    public let arguments: [Argument]

    /// Creates a prompt.
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

/// A message of a prompt, in the role of the user.
public struct PromptMessage: Sendable {
    /// The content.
    let content: Content

    /// Creates a message.
    public init(_ content: Content) {
        self.content = content
    }

    func json(in revision: Revision) -> JSON {
        ["role": "user", "content": content.json(in: revision)]
    }
}

/// The provider of a server's prompts.
public protocol PromptProvider: Sendable {
    /// The prompts, in the order of the list.
    var prompts: [Prompt] { get }

    /// Returns the messages of a prompt. The required arguments are present.
    ///
    /// - Throws: `RPCError`; `CancellationError`.
    func messages(
        of prompt: String, arguments: [String: String], context: RequestContext
    ) async throws
        -> [PromptMessage]
}

/// Suggestions for the value of an argument.
public struct Completion: Sendable {
    /// The greatest number of values that the protocol allows.
    static let limit = 100

    /// The values, best first.
    let values: [String]
    /// The number of all matching values.
    let total: Int

    /// Creates a completion. Values beyond the limit are counted and left out.
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

/// A reference to the prompt or template whose argument is being completed.
public enum CompletionReference: Sendable {
    /// A prompt, by name.
    case prompt(String)
    /// A resource template, by its URI template.
    case resource(template: String)
}

/// The provider of completions for the arguments of prompts and resource templates.
public protocol CompletionProvider: Sendable {
    /// Returns suggestions for the value of an argument.
    ///
    /// - Parameters:
    ///   - name: The name of the argument or variable.
    ///   - value: The text entered so far.
    ///   - others: The values of the arguments that are already filled in.
    /// - Throws: `RPCError` if the reference or the argument does not exist; `CancellationError`.
    func complete(
        _ reference: CompletionReference, argument name: String, value: String, others: [String: String],
        context: RequestContext
    ) async throws -> Completion
}
