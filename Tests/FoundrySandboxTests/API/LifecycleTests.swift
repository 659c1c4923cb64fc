import Foundation
import FoundryJSON
import TestSupport
import Testing

@testable import FoundrySandbox

@Suite("The lifecycle of an experiment", .opensDescriptors)
struct LifecycleTests {
    @Test("An accepted experiment passes the lab's stages at the given pace")
    func stages() throws {
        let client = try SandboxClient()
        let id = try client.create(Spec.of("affinity"))
        #expect(try client.status(id) == "draft")
        let submitted = try client.post("/experiments/\(id)/submit")
        #expect(submitted.status == 200)
        #expect(submitted["previous_status"]?.string == "draft")
        #expect(submitted["status"]?.string == "waiting_for_confirmation")
        #expect(try client.post("/experiments/\(id)/quote/confirm", [:]).status == 200)
        for stage in ["waiting_for_materials", "in_queue", "in_production", "data_analysis", "done", "done"] {
            #expect(try client.status(id) == stage)
            client.clock.advance(10)
        }
    }

    @Test("Results are partial during the analysis, then complete")
    func results() throws {
        let client = try SandboxClient()
        let id = try client.order(Spec.of("screening", sequences: 5))
        var seen: [String] = []
        for _ in 0..<5 {
            let status = try client.get("/experiments/\(id)")["results_status"]?.string ?? ""
            let summary = try client.get("/experiments/\(id)/results").items.first?["summary"]?.elements ?? []
            let rows = summary.count { $0["sequence"]?["name"]?.string?.hasPrefix("clone") == true }
            seen.append("\(status) \(rows)")
            client.clock.advance(10)
        }
        #expect(seen == ["none 0", "none 0", "none 0", "partial 3", "all 5"])
    }

    @Test("Updates have the times of the changes, even if nobody requested them")
    func updates() throws {
        let client = try SandboxClient()
        let id = try client.order(Spec.of("thermostability"))
        client.clock.advance(1000)
        let query: KeyValuePairs = ["filter": "eq(type,status_change)"]
        let updates = try client.get("/experiments/\(id)/updates", query: query).items
        #expect(updates.count == 7)
        #expect(updates.last?["name"]?.string == "Now done")
        let times = updates.compactMap { $0["timestamp"]?.string }
        #expect(times == times.sorted())
        #expect(times.last?.hasPrefix("2026-05-28T20:27:20") == true)
        #expect(try client.get("/experiments/\(id)/updates").json["total"]?.int == 9)
        #expect(Set(updates.compactMap { $0["id"]?.string }).count == 7)
    }

