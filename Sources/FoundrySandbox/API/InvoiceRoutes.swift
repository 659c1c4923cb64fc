import FoundryFoundation
import FoundryJSON

/// Invoices and their payment.
enum InvoiceRoutes {
    static let table: [Route] = [
        .api("GET", "/invoices", .permission(.invoice, .list), list),
        .api("GET", "/invoices/{invoice_id}", .permission(.invoice, .read), get),
        .api("POST", "/invoices/{invoice_id}/pay", .permission(.invoice, .update), changes: false, pay),
        .api("GET", "/invoices/{invoice_id}/pdf", .permission(.invoice, .read), pdf),
        .api("GET", "/experiments/{experiment_id}/invoice", .permission(.invoice, .read), getOfExperiment),
    ]

    static let fields = Fields<Invoice>([
        .init("id") { invoice, _ in .text(invoice.id) },
        .init("stripe_invoice_id") { invoice, _ in .text(invoice.stripeID) },
        .init("status", values: Invoice.Status.allCases.map(\.rawValue)) { invoice, _ in
            .text(invoice.status.rawValue)
        },
        .init("currency") { _, _ in .text(Quote.currency) },
        .init("amount_cents", .number) { invoice, _ in .number(Double(invoice.amount)) },
        .init("experiment_id") { invoice, _ in .text(invoice.experimentID) },
        .init("quote_id") { invoice, _ in .text(invoice.quoteID) },
        .init("created_at", .time) { invoice, _ in .time(invoice.createdAt) },
    ])

    private static func list(_ context: RequestContext, _ state: inout SandboxState) throws -> HandlerResponse {
        let invoices = state.invoices.reversed().filter { $0.organizationID == context.organizationID }
        return try Listing.page(invoices, fields, context, in: state) { state.json(of: $0) }
    }

    private static func get(_ context: RequestContext, _ state: inout SandboxState) throws -> HandlerResponse {
        HandlerResponse(state.json(of: try invoice(context, state)))
    }

    private static func getOfExperiment(
        _ context: RequestContext, _ state: inout SandboxState
    ) throws -> HandlerResponse {
        let experiment = state.experiments[try ExperimentRoutes.index(context, state, missing: 400)]
        guard let invoice = state.indexOfInvoice(for: experiment).map({ state.invoices[$0] }) else {
            throw APIError.notFound("there is no invoice yet: the experiment's quote has not been accepted")
        }
        return HandlerResponse(
            .object([
                "experiment_id": JSON(experiment.id), "status": JSON(invoice.status.rawValue),
                "stripe_invoice_url": state.hostedURL(of: invoice).map { JSON($0) },
            ]))
    }

    /// Redirects to the file, which is served without a key and from another origin than the API, as a payment provider
    /// serves it.
    private static func pdf(_ context: RequestContext, _ state: inout SandboxState) throws -> HandlerResponse {
        let invoice = try invoice(context, state)
        guard let page = state.hostedURL(of: invoice) else {
            throw APIError.notFound("the invoice is a draft, which has no PDF")
        }
        let usesLocalhost = context.header("host")?.lowercased().hasPrefix("localhost") ?? false
        let file = page + ".pdf"
        return .redirect(to: usesLocalhost ? file : file.replacing("127.0.0.1", with: "localhost"))
    }

    /// Returns the path's invoice, by Foundry's id or the payment provider's.
    private static func invoice(_ context: RequestContext, _ state: SandboxState) throws -> Invoice {
        let id = context.parameter("invoice_id")
        let found = state.invoices.first {
            ($0.id == id.lowercased() || $0.stripeID == id) && $0.organizationID == context.organizationID
        }
        guard let found else { throw APIError.notFound("invoice not found: \(id)") }
        return found
    }

    // MARK: Payment

    /// Reports an invoice's state, or challenges a machine to pay. The sandbox settles no credential: an invoice is paid
    /// on its hosted page.
    private static func pay(_ context: RequestContext, _ state: inout SandboxState) throws -> HandlerResponse {
        let invoice = try invoice(context, state)
        var method: PaymentMethod?
        if let text = context.header("x-adaptyv-payment-method") {
            guard let known = PaymentMethod(rawValue: text) else {
                let known = PaymentMethod.allCases.map(\.rawValue).joined(separator: ", ")
                throw APIError.badRequest("X-Adaptyv-Payment-Method must be one of \(known), not \(text)")
            }
            guard state.paymentMethods(for: invoice).contains(known) else {
                let own = state.paymentMethods(for: invoice).first?.rawValue ?? "the hosted page"
                throw APIError.conflict("the experiment is to be paid by \(own), not \(text)")
            }
            method = known
        }
        switch invoice.status {
        case .paid:
            return HandlerResponse(state.json(of: invoice).setting("already_paid", to: true))
        case .open:
            if let method { throw challenge(method, invoice, state) }
            return HandlerResponse(state.json(of: invoice).setting("already_paid", to: false))
        case .draft, .void, .uncollectible:
            throw APIError.conflict("the invoice is \(invoice.status.rawValue) and can't be paid")
        }
    }

    private static func challenge(_ method: PaymentMethod, _ invoice: Invoice, _ state: SandboxState) -> APIError {
        let amount = JSON(invoice.amount).text
        var error = APIError(
            402,
            "payment required: \(amount) cents by \(method.rawValue); the sandbox takes no credential, "
                + "pay on the hosted page",
            details: [
                JSON.Member("payment", ["method": JSON(method.rawValue), "amount_cents": JSON(invoice.amount)])
            ])
        switch method {
        case .sharedPaymentToken:
            error.headers.append(
                (
                    name: "www-authenticate",
                    value: "Payment id=\"\(invoice.id)\", method=\"\(method.rawValue)\", "
                        + "amount=\"\(amount)\", currency=\"\(Quote.currency)\""
                ))
        case .x402:
            let challenge: JSON = [
                "x402Version": 2, "error": "payment required",
                "accepts": [
                    ["scheme": "exact", "amount": JSON(amount), "resource": JSON("/invoices/\(invoice.id)/pay")]
                ],
            ]
            error.headers.append(
                (name: "payment-required", value: Data(challenge.utf8).base64EncodedString()))
        }
        return error
    }
}

extension SandboxState {
    /// Returns the page on which an invoice can be paid; nil for a draft.
    func hostedURL(of invoice: Invoice) -> String? {
        guard invoice.status != .draft, let index = indexOfExperiment(invoice.experimentID) else { return nil }
        return "\(origin)/links/\(experiments[index].linkToken)/invoice"
    }

    /// Returns the machine payment methods of an invoice: the one with which its experiment was made, if any.
    func paymentMethods(for invoice: Invoice) -> [PaymentMethod] {
        indexOfExperiment(invoice.experimentID).flatMap { experiments[$0].paymentMethod }.map { [$0] } ?? []
    }

    fileprivate func json(of invoice: Invoice) -> JSON {
        .object([
            "id": JSON(invoice.id), "stripe_invoice_id": JSON(invoice.stripeID),
            "status": JSON(invoice.status.rawValue), "currency": JSON(Quote.currency),
            "amount_cents": JSON(invoice.amount), "tax_cents": JSON(invoice.tax),
            "organization_id": JSON(invoice.organizationID), "experiment_id": JSON(invoice.experimentID),
            "quote_id": JSON(invoice.quoteID), "hosted_invoice_url": hostedURL(of: invoice).map { JSON($0) },
            "created_at": JSON(invoice.createdAt.text), "paid_at": invoice.paidAt.map { JSON($0.text) },
        ])
    }
}
