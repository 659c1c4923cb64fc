import FoundryJSON

/// What the lab's people decide, which the API has no operation for; here it can be brought about by hand.
///
/// These routes are outside ``Route/apiPrefix``, need the sandbox's own key, and meet no faults.
enum SandboxRoutes {
    private static let prefix = "/sandbox"

    static let table: [Route] = [
        Route(prefix) {
            Answer([
                "sandbox": true,
                "routes": JSON(SandboxRoutes.table.map { JSON("\($0.method) \($0.template)") }),
            ])
        },
        Route("POST", prefix + "/experiments/{experiment_id}/cancel", .sandboxKey, cancel),
        Route("POST", prefix + "/experiments/{experiment_id}/status", .sandboxKey, body: .json, setStatus),
        Route("POST", prefix + "/experiments/{experiment_id}/invoice", .sandboxKey, body: .json, setInvoice),
        Route("POST", prefix + "/quotes/{quote_id}/expire", .sandboxKey, expire),
        Route("POST", prefix + "/custom-targets/{request_id}/approve", .sandboxKey) { try decide(.approved, $0, &$1) },
        Route("POST", prefix + "/custom-targets/{request_id}/reject", .sandboxKey) { try decide(.rejected, $0, &$1) },
    ]

    /// Any organization's experiment: the lab sees all.
    private static func place(_ call: Call, _ world: World) throws -> Int {
        let id = try call.uuid("experiment_id")
        guard let place = world.experimentPlaces[id] else { throw APIError.notFound("experiment not found: \(id)") }
        return place
    }

    private static func cancel(_ call: Call, _ world: inout World) throws -> Answer {
        let place = try place(call, world)
        let status = world.experiments[place].status(at: world.now)
        guard [.draft, .inReview, .waitingForConfirmation, .inQueue].contains(status) else {
            throw APIError.conflict("the experiment is \(status.rawValue) and cannot be canceled any more")
        }
        let at = world.tick()
        if let quote = world.experiments[place].quoteID.flatMap({ world.quotePlaces[$0] }),
            world.quotes[quote].decision == nil
        {
            world.quotes[quote].decision = .init(status: .canceled, at: at, remark: "experiment canceled")
        }
        world.experiments[place].invoice?.decision = .void
        world.experiments[place].move(to: .canceled, at: at)
        return Answer(world.detail(world.experiments[place]))
    }

    private static func setStatus(_ call: Call, _ world: inout World) throws -> Answer {
        var body = BodyReader(call.body)
        let wanted = body.choice("status", ExperimentStatus.self, required: true)
        try body.finish()
        let place = try place(call, world)
        guard let wanted else { throw APIError.unprocessable("status is required") }
        if wanted.isConfirmable, world.experiments[place].quoteID == nil { world.openQuote(of: place) }
        let at = world.tick()
        world.experiments[place].move(to: wanted, at: at)
        return Answer(world.detail(world.experiments[place]))
    }

    private static func setInvoice(_ call: Call, _ world: inout World) throws -> Answer {
        var body = BodyReader(call.body)
        let wanted = body.choice("status", Invoice.Status.self, required: true)
        try body.finish()
        let place = try place(call, world)
        guard world.experiments[place].invoice != nil else { throw APIError.notFound("there is no invoice yet") }
        world.experiments[place].invoice?.decision = wanted
        return Answer(world.detail(world.experiments[place]))
    }

    private static func expire(_ call: Call, _ world: inout World) throws -> Answer {
        let id = call.parameter("quote_id")
        guard let place = world.quotePlaces[id] else { throw APIError.notFound("quote not found: \(id)") }
        let status = world.quotes[place].status(at: world.now)
        guard status == .open else { throw APIError.conflict("the quote is \(status.rawValue), not open") }
        world.quotes[place].validUntil = world.now
        _ = world.tick()
        return Answer(["id": JSON(id), "status": JSON(world.quotes[place].status(at: world.now).rawValue)])
    }

    private static func decide(
        _ status: CustomTargetRequest.Status, _ call: Call, _ world: inout World
    ) throws -> Answer {
        let id = try call.uuid("request_id")
        guard let place = world.customTargets.firstIndex(where: { $0.id == id }) else {
            throw APIError.notFound("custom target request not found: \(id)")
        }
        guard world.customTargets[place].status == .pendingReview else {
            throw APIError.conflict("the request is \(world.customTargets[place].status.rawValue) already")
        }
        world.customTargets[place].status = status
        world.customTargets[place].updatedAt = world.tick()
        if status == .approved { world.customTargets[place].materialID = world.newID("material") }
        return Answer(CustomTargetRoutes.detail(world.customTargets[place]))
    }
}
