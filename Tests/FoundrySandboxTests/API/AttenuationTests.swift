import FoundryJSON
import FoundrySandbox
import TestSupport
import Testing

@testable import FoundrySandbox

@Suite("Keys and permissions", .opensDescriptors)
struct AttenuationTests {
    private func derive(_ client: SandboxClient, _ spec: JSON, from token: String? = nil) throws -> (String, String) {
        let answer = try client.post(
            "/tokens/attenuate",
            ["token": JSON(token ?? client.sandbox.key), "name": "derived", "attenuation": spec])
        #expect(answer.status == 201, "\(answer.json)")
        return (answer["token"]?.string ?? "", answer["id"]?.string ?? "")
    }

    @Test("Only valid bearer tokens are accepted")
    func unknownKeys() throws {
        let client = try SandboxClient()
        #expect(client.sandbox.key.hasPrefix("abs0_"))
        #expect(try client.get("/whoami", token: nil).status == 401)
        for wrong in ["abs0_wrong", client.sandbox.key + "A", String(client.sandbox.key.dropLast()), "x"] {
            let answer = try client.get("/whoami", token: wrong)
            #expect(answer.status == 401)
            #expect(!answer.json.text.contains("abs0_"))
        }
        for anybody in [nil, "abs0_wrong"] {
            #expect(try client.get("/info/health", token: anybody).status == 200)
            #expect(try client.get("/sandbox", token: anybody).status == 200)
        }
    }

    @Test("A payment policy is kept as it was given; its form isn't published, so nothing follows from it")
    func paymentPolicy() throws {
        let client = try SandboxClient()
        let policy: JSON = ["max_amount_cents": 1.50, "anything": [.null]]
        let (token, id) = try derive(client, ["payment_policy": policy])
        let listed = try client.get("/tokens").items.first { $0["id"]?.string == id }
        #expect(listed?["attenuation_spec"]?["payment_policy"] == policy)
        #expect(try client.get("/invoices", token: token).status == 200)
    }

