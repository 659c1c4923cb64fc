import Foundation
import FoundryAPI
import FoundryJSON
import FoundryJSONRPC
import FoundryMCP
import TestSupport
import Testing

@testable import FoundrySandbox
@testable import FoundryTools

@Suite("Traces of calls", .opensDescriptors)
struct TraceTests {
    private static let parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

    private func context(_ trace: TraceMetadata?) -> FoundryMCP.RequestContext {
        FoundryMCP.RequestContext(revision: .latest, id: RequestID(1), trace: trace)
    }

    /// Calls tools, reads a resource, and completes an argument under a trace, and gives the headers of each request and
    /// the log.
    private func record(
        _ trace: TraceMetadata?
    ) async throws -> (headers: [(parent: String?, state: String?)], log: [String]) {
        let (headers, log) = (LockedBox<[(parent: String?, state: String?)]>([]), LockedBox<[String]>([]))
        let server = try HTTPServer(
            port: 0,
            service: .init(
                respond: { request, _ in
                    headers.withLock { $0.append((request.header("traceparent"), request.header("tracestate"))) }
                    return HTTPResponse(
                        status: 200, headers: [("content-type", "application/json")],
                        body: Array(#"{"items":[],"total":0}"#.utf8))
                },
                refuse: { _ in HTTPResponse(status: 400, headers: [], body: []) }))
        defer { server.stop() }
        let client = FoundryClient(
            configuration: try FoundryConfiguration(url: "http://127.0.0.1:\(server.port)", key: "abs0_test")
        ) { _, line in log.withLock { $0.append(line) } }
        let tools = FoundryToolProvider(
            api: .client(client), scope: .everything, tokenFolder: TokenFolder(URL(filePath: "/nonexistent")))
        let context = context(trace)
        _ = try await tools.call("list_targets", arguments: [:], context: context)
        _ = try await tools.call("whoami", arguments: [:], context: context)
        let resources = FoundryResources(api: .client(client), pollInterval: .seconds(60))
        _ = try await resources.list(from: 0, context: context)
        _ = try await resources.read("foundry://quotes/qt_1", context: context)
        _ = try await FoundryCompletions(api: .client(client)).complete(
            .prompt("review_quote"), argument: "quote_id", value: "q", others: [:], context: context)
        return (headers.value, log.value)
    }

    @Test("The trace of a request travels to the API with each of its requests, and is in each line of the log")
    func travels() async throws {
        let (headers, log) = try await record(TraceMetadata(parent: Self.parent, state: "a=b"))
        #expect(headers.count == 5)
        #expect(headers.allSatisfy { $0.parent == Self.parent && $0.state == "a=b" })
        #expect(!log.isEmpty)
        #expect(log.allSatisfy { $0.hasSuffix("trace 4bf92f3577b34da6a3ce929d0e0e4736") }, "\(log)")
    }

    @Test("Without a trace, or with one that is malformed, nothing is sent")
    func none() async throws {
        for trace in [nil, TraceMetadata(parent: "x\r\nEvil: 1", state: "a=b")] {
            let (headers, log) = try await record(trace)
            #expect(headers.count == 5)
            #expect(headers.allSatisfy { $0.parent == nil && $0.state == nil })
            #expect(log.allSatisfy { !$0.contains("trace") })
        }
    }
}
