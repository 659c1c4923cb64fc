import FoundryJSON
import FoundryJSONRPC
import Synchronization
import TestSupport

@testable import FoundryMCP

/// Three resources on two pages, of which a test can say that they have changed.
final class StubResources: ResourceProvider {
    struct Watch: Sendable {
        let uris: Set<String>
        let onChange: @Sendable (String) -> Void
    }

    /// The watches in the order in which they were requested.
    let watches = Inbox<Watch>()
    /// The URIs of the watches that were cancelled.
    let cancelled = Inbox<Set<String>>()
    /// A closure that is called before a watch is established; it may throw.
    let firstLook: @Sendable () async throws -> Void

    init(firstLook: @escaping @Sendable () async throws -> Void = {}) {
        self.firstLook = firstLook
    }

    var templates: [ResourceTemplate] {
        [
            ResourceTemplate(
                uriTemplate: "x://things/{id}", name: "thing", title: "A thing", description: "One thing",
                mimeType: "application/json")
        ]
    }

    func list(from position: Int, context: RequestContext) async throws -> ResourcePage {
        position == 0
            ? ResourcePage(
                resources: [Resource(uri: "x://1", name: "1", title: "One"), Resource(uri: "x://2", name: "2")], next: 2
            )
            : ResourcePage(resources: [Resource(uri: "x://3", name: "3")])
    }

    func read(_ uri: String, context: RequestContext) async throws -> ReadResult {
        guard uri.hasPrefix("x://") else { throw UnknownResource(reason: "no such scheme") }
        return ReadResult(
            contents: [ResourceContents(uri: uri, mimeType: "text/plain", body: .text("It is \(uri)"))],
            lifetime: .milliseconds(1234))
    }

    func canWatch(_ uri: String) -> Bool { uri.hasPrefix("x://") }

    func watch(
        _ uris: Set<String>, onChange: @escaping @Sendable (String) -> Void
    ) async throws -> ResourceWatch {
        watches.put(Watch(uris: uris, onChange: onChange))
        try await firstLook()
        return ResourceWatch { [cancelled] in cancelled.put(uris) }
    }
}

/// One prompt, with a required and an optional argument.
struct StubPrompts: PromptProvider, CompletionProvider {
    let prompts = [
        Prompt(
            name: "plan", title: "Plan it", description: "Plans",
            arguments: [
                Prompt.Argument("target", title: "Target", description: "What to bind", isRequired: true),
                Prompt.Argument("budget", title: "Budget", description: "What it may cost"),
            ])
    ]

    func messages(
        of prompt: String, arguments: [String: String], context: RequestContext
    ) async throws
        -> [PromptMessage]
    {
        [PromptMessage(.text("Plan for \(arguments["target"] ?? "nothing")"))]
    }

    func complete(
        _ reference: CompletionReference, argument name: String, value: String, others: [String: String],
        context: RequestContext
    ) async throws -> Completion {
        Completion((0..<150).map { "\(value)\($0)" })
    }
}

/// Two tasks: one at work, one done.
struct StubTasks: TaskProvider {
    let cancelled = Inbox<String>()

    static func state(_ id: String, _ status: TaskState.Status) -> TaskState {
        TaskState(
            id: id, status: status, message: "In the lab", createdAt: "2026-01-01T00:00:00Z",
            lastUpdatedAt: "2026-01-02T00:00:00Z", pollInterval: .seconds(5))
    }

    func task(_ id: String, context: RequestContext) async throws -> TaskState {
        switch id {
        case "at-work": Self.state(id, .working)
        case "done":
            Self.state(id, .completed(ToolResult(structured: ["n": 1], meta: [JSON.Member("com.example/x", 1)])))
        default: throw UnknownTask()
        }
    }

    func cancelTask(_ id: String) async throws {
        guard id == "at-work" else { throw UnknownTask() }
        cancelled.put(id)
    }
}

extension Features {
    /// All that a server can offer.
    static func all(
        resources: StubResources = StubResources(), tasks: StubTasks = StubTasks()
    ) -> Features {
        Features(
            tools: StubTools(), resources: resources, prompts: StubPrompts(), completions: StubPrompts(), tasks: tasks)
    }
}
