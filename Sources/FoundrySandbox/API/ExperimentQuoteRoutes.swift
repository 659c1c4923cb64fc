import FoundryJSON

/// What leads from a draft to an order: submission, quote, confirmation, invoice.
enum ExperimentQuoteRoutes {
    static let table: [Route] = [
        .api("POST", "/experiments/{experiment_id}/submit", .permission(.experiment, .update), submit),
        .api("GET", "/experiments/{experiment_id}/quote", .permission(.quote, .read), quote),
        .api("GET", "/experiments/{experiment_id}/quote/pdf", .permission(.quote, .read), pdf),
        .api("POST", "/experiments/{experiment_id}/quote/confirm", .permission(.quote, .update), body: .json, confirm),
        .api("GET", "/experiments/{experiment_id}/invoice", .permission(.invoice, .read), invoice),
    ]

    private static func submit(_ call: Call, _ world: inout World) throws -> Answer {
        let place = try ExperimentRoutes.place(call, world, unknown: 400)
        let experiment = world.experiments[place]
        let status = experiment.status(at: world.now)
        guard status == .draft else {
            throw APIError.conflict("the experiment is \(status.rawValue); only a draft can be submitted")
        }
        // Adding sequences or clearing the target may have left a draft that cannot be measured.
        let violations = SpecReading.violations(experiment.spec, sequences: experiment.sequences.count)
        guard violations.isEmpty else {
            throw APIError.conflict("the draft cannot be submitted: " + violations.joined(separator: "; "))
        }
        world.submit(place)
        return Answer([
            "experiment_id": JSON(experiment.id), "previous_status": JSON(status.rawValue),
            "status": JSON(world.experiments[place].status(at: world.now).rawValue),
            "confirmed_at": JSON(world.now.text),
        ])
    }

    /// The place of the quote of the path's experiment, and the experiment's own.
    private static func places(_ call: Call, _ world: World) throws -> (quote: Int, experiment: Int) {
        let place = try ExperimentRoutes.place(call, world, unknown: 400)
        guard let quote = world.experiments[place].quoteID.flatMap({ world.quotePlaces[$0] }) else {
            let status = world.experiments[place].status(at: world.now)
            throw APIError.notFound("there is no quote for this experiment, which is \(status.rawValue)")
        }
        return (quote, place)
    }

    private static func quote(_ call: Call, _ world: inout World) throws -> Answer {
        let quote = world.quotes[try places(call, world).quote]
        return Answer([
            "experiment_id": JSON(quote.experimentID), "status": JSON(quote.status(at: world.now).rawValue),
            "amount_subtotal": JSON(quote.subtotal), "amount_total": JSON(quote.total),
            "currency": JSON(Quote.currency), "expires_at": JSON(quote.validUntil.text),
            "updated_at": JSON(quote.updatedAt(world.now).text), "stripe_quote_url": JSON(quote.url),
        ])
    }

    private static func pdf(_ call: Call, _ world: inout World) throws -> Answer {
        let (quotePlace, place) = try places(call, world)
        let (quote, experiment) = (world.quotes[quotePlace], world.experiments[place])
        let organization = world.organizations.first { $0.id == quote.organizationID }?.name ?? ""
        return Answer(
            bytes: QuotePDF.render(quote, of: experiment, for: organization, at: world.now),
            contentType: "application/pdf", filename: "\(quote.number).pdf")
    }

    private static func confirm(_ call: Call, _ world: inout World) throws -> Answer {
        let order = try QuoteRoutes.purchaseOrder(call.body)
        let (quote, place) = try places(call, world)
        return try QuoteRoutes.accept(quote, of: place, purchaseOrder: order, &world)
    }

    private static func invoice(_ call: Call, _ world: inout World) throws -> Answer {
        let experiment = world.experiments[try ExperimentRoutes.place(call, world, unknown: 400)]
        guard let invoice = experiment.invoice else {
            throw APIError.notFound("there is no invoice yet: the experiment's quote has not been accepted")
        }
        return Answer(
            .object([
                "experiment_id": JSON(experiment.id), "status": JSON(invoice.status(at: world.now).rawValue),
                "stripe_invoice_url": invoice.url(at: world.now).map { JSON($0) },
            ]))
    }
}
