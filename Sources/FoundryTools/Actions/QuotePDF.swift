import FoundryAPI
import JSON
import MCP

/// `get_experiment_quote_pdf`: the quote as an embedded resource, and what it is.
struct QuotePDF: ToolAction {
    func run(_ call: ToolCall) async throws -> ToolResult {
        let response = try await call.api.send(\.getExperimentQuotePDF, call.arguments)
        guard case .data(let bytes, let mimeType) = response.body else {
            throw Refusal(message: "the API answered without a PDF; read the quote with get_experiment_quote")
        }
        let id = call.arguments["experiment_id"]?.string ?? ""
        let uri = "foundry://experiments/\(id)/quote.pdf"
        return ToolResult(
            structured: ["uri": JSON(uri), "mime_type": JSON(mimeType), "size_bytes": JSON(bytes.count)],
            more: [.resource(ResourceContents(uri: uri, mimeType: mimeType, body: .blob(bytes)))],
            meta: ToolResult.meta(isSandbox: response.isSandbox))
    }
}
