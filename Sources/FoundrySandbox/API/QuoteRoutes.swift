import FoundryJSON

/// Quotes by their own ids.
enum QuoteRoutes {
    static let table: [Route] = [
        .api("GET", "/quotes", .permission(.quote, .list), list),
        .api("GET", "/quotes/{quote_id}", .permission(.quote, .read), get),
        .api("POST", "/quotes/{quote_id}/confirm", .permission(.quote, .update), body: .json, confirm),
        .api("POST", "/quotes/{quote_id}/reject", .permission(.quote, .update), body: .json, reject),
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

    private static func list(_ call: Call, _ world: inout World) throws -> Answer {
        let now = world.now
        let records = world.quotes.reversed().filter { $0.organizationID == call.organizationID }
        return try Listing.page(records, fields, call, in: world) { quote in
            [
                "id": JSON(quote.id), "quote_number": JSON(quote.number),
                "organization_id": JSON(quote.organizationID), "amount_cents": JSON(quote.total),
                "currency": JSON(Quote.currency), "status": JSON(quote.status(at: now).rawValue),
                "valid_until": JSON(quote.validUntil.text), "created_at": JSON(quote.createdAt.text),
                "stripe_quote_url": JSON(quote.url),
            ]
        }
    }

    private static func place(_ call: Call, _ world: World) throws -> Int {
        let id = call.parameter("quote_id")
        guard let place = world.place(ofQuote: id, for: call.token) else {
            throw APIError.notFound("quote not found: \(id)")
        }
        return place
    }

    private static func get(_ call: Call, _ world: inout World) throws -> Answer {
        let quote = world.quotes[try place(call, world)]
        let organization = world.organizations.first { $0.id == quote.organizationID }?.name ?? ""
        return Answer([
            "id": JSON(quote.id), "quote_number": JSON(quote.number), "organization_id": JSON(quote.organizationID),
            "organization_name": JSON(organization),
            "line_items": JSON(
                quote.lines.map { line in
                    [
                        "description": JSON(line.description), "quantity": JSON(line.quantity),
                        "unit_price_cents": JSON(line.unitPrice), "total_cents": JSON(line.total),
                    ]
                }),
            "subtotal_cents": JSON(quote.subtotal), "tax_cents": JSON(quote.tax), "total_cents": JSON(quote.total),
            "currency": JSON(Quote.currency), "status": JSON(quote.status(at: world.now).rawValue),
            "valid_until": JSON(quote.validUntil.text), "created_at": JSON(quote.createdAt.text),
            "notes": JSON(quote.notes), "terms_and_conditions": JSON(QuotePDF.terms),
            "stripe_quote_url": JSON(quote.url),
        ])
    }

    /// The purchase order of a confirmation, if it names one.
    static func purchaseOrder(_ json: JSON) throws -> String? {
        var body = BodyReader(json)
        let order = body.string("purchase_order_number")
        _ = body.string("notes")
        try body.finish()
        return order
    }

    private static func confirm(_ call: Call, _ world: inout World) throws -> Answer {
        let order = try purchaseOrder(call.body)
        let quotePlace = try place(call, world)
        let quote = world.quotes[quotePlace]
        guard let experiment = world.experimentPlaces[quote.experimentID] else {
            throw APIError.notFound("the quote's experiment is gone")
        }
        return try accept(quotePlace, of: experiment, purchaseOrder: order, &world)
    }

    /// Accepts a quote where its status and its experiment's allow that.
    static func accept(
        _ quotePlace: Int, of place: Int, purchaseOrder: String?, _ world: inout World
    ) throws -> Answer {
        let quote = world.quotes[quotePlace]
        let status = quote.status(at: world.now)
        guard status == .open else {
            let more = status == .stale ? ": it was valid until \(quote.validUntil.text)" : ""
            throw APIError.conflict("the quote is \(status.rawValue)\(more); only an open quote can be accepted")
        }
        let stage = world.experiments[place].status(at: world.now)
        guard stage.isConfirmable, world.experiments[place].quoteID == quote.id else {
            throw APIError.conflict("the experiment is \(stage.rawValue); its quote cannot be accepted")
        }
        world.accept(quote: quotePlace, of: place, purchaseOrder: purchaseOrder)
        let invoice = world.experiments[place].invoice
        return Answer(
            .object([
                "id": JSON(quote.id), "status": JSON(Quote.Status.accepted.rawValue),
                "invoice_id": invoice.map { JSON($0.id) },
                "hosted_invoice_url": invoice?.url(at: world.now).map { JSON($0) },
            ]))
    }

    /// Why a quote is rejected.
    enum Reason: String, CaseIterable {
        case price, scope, timeline, budget, other
    }

    private static func reject(_ call: Call, _ world: inout World) throws -> Answer {
        var body = BodyReader(call.body)
        let reason = body.choice("reason", Reason.self, required: true)
        let feedback = body.string("feedback")
        try body.finish()
        let quotePlace = try place(call, world)
        let quote = world.quotes[quotePlace]
        let status = quote.status(at: world.now)
        // One that is no longer valid may be rejected too, or its experiment could never be a draft again.
        guard status == .open || status == .stale, let place = world.experimentPlaces[quote.experimentID],
            world.experiments[place].status(at: world.now).isConfirmable
        else {
            throw APIError.conflict("the quote is \(status.rawValue); only an open or stale quote can be rejected")
        }
        let remark = [reason?.rawValue, feedback].compactMap { $0 }.joined(separator: ": ")
        world.reject(quote: quotePlace, of: place, reason: remark)
        return Answer(["id": JSON(quote.id), "status": JSON(Quote.Status.canceled.rawValue)])
    }
}
