import FoundryJSON

/// The decisions of the lab's staff, which the API has no operations for, to be made by hand.
///
/// These routes are outside ``Route/apiPrefix``, need the sandbox's own key, and meet no faults.
enum SandboxRoutes {
    private static let prefix = "/sandbox"

    static let table: [Route] = [
        Route("GET", prefix) { _, _ in
            HandlerResponse([
                "sandbox": true,
                "routes": JSON(SandboxRoutes.table.map { JSON("\($0.method) \($0.template)") }),
            ])
        },
        Route("POST", prefix + "/experiments/{experiment_id}/cancel", .sandboxKey, cancel),
        Route("POST", prefix + "/experiments/{experiment_id}/status", .sandboxKey, takesJSON: true, setStatus),
        Route("POST", prefix + "/experiments/{experiment_id}/invoice", .sandboxKey, takesJSON: true, setInvoice),
        Route("POST", prefix + "/quotes/{quote_id}/expire", .sandboxKey, expire),
        Route("POST", prefix + "/organization/tax", .sandboxKey, takesJSON: true, setTax),
        Route("POST", prefix + "/custom-targets/{request_id}/approve", .sandboxKey) {
            try review(.approved, $0, &$1)
        },
        Route("POST", prefix + "/custom-targets/{request_id}/reject", .sandboxKey) {
            try review(.rejected, $0, &$1)
        },
    ]

    /// Returns the index of any organization's experiment.
    private static func index(_ context: RequestContext, _ state: SandboxState) throws -> Int {
        let id = try context.uuid("experiment_id")
        guard let index = state.indexOfExperiment(id) else { throw APIError.notFound("experiment not found: \(id)") }
        return index
    }

    private static func cancel(_ context: RequestContext, _ state: inout SandboxState) throws -> HandlerResponse {
        let index = try index(context, state)
        let status = state.experiments[index].status(at: state.now)
        guard [.draft, .inReview, .waitingForConfirmation, .inQueue].contains(status) else {
            throw APIError.conflict("the experiment is \(status.rawValue) and can no longer be canceled")
        }
        let time = state.nextInstant()
        let quoteID = state.experiments[index].quoteID
        if let quote = state.quotes.firstIndex(where: { $0.id == quoteID }), state.quotes[quote].decision == nil {
            state.quotes[quote].decision = .init(status: .canceled, time: time, remark: "experiment canceled")
        }
        if let invoice = state.indexOfInvoice(for: state.experiments[index]) { state.invoices[invoice].status = .void }
        state.experiments[index].move(to: .canceled, at: time)
        return HandlerResponse(state.detail(state.experiments[index]))
    }

    private static func setStatus(_ context: RequestContext, _ state: inout SandboxState) throws -> HandlerResponse {
        var body = BodyReader(context.body)
        let wanted = body.choice("status", ExperimentStatus.self, required: true)
        try body.finish()
        let index = try index(context, state)
        guard let wanted else { throw APIError.unprocessable("status is required") }
        if wanted.isConfirmable, state.experiments[index].quoteID == nil { state.openQuote(for: index) }
        state.experiments[index].move(to: wanted, at: state.nextInstant())
        return HandlerResponse(state.detail(state.experiments[index]))
    }

    private static func setInvoice(_ context: RequestContext, _ state: inout SandboxState) throws -> HandlerResponse {
        var body = BodyReader(context.body)
        let wanted = body.choice("status", Invoice.Status.self, required: true)
        try body.finish()
        let index = try index(context, state)
        guard let wanted, let invoice = state.indexOfInvoice(for: state.experiments[index]) else {
            throw APIError.notFound("there is no invoice yet")
        }
        state.invoices[invoice].status = wanted
        return HandlerResponse(state.detail(state.experiments[index]))
    }

    private static func expire(_ context: RequestContext, _ state: inout SandboxState) throws -> HandlerResponse {
        let id = context.parameter("quote_id")
        guard let index = state.indexOfQuote(id) else { throw APIError.notFound("quote not found: \(id)") }
        let status = state.quotes[index].status(at: state.now)
        guard status == .open else { throw APIError.conflict("the quote is \(status.rawValue), not open") }
        state.quotes[index].validUntil = state.now
        return HandlerResponse(["id": JSON(id), "status": JSON(state.quotes[index].status(at: state.now).rawValue)])
    }

    /// Sets the tax on the caller's future quotes.
    private static func setTax(_ context: RequestContext, _ state: inout SandboxState) throws -> HandlerResponse {
        var body = BodyReader(context.body)
        let percent = body.number("percent")?.double
        if percent.map({ !(0...100).contains($0) }) ?? true { body.add("percent must be a number from 0 to 100") }
        try body.finish()
        guard let index = state.organizations.firstIndex(where: { $0.id == context.organizationID }) else {
            throw APIError.notFound("the organization no longer exists")
        }
        state.organizations[index].taxPerMille = Int(((percent ?? 0) * 10).rounded())
        return HandlerResponse(["percent": JSON(Double(state.organizations[index].taxPerMille) / 10)])
    }

    private static func review(
        _ status: CustomTargetRequest.Status, _ context: RequestContext, _ state: inout SandboxState
    ) throws -> HandlerResponse {
        let id = try context.uuid("request_id")
        guard let index = state.customTargets.firstIndex(where: { $0.id == id }) else {
            throw APIError.notFound("custom target request not found: \(id)")
        }
        let current = state.customTargets[index].status(at: state.now)
        guard current == .pendingReview else {
            throw APIError.conflict("the request is \(current.rawValue) already")
        }
        state.customTargets[index].review = .init(
            status: status, time: state.nextInstant(), reason: status == .rejected ? "Rejected by hand." : nil)
        return HandlerResponse(state.customTargets[index].detail(at: state.now))
    }
}
