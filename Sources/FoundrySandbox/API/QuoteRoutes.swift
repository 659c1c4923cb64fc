import FoundryJSON

/// Quotes, by their own ids and by experiment.
enum QuoteRoutes {
    static let table: [Route] = [
        .api("GET", "/quotes", .permission(.quote, .list), list),
        .api("GET", "/quotes/{quote_id}", .permission(.quote, .read), get),
        .api("POST", "/quotes/{quote_id}/confirm", .permission(.quote, .update), takesJSON: true, confirm),
        .api("POST", "/quotes/{quote_id}/reject", .permission(.quote, .update), takesJSON: true, reject),
        .api("GET", "/experiments/{experiment_id}/quote", .permission(.quote, .read), getOfExperiment),
        .api("GET", "/experiments/{experiment_id}/quote/pdf", .permission(.quote, .read), pdf),
        .api(
            "POST", "/experiments/{experiment_id}/quote/confirm", .permission(.quote, .update), takesJSON: true,
            confirmOfExperiment),
    ]

    static let fields = Fields<Quote>([
        .init("id") { quote, _ in .text(quote.id) },
        .init("quote_number") { quote, _ in .text(quote.number) },
        .init("organization_id") { quote, _ in .text(quote.organizationID) },
        .init("experiment_id") { quote, _ in .text(quote.experimentID) },
        .init("amount_cents", .number) { quote, _ in .number(Double(quote.total)) },
        .init("currency") { _, _ in .text(Quote.currency) },
        .init("status", values: Quote.Status.allCases.map(\.rawValue)) { .text($0.status(at: $1.now).rawValue) },
        .init("valid_until", .time) { quote, _ in .time(quote.validUntil) },
        .init("created_at", .time) { quote, _ in .time(quote.createdAt) },
    ])

    private static func list(_ context: RequestContext, _ state: inout SandboxState) throws -> HandlerResponse {
        let now = state.now
        let quotes = state.quotes.reversed().filter {
            $0.organizationID == context.organizationID && $0.createdAt <= now
        }
        return try Listing.page(quotes, fields, context, in: state) { quote in
            [
                "id": JSON(quote.id), "quote_number": JSON(quote.number),
                "organization_id": JSON(quote.organizationID), "amount_cents": JSON(quote.total),
                "currency": JSON(Quote.currency), "status": JSON(quote.status(at: now).rawValue),
                "valid_until": JSON(quote.validUntil.text), "created_at": JSON(quote.createdAt.text),
                "stripe_quote_url": JSON(quote.url),
            ]
        }
    }

    private static func get(_ context: RequestContext, _ state: inout SandboxState) throws -> HandlerResponse {
        let quote = state.quotes[try index(context, state)]
        return HandlerResponse([
            "id": JSON(quote.id), "quote_number": JSON(quote.number), "organization_id": JSON(quote.organizationID),
            "organization_name": JSON(state.organizationName(quote.organizationID)),
            "line_items": JSON(
                quote.lines.map { line in
                    [
                        "description": JSON(line.description), "quantity": JSON(line.quantity),
                        "unit_price_cents": JSON(line.unitPrice), "total_cents": JSON(line.total),
                    ]
                }),
            "subtotal_cents": JSON(quote.subtotal), "tax_cents": JSON(quote.tax), "total_cents": JSON(quote.total),
            "currency": JSON(Quote.currency), "status": JSON(quote.status(at: state.now).rawValue),
            "valid_until": JSON(quote.validUntil.text), "created_at": JSON(quote.createdAt.text),
            "notes": JSON(quote.notes), "terms_and_conditions": JSON(PriceList.terms),
            "stripe_quote_url": JSON(quote.url),
        ])
    }

    private static func getOfExperiment(
        _ context: RequestContext, _ state: inout SandboxState
    ) throws -> HandlerResponse {
        let quote = state.quotes[try indices(context, state).quote]
        return HandlerResponse([
            "experiment_id": JSON(quote.experimentID), "status": JSON(quote.status(at: state.now).rawValue),
            "amount_subtotal": JSON(quote.subtotal), "amount_total": JSON(quote.total),
            "currency": JSON(Quote.currency), "expires_at": JSON(quote.validUntil.text),
            "updated_at": JSON(quote.lastChange(by: state.now).text), "stripe_quote_url": JSON(quote.url),
        ])
    }

    private static func pdf(_ context: RequestContext, _ state: inout SandboxState) throws -> HandlerResponse {
        let (quote, experiment) = try indices(context, state)
        let bill = state.quotes[quote]
        return HandlerResponse(
            bytes: BillingPDF.quote(
                bill, of: state.experiments[experiment], for: state.organizationName(bill.organizationID),
                at: state.now),
            contentType: "application/pdf", filename: "\(bill.number).pdf")
    }

    // MARK: Finding a quote

    /// Returns the index of the path's quote.
    private static func index(_ context: RequestContext, _ state: SandboxState) throws -> Int {
        let id = context.parameter("quote_id")
        guard let index = state.indexOfQuote(id, for: context.token) else {
            throw APIError.notFound("quote not found: \(id)")
        }
        return index
    }

