import FoundryAPI
import FoundryJSON
import FoundryMCP

/// A tool that lists: one page, or all of them, in a form and a size that a conversation can hold.
struct ListItems: ToolAction {
    /// How many items are gathered from all pages where nothing else is said.
    static let defaultMaximum = 500
    /// Arguments that are ours and never sent.
    private static let own = ["all_pages", "max_items", "detail"]

    let operation: FoundryOperation
    /// Blocks that are added to the answer, made of the whole page.
    let more: @Sendable (JSON) -> [Content]

    init(_ operation: FoundryOperation, more: @escaping @Sendable (JSON) -> [Content] = { _ in [] }) {
        self.operation = operation
        self.more = more
    }

    func run(_ call: ToolCall) async throws -> ToolResult {
        let arguments = call.arguments.removing(Self.own)
        let page: APIValue
        if call.arguments["all_pages"]?.bool == true {
            let walk = Paginator(operation: operation, send: call.api.send)
            let maximum = call.arguments["max_items"]?.int ?? Self.defaultMaximum
            page = try await walk.collect(arguments, maximum: maximum) { count, expected in
                call.context.progress?.report(
                    Double(count), total: Double(expected), message: "\(count) of \(expected) items")
            }
        } else {
            page = APIValue(try await call.api.send(operation, arguments))
        }
        let blocks = more(page.value)
        return ToolResult(
            (call.form ?? .listed).fitted(page.value, beside: blocks), isSandbox: page.isSandbox, more: blocks)
    }
}
