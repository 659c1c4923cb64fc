import Dispatch
import Foundation
import FoundryAPI
import FoundryJSON
import Synchronization
import TestSupport
import Testing

@testable import FoundrySandbox

@Suite("Deliveries of webhooks", .opensDescriptors)
struct WebhookDeliveryTests {
    private let secret = "0123456789abcdef0123456789abcdef"

    @Test("An update is delivered once, signed over its raw body, with the same event and id in headers and body")
    func signed() throws {
        let receiver = try Receiver()
        let client = try client(of: receiver)
        let id = try client.create(
            Spec.of("expression"), ["webhook_url": "https://example.com/x", "webhook_secret": JSON(secret)])
        try client.post("/experiments/\(id)/submit")
        let request = try #require(receiver.requests(1).first)
        #expect(request.method == "POST" && request.path == "/hooks" && request.query == "a=1")
        #expect(request.header("content-type") == "application/json")
        #expect(request.header("x-foundry-sandbox") == "true")
        let signature = try #require(request.header("x-adaptyv-signature"))
        #expect(WebhookSignature.verify(body: request.body, signature: signature, secret: secret))
        #expect(!WebhookSignature.verify(body: request.body + [0x20], signature: signature, secret: secret))
        let body = try JSON(parsing: request.body)
        #expect(body.members?.map(\.name) == ["event", "delivery_id", "timestamp", "api_version", "data"])
        #expect(body["event"]?.string == request.header("x-adaptyv-event"))
        #expect(body["delivery_id"]?.string == request.header("x-adaptyv-delivery-id"))
        #expect(body["data"]?["experiment_id"]?.string == id)
        // The feed of updates names it by the same id.
        let updates = try client.get("/experiments/\(id)/updates").items
        #expect(updates.contains { $0["id"] == body["data"]?["update_id"] })
    }

    @Test("Every update until the end is delivered in its order, and none twice")
    func allUpdates() throws {
        let receiver = try Receiver()
        let client = try client(of: receiver)
        let id = try client.create(Spec.of("expression"), ["webhook_url": "https://example.com/x"])
        try client.post("/experiments/\(id)/submit")
        #expect(receiver.requests(1).count == 1)
        let quote = try #require(try client.get("/experiments/\(id)")["stripe_quote_id"]?.string)
        try client.post("/quotes/\(quote)/confirm", [:])
        client.clock.advance(100)
        let deliveries = try receiver.requests(7).map { try JSON(parsing: $0.body) }
        let times = deliveries.compactMap { $0["data"]?["created_at"]?.string }
        #expect(times.count == 8 && times == times.sorted())
        #expect(Set(deliveries.compactMap { $0["delivery_id"]?.string }).count == 8)
        let own = try client.get("/experiments/\(id)/updates").items.compactMap { $0["id"]?.string }
        #expect(Set(own).subtracting(deliveries.compactMap { $0["data"]?["update_id"]?.string }).count == 1)
    }

    @Test("An experiment's webhook stands in for the organization's, and one that is off gets nothing")
    func precedence() throws {
        let receiver = try Receiver()
        let client = try client(of: receiver)
        try client.post(
            "/webhooks", ["url": "https://example.com/all", "secret": JSON(secret), "headers": ["X-From": "all"]])
        try client.post(
            "/webhooks", ["url": "https://example.com/off", "headers": ["X-From": "off"], "enabled": false])
        let own = try client.create(Spec.of("expression"), ["webhook_url": "https://example.com/own"])
        let other = try client.create(Spec.of("expression"))
        try client.post("/experiments/\(own)/submit")
        try client.post("/experiments/\(other)/submit")
        let requests = receiver.requests(2)
        let ids = try requests.map { try JSON(parsing: $0.body)["data"]?["experiment_id"]?.string }
        #expect(ids == [own, other])
        #expect(requests.map { $0.header("x-from") } == [nil, "all"])
        #expect(requests.map { $0.header("x-adaptyv-signature") != nil } == [false, true])
    }

