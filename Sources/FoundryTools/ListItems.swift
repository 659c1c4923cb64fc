import FoundryAPI
import JSON
import MCP

/// A tool that lists: one page, or all of them, in a form and a size that a conversation can hold.
struct ListItems: ToolAction {
    /// How many items are gathered from all pages where nothing else is said.
    static let defaultMaximum = 500
    /// The most that the API gives in one page.
    private static let pageSize = 100
    /// Arguments that are ours and never sent.
    private static let own = ["all_pages", "max_items", "detail"]

    let operation: FoundryOperation
    /// Whether the tool has a concise form.
    let hasDetail: Bool
    /// Blocks that are added to the answer, made of the whole page.
    let more: @Sendable (JSON) -> [Content]

    init(
        _ operation: FoundryOperation, hasDetail: Bool = false,
        more: @escaping @Sendable (JSON) -> [Content] = { _ in [] }
    ) {
        self.operation = operation
        self.hasDetail = hasDetail
        self.more = more
    }

    func run(_ call: ToolCall) async throws -> ToolResult {
        let arguments = Self.own.reduce(call.arguments) { $0.removing($1) }
        let (page, meta) =
            call.arguments["all_pages"]?.bool == true
            ? try await allPages(arguments, call) : try await onePage(arguments, call)
        let blocks = more(page)
        let form = hasDetail ? ResultForm(call.arguments) : .listed
        let fitted = form.fitted(page, beside: blocks)
        return ToolResult(structured: fitted, more: blocks, meta: meta)
    }

    private func onePage(_ arguments: JSON, _ call: ToolCall) async throws -> (JSON, [JSON.Member]) {
        let response = try await call.send(operation, arguments)
        return (response.json ?? [:], ToolResult.meta(of: response))
    }

    /// Walks the pages until the list or the bound is reached. The answer is one page that holds them all.
    private func allPages(_ arguments: JSON, _ call: ToolCall) async throws -> (JSON, [JSON.Member]) {
        let maximum = call.arguments["max_items"]?.int ?? Self.defaultMaximum
        let first = arguments["offset"]?.int ?? 0
        let size = arguments["limit"]?.int ?? Self.pageSize
        var items: [JSON] = []
        var total = 0
        var meta: [JSON.Member] = []
        repeat {
            let limit = min(size, maximum - items.count)
            let response = try await call.send(
                operation,
                arguments.setting("limit", to: JSON(limit)).setting("offset", to: JSON(first + items.count)))
            let page = response.json ?? [:]
            let found = page["items"]?.elements ?? []
            meta = ToolResult.meta(of: response)
            total = page["total"]?.int ?? items.count + found.count
            items += found
            let wanted = min(maximum, max(total - first, 0))
            call.context.progress?.report(
                Double(items.count), total: Double(wanted), message: "\(items.count) of \(wanted) items")
            // A page without items ends the walk also where the total, which may change meanwhile, promises more.
            if found.isEmpty { break }
        } while first + items.count < total && items.count < maximum
        var page: JSON = [
            "items": JSON(items), "total": JSON(total), "count": JSON(items.count), "offset": JSON(first),
        ]
        if first + items.count < total { page = page.setting("next_offset", to: JSON(first + items.count)) }
        return (page, meta)
    }
}
