import FoundryJSON
import TestSupport
import Testing

@testable import FoundrySandbox

@Suite("Webhooks", .opensDescriptors)
struct WebhookTests {
    private let secret = "0123456789abcdef0123456789abcdef"

    @Test("Webhooks are made, listed, changed and deleted, and their secrets never read back")
    func lifecycle() throws {
        let client = try SandboxClient()
        #expect(try client.get("/webhooks").json == [])
        let made = try client.post(
            "/webhooks", ["url": "https://example.com/hook", "secret": JSON(secret), "headers": ["X-Team": "a"]])
        #expect(made.status == 201)
        #expect(made["secret_set"] == true && made["enabled"] == true && made["headers"] == ["X-Team": "a"])
        let id = try #require(made["id"]?.string)
        #expect(try client.get("/webhooks").json.elements == [made.json])
        let path = "/webhooks/\(id)"
        let kept = try client.call("PATCH", path, body: ["enabled": false])
        #expect(kept.status == 200 && kept["enabled"] == false && kept["secret_set"] == true)
        let cleared = try client.call("PATCH", path, body: ["secret": .null])
        #expect(cleared["secret_set"] == false && cleared["url"] == "https://example.com/hook")
        let changed = try client.call("PATCH", path, body: ["secret": JSON(secret + "x")])
        #expect(changed["secret_set"] == true)
        #expect(try !client.get("/webhooks").json.text.contains(secret))
        let deleted = try client.call("DELETE", path)
        #expect(deleted.status == 204 && deleted.reply.body.isEmpty && deleted.reply.header("content-length") == nil)
        #expect(try client.call("DELETE", path).status == 404)
        #expect(try client.get("/webhooks").json == [])
    }

    @Test(
        "A webhook that can't be reached or verified is refused",
        arguments: [
            [:], ["url": "http://example.com"], ["url": "https://"], ["url": "https://localhost/x"],
            ["url": "https://127.0.0.1"], ["url": "https://10.1.2.3"], ["url": "https://192.168.0.1:8443/x"],
            ["url": "https://169.254.169.254"], ["url": "https://[::1]/x"], ["url": "https://[fd00::1]"],
            ["url": "https://2130706433"], ["url": "https://a@example.com"],
            ["url": "https://example.com", "secret": "short"], ["url": "https://example.com", "headers": ["a b": "c"]],
            ["url": "https://example.com", "headers": ["a": "b\r\nc"]],
            ["url": "https://example.com", "headers": ["a": 1]],
        ] as [JSON])
    func refused(body: JSON) throws {
        let client = try SandboxClient()
        #expect(try client.post("/webhooks", body).status == 400)
        let made = try client.post("/webhooks", ["url": "https://93.184.216.34/x"])
        #expect(made.status == 201)
        guard body != [:] else { return }
        #expect(try client.call("PATCH", "/webhooks/\(made["id"]?.string ?? "")", body: body).status == 400)
        #expect(try client.get("/webhooks").json.elements == [made.json])
    }

    @Test("Webhooks are an organization's own, and need their permissions")
    func access() throws {
        let client = try SandboxClient()
        let id = try #require(try client.post("/webhooks", ["url": "https://example.com"])["id"]?.string)
        let minted = try client.post("/partners/mint-token", ["org": ["type": "new_org"], "email": "a@acme.example"])
        let key = minted["token"]?.string
        #expect(try client.get("/webhooks", token: key).json == [])
        #expect(try client.call("DELETE", "/webhooks/\(id)", token: key).status == 404)
        let gentle = try client.post(
            "/tokens/attenuate",
            ["token": JSON(client.sandbox.key), "name": "x", "attenuation": ["non_destructive": true]])["token"]?.string
        #expect(try client.call("DELETE", "/webhooks/\(id)", token: gentle).status == 403)
    }

    @Test("An experiment's webhook secret has at least 32 characters and is never returned")
    func experimentSecret() throws {
        let client = try SandboxClient()
        let id = try client.create(
            Spec.of("expression"), ["webhook_url": "https://example.com", "webhook_secret": JSON(secret)])
        #expect(try !client.get("/experiments/\(id)").json.text.contains(secret))
        let short: JSON = ["name": "x", "experiment_spec": Spec.of("expression"), "webhook_secret": "short"]
        #expect(try client.post("/experiments", short).status == 422)
    }
}