    @Test("A target without a price is reviewed and then quoted")
    func review() throws {
        let client = try SandboxClient()
        let target = try #require(
            try client.get("/targets").items.first { $0["pricing"] == nil }?["id"]?.string)
        let id = try client.create(Spec.of("affinity", target: target))
        #expect(try client.get("/experiments/\(id)")["costs"]?["type"]?.string == "incomplete_estimate")
        #expect(try client.post("/experiments/\(id)/submit")["status"]?.string == "in_review")
        #expect(try client.get("/experiments/\(id)/quote")["status"]?.string == "draft")
        #expect(try client.post("/experiments/\(id)/quote/confirm", [:]).status == 409)
        let before = try client.get("/experiments/\(id)/quote")["amount_total"]?.int
        #expect(try client.call("PATCH", "/experiments/\(id)", body: ["n_replicates": 5]).status == 200)
        let after = try client.get("/experiments/\(id)/quote")["amount_total"]?.int
        #expect(try #require(before) < (try #require(after)))
        client.clock.advance(10)
        #expect(try client.status(id) == "quote_sent")
        #expect(try client.get("/experiments/\(id)/quote")["status"]?.string == "open")
        #expect(try client.post("/experiments/\(id)/quote/confirm", [:]).status == 200)
        #expect(try client.status(id) == "waiting_for_materials")
    }

    @Test("After a rejection the experiment is a draft, and can be submitted for another quote")
    func reject() throws {
        let client = try SandboxClient()
        let id = try client.create(Spec.of("expression"), ["skip_draft": true])
        let quote = try #require(try client.get("/experiments/\(id)")["stripe_quote_id"]?.string)
        let body: JSON = ["reason": "price", "feedback": "too dear"]
        #expect(try client.post("/quotes/\(quote)/reject", body)["status"]?.string == "canceled")
        #expect(try client.status(id) == "draft")
        #expect(try client.get("/experiments/\(id)/quote").status == 404)
        #expect(try client.get("/experiments/\(id)")["costs"]?["type"]?.string == "estimate")
        #expect(try client.post("/quotes/\(quote)/confirm", [:]).status == 409)
        #expect(try client.post("/experiments/\(id)/submit").status == 200)
        #expect(try client.get("/experiments/\(id)")["stripe_quote_id"]?.string != quote)
    }

    @Test("A quote is stale after 30 days; it can be rejected but not accepted")
    func stale() throws {
        let client = try SandboxClient()
        let id = try client.create(Spec.of("expression"), ["skip_draft": true])
        let quote = try #require(try client.get("/experiments/\(id)")["stripe_quote_id"]?.string)
        client.clock.advance(30 * 86_400 - 5)
        #expect(try client.get("/quotes/\(quote)")["status"]?.string == "open")
        client.clock.advance(10)
        #expect(try client.get("/quotes/\(quote)")["status"]?.string == "stale")
        let refused = try client.post("/quotes/\(quote)/confirm", [:])
        #expect(refused.status == 409)
        #expect(refused.error.contains("stale"))
        #expect(try client.post("/quotes/\(quote)/reject", ["reason": "timeline"]).status == 200)
    }

    @Test("Every status can be reached by hand")
    func byHand() throws {
        let client = try SandboxClient()
        let id = try client.create(Spec.of("affinity"))
        for status in [
            "waiting_for_confirmation", "canceled", "waiting_for_materials", "in_production", "quote_sent", "in_queue",
            "data_analysis", "in_review", "done", "draft",
        ] {
            let answer = try client.post("/sandbox/experiments/\(id)/status", ["status": JSON(status)])
            #expect(answer["status"]?.string == status)
            #expect(try client.status(id) == status)
        }
        let ordered = try client.order(Spec.of("affinity"))
        #expect(try client.get("/experiments/\(ordered)/invoice")["status"]?.string == "open")
        for status in ["paid", "void", "uncollectible", "draft", "open"] {
            _ = try client.post("/sandbox/experiments/\(ordered)/invoice", ["status": JSON(status)])
            #expect(try client.get("/experiments/\(ordered)")["costs"]?["status"]?.string == status)
        }
        let quoted = try client.create(Spec.of("affinity"), ["skip_draft": true])
        let quote = try #require(try client.get("/experiments/\(quoted)")["stripe_quote_id"]?.string)
        #expect(try client.post("/sandbox/quotes/\(quote)/expire")["status"]?.string == "stale")
    }

    @Test("A quote can be accepted until the second before its expiry, and not in that second")
    func expiry() throws {
        for (seconds, status) in [(-1.0, 200), (0, 409)] {
            let client = try SandboxClient()
            let id = try client.create(Spec.of("expression"), ["skip_draft": true])
            let quote = try #require(try client.get("/experiments/\(id)")["stripe_quote_id"]?.string)
            let end = try #require(
                Timestamp(parsing: try client.get("/quotes/\(quote)")["valid_until"]?.string ?? ""))
            client.clock.advance(end.date.timeIntervalSince(client.clock.now) + seconds)
            #expect(try client.post("/quotes/\(quote)/confirm", [:]).status == status)
        }
    }

    @Test("A superseded quote can be neither accepted nor rejected, and its experiment stays as it is")
    func superseded() throws {
        let client = try SandboxClient()
        let id = try client.create(Spec.of("expression"), ["skip_draft": true])
        let old = try #require(try client.get("/experiments/\(id)")["stripe_quote_id"]?.string)
        // By hand, so that the old quote stays open.
        _ = try client.post("/sandbox/experiments/\(id)/status", ["status": "draft"])
        #expect(try client.post("/experiments/\(id)/submit").status == 200)
        let new = try #require(try client.get("/experiments/\(id)")["stripe_quote_id"]?.string)
        #expect(new != old)
        #expect(try client.get("/quotes/\(old)")["status"]?.string == "open")
        let accepted = try client.post("/quotes/\(old)/confirm", [:])
        #expect(accepted.status == 409 && accepted.error.contains(new))
        #expect(try client.post("/quotes/\(old)/reject", ["reason": "price"]).status == 409)
        #expect(try client.status(id) == "waiting_for_confirmation")
        #expect(try client.get("/experiments/\(id)")["stripe_quote_id"]?.string == new)
        #expect(try client.get("/invoices")["total"]?.int == 0)
        #expect(try client.post("/quotes/\(new)/confirm", [:]).status == 200)
    }

    @Test("A quote follows a submission after a while, and is missing until then", arguments: [true, false])
    func quotesComeLater(skipsDraft: Bool) throws {
        let client = try SandboxClient { $0.quoteDelay = nil }
        let id = try client.create(Spec.of("expression"), ["skip_draft": JSON(skipsDraft)])
        if !skipsDraft { #expect(try client.post("/experiments/\(id)/submit").status == 200) }
        #expect(try client.status(id) == "waiting_for_confirmation")
        for path in ["quote", "quote/pdf"] {
            #expect(try client.get("/experiments/\(id)/\(path)").status == 404)
        }
        #expect(try client.post("/experiments/\(id)/quote/confirm", [:]).status == 404)
        let early = try client.get("/experiments/\(id)")
        #expect(early["stripe_quote_id"] == nil && early["costs"]?["type"]?.string == "estimate")
        #expect(try client.get("/quotes")["total"]?.int == 0)
        // A quarter of the pace, which is 10.
        client.clock.advance(3)
        let quote = try #require(try client.get("/experiments/\(id)")["stripe_quote_id"]?.string)
        #expect(try client.get("/experiments/\(id)/quote")["status"]?.string == "open")
        #expect(try client.get("/quotes/\(quote)").status == 200)
        #expect(try client.get("/quotes")["total"]?.int == 1)
        // Without a pace there is nothing to wait for.
        let fast = try SandboxClient {
            $0.quoteDelay = nil
            $0.pace = 0
        }
        let other = try fast.create(Spec.of("expression"), ["skip_draft": true])
        #expect(try fast.get("/experiments/\(other)/quote").status == 200)
    }

    @Test("The webhook can be changed in any status, everything else in draft and review only")
    func changes() throws {
        let client = try SandboxClient()
        let id = try client.order(Spec.of("affinity"))
        let path = "/experiments/\(id)"
        #expect(try client.call("PATCH", path, body: ["webhook_url": "https://example.com/x"]).status == 200)
        #expect(try client.call("PATCH", path, body: ["webhook_url": "https://127.0.0.1/x"]).status == 400)
        let both: JSON = ["webhook_url": "https://example.com/y", "name": "late"]
        #expect(try client.call("PATCH", path, body: both).status == 409)
        #expect(try client.get(path)["name"]?.string == "A panel")
        let review = try client.create(Spec.of("affinity"))
        _ = try client.post("/sandbox/experiments/\(review)/status", ["status": "in_review"])
        #expect(try client.call("PATCH", "/experiments/\(review)", body: ["name": "new"]).status == 200)
    }

    @Test("An experiment can be canceled in some statuses only")
    func cancel() throws {
        let client = try SandboxClient()
        for status in ["draft", "in_review", "waiting_for_confirmation", "in_queue", "in_production", "done"] {
            let id = try client.create(Spec.of("affinity"))
            _ = try client.post("/sandbox/experiments/\(id)/status", ["status": JSON(status)])
            let answer = try client.post("/sandbox/experiments/\(id)/cancel")
            let can = !["in_production", "done"].contains(status)
            #expect(answer.status == (can ? 200 : 409))
            #expect(try client.status(id) == (can ? "canceled" : status))
            client.clock.advance(100)
            #expect(try client.status(id) == (can ? "canceled" : status))
        }
        #expect(try client.post("/sandbox/experiments/\(Spec.pdl1)/cancel", token: nil).status == 401)
    }

    @Test("A conflict is refused with the experiment's status")
    func conflicts() throws {
        let client = try SandboxClient()
        let id = try client.order(Spec.of("affinity"))
        let code = try client.get("/experiments/\(id)")["code"]?.string ?? ""
        for answer in [
            try client.post("/experiments/\(id)/submit"),
            try client.call("PATCH", "/experiments/\(id)", body: ["name": "too late"]),
            try client.post("/sequences", ["experiment_code": JSON(code), "sequences": [["aa_string": "MKT"]]]),
        ] {
            #expect(answer.status == 409)
            #expect(answer.error.contains("waiting_for_materials"))
            #expect(answer["request_id"]?.string == answer.reply.header("x-request-id"))
        }
        let again = try client.post("/experiments/\(id)/quote/confirm", [:])
        #expect(again.status == 409)
        #expect(again.error.contains("accepted"))
    }

    @Test("An invalid draft can't be submitted")
    func impossibleDraft() throws {
        let client = try SandboxClient()
        let id = try client.create(Spec.of("affinity"))
        #expect(try client.call("PATCH", "/experiments/\(id)", body: ["target_id": .null]).status == 200)
        let answer = try client.post("/experiments/\(id)/submit")
        #expect(answer.status == 409)
        #expect(answer.error.contains("target_id"))
    }
}