    @Test("A root key grants every permission, listed in the API's order")
    func granted() throws {
        let client = try SandboxClient()
        func permissions(_ token: String) throws -> [String] {
            try client.get("/whoami", token: token)["permissions"]?.elements?.compactMap(\.string) ?? []
        }
        let own = try permissions(client.sandbox.key)
        #expect(Set(own).isSuperset(of: RouteTable.all.compactMap { $0.permission?.text }))
        #expect(own.first == "organization:read")
        #expect(
            own.filter { $0.hasPrefix("experiment:") } == [
                "experiment:list", "experiment:read", "experiment:create", "experiment:update",
            ])
        let minted = try client.post(
            "/partners/mint-token", ["org": ["type": "new_org"], "email": "ada@acme.example"])
        #expect(try permissions(minted["token"]?.string ?? "") == own.filter { $0 != "partner:mint_token" })
    }

    @Test("A read-only key can read and list, and errors name the missing permission")
    func readOnly() throws {
        let client = try SandboxClient()
        let (token, _) = try derive(client, ["read_only": true])
        #expect(try client.get("/experiments", token: token).status == 200)
        let body: JSON = ["name": "x", "experiment_spec": Spec.of("expression")]
        let refused = try client.post("/experiments", body, token: token)
        #expect(refused.status == 403)
        #expect(refused.error.contains("experiment:create"))
        let estimate = try client.post("/experiments/cost-estimate", body.removing("name"), token: token)
        #expect(estimate.status == 200)
        let permissions = try client.get("/whoami", token: token)["permissions"]?.elements?.compactMap(\.string) ?? []
        #expect(permissions.allSatisfy { $0.hasSuffix(":read") || $0.hasSuffix(":list") })
        #expect(try client.post("/tokens/revoke", token: token).status == 403)
    }

    @Test("Allowed actions, resources and organizations restrict, each on its own and together")
    func whitelists() throws {
        let client = try SandboxClient()
        let organization = try client.get("/whoami")["active_organization_id"]?.string ?? ""
        let (results, _) = try derive(
            client, ["allowed_resources": ["result", "target"], "allowed_actions": ["list"]])
        #expect(try client.get("/results", token: results).status == 200)
        #expect(try client.get("/targets/\(Spec.pdl1)", token: results).error.contains("target:read"))
        #expect(try client.get("/experiments", token: results).error.contains("experiment:list"))
        let (same, _) = try derive(client, ["allowed_org_ids": [JSON(organization)]])
        #expect(try client.get("/experiments", token: same).status == 200)
        let (other, _) = try derive(client, ["allowed_org_ids": ["00000000-0000-4000-8000-000000000000"]])
        #expect(try client.get("/experiments", token: other).status == 403)
        let (gentle, _) = try derive(client, ["non_destructive": true])
        #expect(try client.get("/whoami", token: gentle)["permissions"]?.count == 28)
    }

    @Test("A derived key inherits all restrictions")
    func chain() throws {
        let client = try SandboxClient()
        let (first, firstID) = try derive(client, ["allowed_resources": ["experiment", "token"]])
        let answer = try client.post(
            "/tokens/attenuate",
            [
                "token": JSON(first), "name": "second", "attenuated_parent_token_id": JSON(firstID),
                "attenuation": ["allowed_resources": ["experiment", "quote"], "allowed_actions": ["read", "list"]],
            ])
        let second = try #require(answer["token"]?.string)
        #expect(try client.get("/experiments", token: second).status == 200)
        #expect(try client.get("/quotes", token: second).status == 403)
        #expect(try client.get("/tokens", token: second).status == 403)
        let listed = try client.get("/tokens").items
        let root = listed.first { $0["kind"]?.string == "root" }
        let child = listed.first { $0["id"] == answer["id"] }
        #expect(root?["token_type"]?.string == "user")
        #expect(root?["parent_token_id"]?.isNull == true)
        #expect(child?["parent_token_id"]?.string == firstID)
        #expect(child?["root_token_id"] == root?["id"])
        #expect(child?["attenuation_spec"]?["allowed_actions"] == ["read", "list"])
        let wrongParent = try client.post(
            "/tokens/attenuate",
            [
                "token": JSON(client.sandbox.key), "name": "x", "attenuation": [:],
                "attenuated_parent_token_id": JSON(firstID),
            ])
        #expect(wrongParent.status == 400)
    }

    @Test("A key expires at the very second, and derivation can't extend it")
    func expiry() throws {
        let client = try SandboxClient()
        let (token, _) = try derive(client, ["expires_at": "2026-05-28T21:00:00Z"])
        let (later, _) = try derive(client, ["expires_at": "2027-01-01T00:00:00+01:00"], from: token)
        #expect(try client.get("/whoami", token: later)["token_expires_at"]?.string == "2026-05-28T21:00:00.000000Z")
        // The clock starts 2,000 seconds before.
        client.clock.advance(1999)
        for key in [token, later] { #expect(try client.get("/whoami", token: key).status == 200) }
        client.clock.advance(1)
        for key in [token, later] {
            let answer = try client.get("/whoami", token: key)
            #expect(answer.status == 401)
            #expect(answer.error.contains("expired"))
        }
        #expect(try client.get("/whoami").status == 200)
    }

    @Test(
        "An invalid attenuation is refused",
        arguments: [
            ["token": "no token", "name": "x", "attenuation": [:]], ["name": "x", "attenuation": [:]],
            ["token": "own", "name": "x"], ["token": "own", "attenuation": [:]],
            ["token": "own", "name": "x", "attenuation": ["allowed_actions": ["fly"]]],
            ["token": "own", "name": "x", "attenuation": ["allowed_org_ids": ["here"]]],
            ["token": "own", "name": "x", "attenuation": ["expires_at": "tomorrow"]],
            ["token": "own", "name": "x", "attenuation": ["read_only": "yes"]],
        ] as [JSON])
    func wrong(body: JSON) throws {
        let client = try SandboxClient()
        let isOwn = body["token"]?.string == "own"
        let sent = isOwn ? body.setting("token", to: JSON(client.sandbox.key)) : body
        #expect(try client.post("/tokens/attenuate", sent).status == 400)
    }

    @Test("Revoking any key revokes its family, and can be repeated")
    func revoke() throws {
        let client = try SandboxClient()
        let (first, _) = try derive(client, [:])
        let (second, _) = try derive(client, [:], from: first)
        let answer = try client.post("/tokens/revoke", token: second)
        #expect(answer.status == 200)
        #expect(answer["children_revoked"]?.int == 2)
        for key in [client.sandbox.key, first, second] {
            #expect(try client.get("/whoami", token: key).status == 401)
        }
        client.clock.advance(60)
        let again = try client.post("/tokens/revoke")
        #expect(again.status == 200)
        #expect(again["children_revoked"]?.int == 0)
        #expect(again["revoked_at"] == answer["revoked_at"])
    }

    @Test("A partner mints keys for new customers and their new users")
    func mint() throws {
        let client = try SandboxClient()
        let body: JSON = [
            "org": ["type": "new_org", "name": "Acme Biotech", "crm_id": 7], "email": "Ada@acme.example", "name": "Ada",
            "note": "passed through",
        ]
        let minted = try client.post("/partners/mint-token", body)
        #expect(minted.status == 201, "\(minted.json)")
        #expect(minted["expires_at"]?.string?.hasPrefix("2026-08-26") == true)
        let key = try #require(minted["token"]?.string)
        let me = try client.get("/whoami", token: key)
        #expect(me["organizations"]?[0]?["name"]?.string == "Acme Biotech")
        #expect(me["token_expires_at"] == minted["expires_at"])

        #expect(try client.post("/partners/mint-token", body).status == 409)
        let sameDomain = body.setting("email", to: "bob@acme.example")
        #expect(try client.post("/partners/mint-token", sameDomain).error.contains("acme.example"))
        let organization = minted["organization"]?["id"] ?? ""
        let existing: JSON = [
            "org": ["type": "existing_org", "organization_id": organization], "email": "bob@acme.example",
            "expires_at": "2026-06-01T00:00:00Z",
        ]
        let second = try client.post("/partners/mint-token", existing)
        #expect(second.status == 201)
        #expect(second["expires_at"]?.string == "2026-06-01T00:00:00.000000Z")
        let own = try client.get("/whoami")["active_organization_id"] ?? ""
        let foreign = existing.setting("org", to: ["type": "existing_org", "organization_id": own])
            .setting("email", to: "eve@acme.example")
        #expect(try client.post("/partners/mint-token", foreign).status == 404)
        let refused = try client.post("/partners/mint-token", body, token: key)
        #expect(refused.status == 403)
        #expect(refused.error.contains("partner:mint_token"))
    }

    @Test("Organizations don't see each other's data")
    func isolation() throws {
        let client = try SandboxClient()
        let id = try client.create(Spec.of("affinity"), ["skip_draft": true])
        let minted = try client.post(
            "/partners/mint-token", ["org": ["type": "new_org"], "email": "ada@acme.example"])
        let key = try #require(minted["token"]?.string)
        for list in ["/experiments", "/quotes", "/sequences", "/updates", "/results", "/targets/request-custom"] {
            #expect(try client.get(list, token: key)["total"]?.int == 0)
        }
        #expect(try client.get("/experiments/\(id)", token: key).status == 404)
        let quote = try client.get("/experiments/\(id)")["stripe_quote_id"]?.string ?? ""
        #expect(try client.post("/quotes/\(quote)/confirm", [:], token: key).status == 404)
    }
}