    @Test("A delivery that fails is tried three times in all, with the same id, and the next one is delivered")
    func retried() throws {
        let receiver = try Receiver { $0 < 3 ? 500 : 204 }
        let client = try client(of: receiver)
        let first = try client.create(Spec.of("expression"), ["webhook_url": "https://example.com/x"])
        let second = try client.create(Spec.of("expression"), ["webhook_url": "https://example.com/x"])
        try client.post("/experiments/\(first)/submit")
        try client.post("/experiments/\(second)/submit")
        let requests = receiver.requests(4)
        let ids = requests.compactMap { $0.header("x-adaptyv-delivery-id") }
        #expect(ids.count == 4 && Set(ids.prefix(3)).count == 1 && ids[3] != ids[0])
        #expect(Set(requests.prefix(3).map(\.body)).count == 1)
        #expect(try requests.last.map { try JSON(parsing: $0.body)["data"]?["experiment_id"]?.string } == second)
    }

    @Test("A header of the organization can't replace one of the delivery")
    func headers() throws {
        let receiver = try Receiver()
        let client = try client(of: receiver)
        let headers: JSON = ["X-Adaptyv-Event": "forged", "content-length": "0", "Host": "elsewhere", "X-Team": "lab"]
        try client.post("/webhooks", ["url": "https://example.com/all", "headers": headers])
        let id = try client.create(Spec.of("expression"))
        try client.post("/experiments/\(id)/submit")
        let request = try #require(receiver.requests(1).first)
        #expect(request.headers.count { $0.name.lowercased() == "x-adaptyv-event" } == 1)
        #expect(request.header("x-adaptyv-event") == "experiment_update")
        #expect(request.header("x-team") == "lab" && request.header("host") != "elsewhere")
        #expect(!request.body.isEmpty)
    }

    @Test(
        "Nothing is delivered to another machine",
        arguments: [
            "http://example.com/x", "https://127.0.0.1/x", "http://10.0.0.1:80", "http://127.0.0.1.example.com/",
        ])
    func elsewhere(url: String) throws {
        var configuration = SandboxConfiguration()
        configuration.webhookReceiver = URL(string: url)
        #expect(throws: SandboxError.self) { try Sandbox.start(configuration) }
    }

    @Test("A sandbox stops while nobody takes its deliveries")
    func stops() throws {
        let receiver = try Receiver { _ in 500 }
        let client = try client(of: receiver)
        let id = try client.create(Spec.of("expression"), ["webhook_url": "https://example.com/x"])
        try client.post("/experiments/\(id)/submit")
        #expect(!receiver.requests(1).isEmpty)
        client.sandbox.stop()
        #expect(receiver.count < 4)
    }

    private func client(of receiver: Receiver) throws -> SandboxClient {
        try SandboxClient {
            $0.pace = 0.2
            $0.webhookReceiver = receiver.url
        }
    }

    /// A receiver of deliveries on this machine.
    private final class Receiver: Sendable {
        private final class Inbox: Sendable {
            let requests = Mutex<[HTTPRequest]>([])
            let arrivals = DispatchSemaphore(value: 0)
        }

        private let inbox = Inbox()
        private let server: HTTPServer

        /// - Parameter status: The status for each attempt, by its number from 0.
        init(_ status: @escaping @Sendable (Int) -> Int = { _ in 204 }) throws {
            server = try HTTPServer(
                port: 0,
                service: .init(
                    respond: { [inbox] request, _ in
                        let number = inbox.requests.withLock { requests in
                            requests.append(request)
                            return requests.count - 1
                        }
                        inbox.arrivals.signal()
                        return HTTPResponse(status: status(number), headers: [], body: [])
                    }, refuse: { _ in HTTPResponse(status: 400, headers: [], body: []) }))
        }

        deinit { server.stop() }

        var url: URL? { URL(string: "http://127.0.0.1:\(server.port)/hooks?a=1") }

        var count: Int { inbox.requests.withLock { $0.count } }

        /// Waits for a number of further requests and returns all.
        func requests(_ further: Int) -> [HTTPRequest] {
            for _ in 0..<further where inbox.arrivals.wait(timeout: .now() + 120) == .timedOut { break }
            return inbox.requests.withLock { $0 }
        }
    }
}
