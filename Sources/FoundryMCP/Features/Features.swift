import FoundryJSON

/// The features of a server. Those that are nil are not declared, and their methods do not exist.
public struct Features: Sendable {
    let tools: any ToolProvider
    let resources: (any ResourceProvider)?
    let prompts: (any PromptProvider)?
    let completions: (any CompletionProvider)?
    let tasks: (any TaskProvider)?
    let skills: [Skill]?

    /// Creates a set of features.
    ///
    /// - Parameter skills: The skills. Their files must be among the resources, and no skill may be within another.
    public init(
        tools: any ToolProvider, resources: (any ResourceProvider)? = nil, prompts: (any PromptProvider)? = nil,
        completions: (any CompletionProvider)? = nil, tasks: (any TaskProvider)? = nil, skills: [Skill]? = nil
    ) {
        self.tools = tools
        self.resources = resources
        self.prompts = prompts
        self.completions = completions
        self.tasks = tasks
        self.skills = skills
    }

    /// Returns the capabilities that are declared in a revision. Lists do not change while the server runs.
    func capabilities(in revision: Revision, for client: ClientCapabilities) -> JSON {
        .object([
            "tools": [:],
            "resources": resources.map { _ in ["subscribe": true] },
            "prompts": prompts.map { _ in [:] },
            "completions": revision.hasCompletionsCapability ? completions.map { _ in [:] } : nil,
            "extensions": revision.isModern ? extensions(for: client) : nil,
        ])
    }

    /// Returns the extensions for a client. The one for views is declared only to clients that support it.
    private func extensions(for client: ClientCapabilities) -> JSON? {
        var extensions: [JSON.Member] = []
        if tasks != nil { extensions.append(JSON.Member(TaskState.extension, [:])) }
        if skills != nil { extensions.append(JSON.Member(Skill.extension, ["directoryRead": true])) }
        if client.supportsViews, !tools.views.isEmpty { extensions.append(JSON.Member(ViewExtension.identifier, [:])) }
        return extensions.isEmpty ? nil : JSON(extensions)
    }
}
