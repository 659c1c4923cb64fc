import FoundryAPI
import FoundryJSON
import FoundryMCP

/// `get_experiment_quote_pdf` and `get_invoice_pdf`: a PDF as an embedded resource, and what it is.
struct ReadPDF: ToolAction {
    let operation: FoundryOperation
    /// Returns the place of the document for the arguments of a call.
    let uri: @Sendable (ToolCall) -> FoundryURI
    /// The tool that reads the same in other words.
    let alternative: ToolName

    /// The quote of an experiment.
    static let quote = ReadPDF(
        operation: .getExperimentQuotePDF, uri: { .experiment($0.text("experiment_id").lowercased(), .quotePDF) },
        alternative: .getExperimentQuote)

    /// An invoice.
    static let invoice = ReadPDF(
        operation: .getInvoicePDF, uri: { .invoicePDF($0.text("invoice_id")) }, alternative: .getInvoice)

    func run(_ call: ToolCall) async throws -> ToolResult {
        let response: FoundryResponse
        do {
            response = try await call.api.send(operation, call.arguments)
        } catch let error as FoundryError {
            throw await NextStep.adding(to: error, of: operation, call)
        }
        guard case .data(let bytes, let mimeType) = response.body else {
            throw FoundryError(
                .refused, "The API responded without a PDF. \(alternative.rawValue) reads the same as data.")
        }
        let uri = uri(call).text
        return ToolResult(
            ["uri": JSON(uri), "mime_type": JSON(mimeType), "size_bytes": JSON(bytes.count)],
            isSandbox: response.isSandbox,
            more: [.resource(ResourceContents(uri: uri, mimeType: mimeType, body: .blob(bytes)))])
    }
}