    /// Returns the indices of the path's experiment and of its quote in force.
    private static func indices(
        _ context: RequestContext, _ state: SandboxState
    ) throws -> (quote: Int, experiment: Int) {
        let index = try ExperimentRoutes.index(context, state, missing: 400)
        let experiment = state.experiments[index]
        guard let quote = state.indexOfQuote(for: experiment) else {
            let status = experiment.status(at: state.now)
            throw APIError.notFound(
                experiment.quoteID == nil
                    ? "there is no quote for this experiment, which is \(status.rawValue)"
                    : "there is no quote for this experiment yet, which is \(status.rawValue); it is being made")
        }
        return (quote, index)
    }

    // MARK: Accepting and rejecting

    /// Returns the purchase order number of a confirmation, if it has one.
    private static func purchaseOrder(_ json: JSON) throws -> String? {
        var body = BodyReader(json)
        let order = body.string("purchase_order_number")
        _ = body.string("notes")
        try body.finish()
        return order
    }

    private static func confirm(_ context: RequestContext, _ state: inout SandboxState) throws -> HandlerResponse {
        let order = try purchaseOrder(context.body)
        let quote = try index(context, state)
        guard let experiment = state.indexOfExperiment(state.quotes[quote].experimentID) else {
            throw APIError.notFound("the quote's experiment no longer exists")
        }
        return try accept(quote, of: experiment, purchaseOrder: order, &state)
    }

    private static func confirmOfExperiment(
        _ context: RequestContext, _ state: inout SandboxState
    ) throws -> HandlerResponse {
        let order = try purchaseOrder(context.body)
        let (quote, experiment) = try indices(context, state)
        return try accept(quote, of: experiment, purchaseOrder: order, &state)
    }

    private static func accept(
        _ quoteIndex: Int, of experimentIndex: Int, purchaseOrder: String?, _ state: inout SandboxState
    ) throws -> HandlerResponse {
        let quote = state.quotes[quoteIndex]
        let status = quote.status(at: state.now)
        guard status == .open else {
            let more = status == .stale ? ": it was valid until \(quote.validUntil.text)" : ""
            throw APIError.conflict("the quote is \(status.rawValue)\(more); only an open quote can be accepted")
        }
        let experiment = state.experiments[experimentIndex]
        let stage = experiment.status(at: state.now)
        guard experiment.quoteID == quote.id else {
            throw APIError.conflict("the quote was superseded by \(experiment.quoteID ?? "none")")
        }
        guard stage.isConfirmable else {
            throw APIError.conflict("the experiment is \(stage.rawValue); its quote cannot be accepted")
        }
        _ = state.accept(quote: quoteIndex, for: experimentIndex, purchaseOrder: purchaseOrder)
        return HandlerResponse(state.acceptance(of: state.quotes[quoteIndex]))
    }

    /// The reasons for a rejection.
    private enum Reason: String, CaseIterable {
        case price, scope, timeline, budget, other
    }

    private static func reject(_ context: RequestContext, _ state: inout SandboxState) throws -> HandlerResponse {
        var body = BodyReader(context.body)
        let reason = body.choice("reason", Reason.self, required: true)
        let feedback = body.string("feedback")
        try body.finish()
        let index = try index(context, state)
        let quote = state.quotes[index]
        let status = quote.status(at: state.now)
        // A stale quote can be rejected too, or its experiment could never be a draft again.
        guard status == .open || status == .stale, let experiment = state.indexOfExperiment(quote.experimentID),
            state.experiments[experiment].status(at: state.now).isConfirmable
        else {
            throw APIError.conflict("the quote is \(status.rawValue); only an open or stale quote can be rejected")
        }
        guard state.experiments[experiment].quoteID == quote.id else {
            throw APIError.conflict(
                "the quote was superseded by \(state.experiments[experiment].quoteID ?? "none")")
        }
        let remark = [reason?.rawValue, feedback].compactMap { $0 }.joined(separator: ": ")
        state.reject(quote: index, for: experiment, reason: remark)
        return HandlerResponse(["id": JSON(quote.id), "status": JSON(Quote.Status.canceled.rawValue)])
    }
}

extension SandboxState {
    /// Returns the response to an accepted quote: its invoice, which nobody has paid, and how it can be paid.
    func acceptance(of quote: Quote) -> JSON {
        let invoice = invoices.last { $0.quoteID == quote.id }
        let url = invoice.flatMap(hostedURL).map { JSON($0) }
        return .object([
            "id": JSON(quote.id), "status": JSON(quote.status(at: now).rawValue),
            "invoice_id": invoice.map { JSON($0.stripeID) }, "hosted_invoice_url": url,
            "payment": .object([
                "status": invoice.map { JSON($0.status.rawValue) }, "hosted_invoice_url": url,
                "methods": invoice.map { paymentMethods(for: $0).map(\.rawValue).json },
            ]),
        ])
    }
}
