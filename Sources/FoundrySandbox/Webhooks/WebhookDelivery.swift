import FoundryCrypto
import FoundryJSON

/// The delivery of an update to a webhook. Its id stays the same however often it is tried.
struct WebhookDelivery: Sendable {
    static let event = "experiment_update"

    let id: String
    let body: [UInt8]
    /// Without a secret, a delivery isn't signed.
    let secret: String?
    /// The headers that the organization asked for.
    let headers: JSON

    /// The bytes of the HTTP request.
    func request(to path: String, host: String) -> [UInt8] {
        var head = [
            ("Host", host), ("Content-Type", "application/json"), ("Content-Length", String(body.count)),
            ("Connection", "close"), ("X-Adaptyv-Event", WebhookDelivery.event), ("X-Adaptyv-Delivery-Id", id),
            ("X-Foundry-Sandbox", "true"),
        ]
        if let secret {
            let code = HMAC(key: secret.utf8).code(for: body).hexadecimal
            head.append(("X-Adaptyv-Signature", "sha256=\(code)"))
        }
        let own = Set(head.map { $0.0.lowercased() } + ["transfer-encoding"])
        for header in headers.members ?? [] where !own.contains(header.name.lowercased()) {
            head.append((header.name, header.value.string ?? ""))
        }
        let lines = ["POST \(path) HTTP/1.1"] + head.map { "\($0): \($1)" }
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body
    }
}

extension SandboxState {
    /// Returns the deliveries for what happened after a time, oldest first.
    func deliveries(after start: Timestamp) -> [WebhookDelivery] {
        var updates: [UpdateRoutes.Update] = []
        for index in experiments.indices { UpdateRoutes.append(index, self, to: &updates) }
        // The creation of an experiment is no news to whoever created it.
        return updates.filter { $0.time > start && $0.index > 0 }.sorted { $0.time < $1.time }.flatMap(deliveries)
    }

    /// Returns the deliveries of an update: to the experiment's own webhook, which stands in for the organization's.
    private func deliveries(of update: UpdateRoutes.Update) -> [WebhookDelivery] {
        let experiment = experiments[update.experiment]
        if experiment.webhookURL != nil {
            return [delivery(of: update, to: experiment.id, secret: experiment.webhookSecret, headers: [:])]
        }
        return webhooks.filter { $0.organizationID == experiment.organizationID && $0.isEnabled }.map {
            delivery(of: update, to: $0.id, secret: $0.secret, headers: $0.headers ?? [:])
        }
    }

    private func delivery(
        of update: UpdateRoutes.Update, to receiver: String, secret: String?, headers: JSON
    ) -> WebhookDelivery {
        let experiment = experiments[update.experiment]
        let updateID = update.id(in: self)
        var generator = SeededRandomNumberGenerator(seed: seed, "delivery", updateID, receiver)
        let id = generator.uuid()
        let body: JSON = [
            "event": JSON(WebhookDelivery.event), "delivery_id": JSON(id), "timestamp": JSON(now.text),
            "api_version": "2026-02",
            "data": [
                "type": "experiment.update", "experiment_id": JSON(experiment.id),
                "experiment_code": JSON(experiment.code), "organization_id": JSON(experiment.organizationID),
                "update_id": JSON(updateID), "name": JSON(update.name(in: self)), "description": .null,
                "update_type": JSON(update.type.rawValue), "eta": .null, "created_at": JSON(update.time.text),
            ],
        ]
        return WebhookDelivery(id: id, body: body.utf8, secret: secret, headers: headers)
    }
}
