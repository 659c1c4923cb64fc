import FoundryFoundation
import FoundryJSON

/// The pages and files that are reached by an unguessable link instead of a key: what the API leaves to its payment
/// provider and its file storage. The sandbox's log records whether a key came along.
enum LinkRoutes {
    static let table: [Route] = [
        Route("GET", "/links/{link}/invoice", public: invoicePage),
        Route("POST", "/links/{link}/invoice", public: payInvoice),
        Route("GET", "/links/{link}/invoice.pdf", public: invoicePDF),
        Route("GET", "/links/{link}/data.zip", public: dataPackage),
    ]

    private static func experiment(_ request: PublicRequest, _ state: SandboxState) throws -> Experiment {
        let link = request.parameter("link")
        guard let experiment = state.experiments.first(where: { $0.linkToken == link }) else {
            throw APIError.notFound("there is nothing at this link")
        }
        return experiment
    }

    /// Returns the index of the link's invoice, which isn't a draft.
    private static func invoice(_ experiment: Experiment, _ state: SandboxState) throws -> Int {
        guard let index = state.indexOfInvoice(for: experiment), state.invoices[index].status != .draft else {
            throw APIError.notFound("there is nothing at this link")
        }
        return index
    }

    private static func invoicePage(
        _ request: PublicRequest, _ state: inout SandboxState
    ) throws -> HandlerResponse {
        let experiment = try experiment(request, state)
        let invoice = state.invoices[try invoice(experiment, state)]
        let button =
            invoice.status == .open
            ? "<form method=\"post\"><button type=\"submit\">Pay (nothing is charged)</button></form>" : ""
        let page = """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>Invoice \(invoice.stripeID)</title></head><body>
            <h1>Invoice of the Foundry sandbox</h1>
            <p>Invoice \(invoice.stripeID) for experiment \(experiment.code): <b>\(BillingPDF.money(invoice.amount))</b></p>
            <p>Status: <b>\(invoice.status.rawValue)</b></p>
            \(button)
            <p><a href="invoice.pdf">PDF</a></p>
            </body></html>

            """
        return HandlerResponse(bytes: Array(page.utf8), contentType: "text/html; charset=utf-8", filename: nil)
    }

    private static func payInvoice(_ request: PublicRequest, _ state: inout SandboxState) throws -> HandlerResponse {
        let experiment = try experiment(request, state)
        let index = try invoice(experiment, state)
        let status = state.invoices[index].status
        guard status == .open else {
            throw APIError.conflict("the invoice is \(status.rawValue); only an open one can be paid")
        }
        state.invoices[index].status = .paid
        state.invoices[index].paidAt = state.nextInstant()
        return .redirect(to: "invoice", status: 303)
    }

    private static func invoicePDF(_ request: PublicRequest, _ state: inout SandboxState) throws -> HandlerResponse {
        let experiment = try experiment(request, state)
        let invoice = state.invoices[try invoice(experiment, state)]
        return HandlerResponse(
            bytes: BillingPDF.invoice(
                invoice, of: experiment, for: state.organizationName(invoice.organizationID)),
            contentType: "application/pdf", filename: "\(invoice.stripeID).pdf")
    }

    private static func dataPackage(_ request: PublicRequest, _ state: inout SandboxState) throws -> HandlerResponse {
        let experiment = try experiment(request, state)
        guard experiment.resultsStatus(at: state.now) != .none else {
            throw APIError.notFound("there are no results yet")
        }
        return HandlerResponse(
            bytes: DataPackage.archive(of: experiment, state), contentType: "application/zip",
            filename: "\(experiment.code)-data.zip")
    }
}
