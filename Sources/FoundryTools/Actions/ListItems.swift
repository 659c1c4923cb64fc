import FoundryAPI
import FoundryJSON
import FoundryMCP

/// A tool that lists: one page, or all of them, at a level of detail and a size that a conversation can hold.
struct ListItems: ToolAction {
    /// The largest number of items from all pages if the call does not say.
    static let defaultMaximum = 500
    /// Arguments of this server, which are never sent.
    private static let own = ["all_pages", "max_items", "detail", "row_offset"]

    let operation: FoundryOperation
    let presentation: Presentation

    init(_ operation: FoundryOperation, as presentation: Presentation = .value) {
        self.operation = operation
        self.presentation = presentation
    }

    func run(_ call: ToolCall) async throws -> ToolResult {
        let page: APIValue
        do {
            page = try await self.page(call)
        } catch let error as FoundryError {
            throw await NextStep.adding(to: error, of: operation, call)
        }
        let level = call.detailLevel ?? .listed
        let (value, blocks) = presentation.present(page.value, level, call.arguments)
        return ToolResult(NextStep.adding(to: value, of: operation, call), isSandbox: page.isSandbox, more: blocks)
    }

    private func page(_ call: ToolCall) async throws -> APIValue {
        let arguments = call.arguments.removing(Self.own)
        guard call.arguments["all_pages"]?.bool == true else {
            return APIValue(try await call.api.send(operation, arguments))
        }
        let paginator = Paginator(operation: operation, send: call.api.send)
        let maximum = call.arguments["max_items"]?.int ?? Self.defaultMaximum
        return try await paginator.collect(arguments, maximum: maximum) { count, expected in
            call.context.progress?.report(
                Double(count), total: Double(expected), message: "\(count) of \(expected) items")
        }
    }
}
