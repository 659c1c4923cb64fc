import FoundryJSON
import Testing

@testable import FoundryAPI

@Suite("The trace context of requests", .timeLimit(.minutes(5)))
struct TraceContextTests {
    private static let parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

    private func fields(_ context: TraceContext?) throws -> [String: String] {
        let builder = RequestBuilder(
            configuration: try FoundryConfiguration(url: "https://foundry.example.org", key: testKey))
        let request = try TraceContext.$current.withValue(context) { try builder.request(.whoami, [:]) }
        return Dictionary(request.fields.map { ($0.name.lowercased(), $0.value) }) { $1 }
    }

    @Test("Both headers are sent as they came, and nothing is without a trace")
    func headers() throws {
        let context = TraceContext(traceparent: Self.parent, tracestate: "rojo=00f067aa0ba902b7, congo=t61@x")
        let sent = try fields(context)
        #expect(sent["traceparent"] == Self.parent)
        #expect(sent["tracestate"] == "rojo=00f067aa0ba902b7, congo=t61@x")
        #expect(context?.traceID == "4bf92f3577b34da6a3ce929d0e0e4736")
        let plain = try fields(nil)
        #expect(plain["traceparent"] == nil && plain["tracestate"] == nil)
        #expect(Set(sent.keys).subtracting(plain.keys) == ["traceparent", "tracestate"])
    }

    @Test(
        "A malformed traceparent makes no trace",
        arguments: [
            "", "00", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\nX-Evil: 1",
            "00-4bf92f3577b34da6a3ce929d0e0e473g-00f067aa0ba902b7-01",
        ])
    func malformedParent(_ text: String) {
        #expect(TraceContext(traceparent: text, tracestate: "a=b") == nil)
    }

    @Test(
        "A malformed tracestate is left out, and the trace stays",
        arguments: [
            "", "a", "a=b\r\nX-Evil: 1", "a=é", "A=b", "=b", "a=b=c", "a=b,,c=d", "a b=c",
            String(repeating: "a=b,", count: 40) + "a=b", "a=" + String(repeating: "x", count: 600),
        ])
    func malformedState(_ text: String) throws {
        let context = try #require(TraceContext(traceparent: Self.parent, tracestate: text))
        #expect(context.tracestate == nil)
        #expect(try fields(context)["tracestate"] == nil)
    }

    @Test("A redirect to another host carries no trace")
    func redirect() throws {
        let builder = RequestBuilder(
            configuration: try FoundryConfiguration(url: "https://foundry.example.org", key: testKey))
        let context = TraceContext(traceparent: Self.parent)
        let request = TraceContext.$current.withValue(context) {
            builder.request(redirectedTo: "https://files.example.org/x", FoundryOperation.getInvoicePDF.endpoint)
        }
        #expect(request != nil)
        #expect(request?.fields.contains { $0.name == "traceparent" } == false)
    }
}
