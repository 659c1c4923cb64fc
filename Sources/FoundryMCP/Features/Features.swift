import FoundryJSON

/// What a ``Server`` offers. What is nil is not declared, and its methods do not exist.
public struct Features: Sendable {
    let tools: any ToolProvider
    let resources: (any ResourceProvider)?
    let prompts: (any PromptProvider)?
    let completions: (any CompletionProvider)?
    let tasks: (any TaskProvider)?

    /// Makes the set of features.
    public init(
        tools: any ToolProvider, resources: (any ResourceProvider)? = nil, prompts: (any PromptProvider)? = nil,
        completions: (any CompletionProvider)? = nil, tasks: (any TaskProvider)? = nil
    ) {
        self.tools = tools
        self.resources = resources
        self.prompts = prompts
        self.completions = completions
        self.tasks = tasks
    }

    /// The capabilities that are declared in a revision. No list changes while the server runs.
    func capabilities(in revision: Revision, for client: ClientCapabilities) -> JSON {
        .object([
            "tools": [:],
            "resources": resources.map { _ in ["subscribe": true] },
            "prompts": prompts.map { _ in [:] },
            "completions": revision.hasCompletionsCapability ? completions.map { _ in [:] } : nil,
            "extensions": revision.isModern ? extensions(for: client) : nil,
        ])
    }

    /// The extension for views is declared to those who show some: others are told nothing that they cannot use.
    private func extensions(for client: ClientCapabilities) -> JSON? {
        var extensions: [JSON.Member] = []
        if tasks != nil { extensions.append(JSON.Member(TaskState.extension, [:])) }
        if client.showsViews, !tools.views.isEmpty { extensions.append(JSON.Member(ViewExtension.identifier, [:])) }
        return extensions.isEmpty ? nil : JSON(extensions)
    }
}
