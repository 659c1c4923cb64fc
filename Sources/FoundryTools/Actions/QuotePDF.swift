import FoundryAPI
import FoundryJSON
import FoundryMCP

/// `get_experiment_quote_pdf`: the quote as an embedded resource, and what it is.
struct QuotePDF: ToolAction {
    func run(_ call: ToolCall) async throws -> ToolResult {
        let response = try await call.api.send(.getExperimentQuotePDF, call.arguments)
        guard case .data(let bytes, let mimeType) = response.body else {
            throw PolicyError(message: "the API answered without a PDF; read the quote with get_experiment_quote")
        }
        let uri = FoundryURI.experiment(call.text("experiment_id").lowercased(), .quotePDF).text
        return ToolResult(
            ["uri": JSON(uri), "mime_type": JSON(mimeType), "size_bytes": JSON(bytes.count)],
            isSandbox: response.isSandbox,
            more: [.resource(ResourceContents(uri: uri, mimeType: mimeType, body: .blob(bytes)))])
    }
}
