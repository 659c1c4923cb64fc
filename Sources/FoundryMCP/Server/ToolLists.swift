import FoundryJSON
import Synchronization

/// The tools as each revision lists them, assembled when they are first asked for.
final class ToolLists: Sendable {
    private struct Kind: Hashable {
        let revision: Revision
        let hasViews: Bool
    }

    private let provider: any ToolProvider
    private let lists = Mutex<[Kind: JSON]>([:])

    init(_ provider: any ToolProvider) {
        self.provider = provider
    }

    /// The `tools` array of a revision. It is kept as parsed text, so that writing it again is a copy.
    /// - Parameter hasViews: whether tools point at their views.
    func list(in revision: Revision, hasViews: Bool) -> JSON {
        lists.withLock { lists in
            let kind = Kind(revision: revision, hasViews: hasViews)
            if let list = lists[kind] { return list }
            let views = hasViews ? provider.views : [:]
            let tools = JSON(
                provider.tools.map { tool in
                    let known = Self.tool(tool, in: revision)
                    return (tool["name"]?.string).flatMap { views[$0] }.map { Self.tool(known, shownBy: $0) } ?? known
                })
            let list = (try? JSON(parsing: tools.utf8)) ?? tools
            lists[kind] = list
            return list
        }
    }

    private static func tool(_ tool: JSON, shownBy view: String) -> JSON {
        tool.setting("_meta", to: (tool["_meta"] ?? [:]).setting("ui", to: ["resourceUri": JSON(view)]))
    }

    /// A tool without the members that a revision does not know.
    private static func tool(_ tool: JSON, in revision: Revision) -> JSON {
        var unknown: [String] = []
        if !revision.hasToolAnnotations { unknown.append("annotations") }
        if !revision.hasTitles { unknown.append("title") }
        if !revision.hasStructuredContent { unknown.append("outputSchema") }
        if !revision.hasToolMeta { unknown.append("_meta") }
        if !revision.hasIcons { unknown.append("icons") }
        return tool.removing(unknown)
    }
}
