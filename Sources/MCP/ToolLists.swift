import JSON
import Synchronization

/// The tools as each revision lists them, assembled when they are first asked for.
final class ToolLists: Sendable {
    private let provider: any ToolProvider
    private let lists = Mutex<[Revision: JSON]>([:])

    init(_ provider: any ToolProvider) {
        self.provider = provider
    }

    /// The `tools` array of a revision. It is kept as parsed text, so that writing it again is a copy.
    func list(in revision: Revision) -> JSON {
        lists.withLock { lists in
            if let list = lists[revision] { return list }
            let tools = JSON(provider.tools.map { Self.tool($0, in: revision) })
            let list = (try? JSON(parsing: tools.utf8)) ?? tools
            lists[revision] = list
            return list
        }
    }

    /// A tool without the members that a revision does not know.
    private static func tool(_ tool: JSON, in revision: Revision) -> JSON {
        var unknown: [String] = []
        if !revision.hasToolAnnotations { unknown.append("annotations") }
        if !revision.hasStructuredContent { unknown += ["title", "outputSchema", "_meta"] }
        if !revision.hasIcons { unknown.append("icons") }
        return unknown.reduce(tool) { $0[$1] == nil ? $0 : $0.removing($1) }
    }
}
