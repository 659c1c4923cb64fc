import Foundation
import FoundryJSON
import FoundrySandbox
import TestSupport
import Testing

/// A quote as somebody agreed to it.
struct Offer: Sendable, Hashable {
    let quote: String
    let cents: Int
}

/// Somebody else in the organisation, who works on the same experiments without the program: reads quotes, and replaces
/// them while questions about them are open.
struct Colleague: Sendable {
    let sandbox: Sandbox

    /// Returns an experiment's open quote; nil if it has none.
    func offer(for experiment: String) async throws -> Offer? {
        let found = try await read("/experiments/\(experiment)")
        guard let id = found["stripe_quote_id"]?.string else { return nil }
        let quote = try await read("/quotes/\(id)")
        guard quote["status"]?.string == "open" else { return nil }
        return Offer(quote: id, cents: try #require(quote["total_cents"]?.int))
    }

    /// Rejects an experiment's quote, adds a sequence, and submits the experiment again, as far as its state allows.
    func replaceQuote(_ offer: Offer, of experiment: String) async throws {
        try await write("POST", "/quotes/\(offer.quote)/reject", ["reason": "price"]) {
            try await read("/quotes/\(offer.quote)")["status"]?.string != "open"
        }
        guard try await read("/quotes/\(offer.quote)")["status"]?.string == "canceled" else { return }
        let spec = try await read("/experiments/\(experiment)")["experiment_spec"] ?? [:]
        let count = spec["sequences"]?.count ?? 0
        let sequences = (Spec.constructs(count + 1).members ?? []).map { member in
            ["name": JSON(member.name), "aa_string": member.value] as JSON
        }
        try await write("PATCH", "/experiments/\(experiment)", ["sequences": JSON(sequences)]) {
            let spec = try await read("/experiments/\(experiment)")["experiment_spec"]
            return (spec?["sequences"]?.count ?? 0) > count
        }
        try await write("POST", "/experiments/\(experiment)/submit", nil) {
            try await read("/experiments/\(experiment)")["status"]?.string != "draft"
        }
    }

    /// Returns the quotes that were accepted.
    func acceptedOffers() async throws -> [Offer] {
        var offers: [Offer] = []
        while true {
            let page = try await read("/quotes?filter=eq(status,accepted)&limit=100&offset=\(offers.count)")
            for item in page["items"]?.elements ?? [] {
                offers.append(
                    Offer(
                        quote: try #require(item["id"]?.string), cents: try #require(item["amount_cents"]?.int)))
            }
            if try offers.count >= #require(page["total"]?.int) { return offers }
        }
    }

    // MARK: - Requests

    /// Reads as often as the sandbox's faults make it necessary.
    private func read(_ path: String) async throws -> JSON {
        for _ in 0..<100 {
            if let value = await send("GET", path, nil) { return value }
        }
        throw ServerIsGone()
    }

    /// Writes until that is done.
    private func write(
        _ method: String, _ path: String, _ body: JSON?, until isDone: () async throws -> Bool
    ) async throws {
        for _ in 0..<100 {
            _ = await send(method, path, body)
            if try await isDone() { return }
        }
        throw ServerIsGone()
    }

    private func send(_ method: String, _ path: String, _ body: JSON?) async -> JSON? {
        var headers = ["Authorization": "Bearer \(sandbox.key)"]
        if body != nil { headers["Content-Type"] = "application/json" }
        let url = "\(sandbox.baseURL)/api/v1\(path)"
        let answer = try? await LocalHTTP.send(method, url, headers: headers, body: body?.utf8 ?? [])
        guard let answer, answer.status == 200 else { return nil }
        let value = try? JSON(parsing: answer.body)
        return value?.kind == .object ? value : nil
    }
}
