import FoundryJSON
import FoundryJSONRPC
import TestSupport

@testable import FoundryMCP

/// The revision that modern requests of the tests are in.
let modern = Revision.latest

extension Client {
    /// A client of a server with these features.
    convenience init(
        _ features: Features, grace: Duration = .seconds(120), elicitationTimeout: Duration = .seconds(600)
    ) throws {
        try self.init(
            Server(
                implementation: Implementation(
                    name: "test-server", title: "Test Server", version: "1.2.3", websiteURL: "https://example.org"),
                instructions: "Use it well.", features: features, elicitationTimeout: elicitationTimeout,
                redact: { $0 }),
            grace: grace)
    }

    /// A client that has opened the server: by `initialize` in a legacy revision, by nothing in a modern one.
    convenience init(
        _ features: Features, opened revision: Revision, capabilities: JSON = [:], grace: Duration = .seconds(120),
        elicitationTimeout: Duration = .seconds(600)
    ) async throws {
        try self.init(features, grace: grace, elicitationTimeout: elicitationTimeout)
        guard !revision.isModern else { return }
        let answer = try await ask(
            "initialize",
            [
                "protocolVersion": JSON(revision.rawValue), "capabilities": capabilities,
                "clientInfo": ["name": "test", "version": "1"],
            ])
        guard answer["result"] != nil else { throw NotOpened(answer: answer) }
        await notify("notifications/initialized", [:])
    }

    /// Sends a request, with params as they are.
    func request(_ method: String, _ params: JSON, id: JSON) async {
        await send((["jsonrpc": "2.0", "id": id, "method": JSON(method), "params": params] as JSON).text)
    }

    func notify(_ method: String, _ params: JSON) async {
        await send((["jsonrpc": "2.0", "method": JSON(method), "params": params] as JSON).text)
    }

    /// Sends a request and gives the next message, whatever it is.
    func ask(_ method: String, _ params: JSON, id: JSON = 1) async throws -> JSON {
        await request(method, params, id: id)
        return try await next()
    }
}

struct NotOpened: Error {
    let answer: JSON
}

/// The parameters with what a revision wants in each request: metadata in a modern one, nothing in the others.
func params(
    _ members: JSON = [:], in revision: Revision, capabilities: JSON = [:], progressToken: JSON? = nil
) -> JSON {
    var meta: [JSON.Member] = []
    if revision.isModern {
        meta += [
            JSON.Member("io.modelcontextprotocol/protocolVersion", JSON(revision.rawValue)),
            JSON.Member("io.modelcontextprotocol/clientCapabilities", capabilities),
        ]
    }
    if let progressToken { meta.append(JSON.Member("progressToken", progressToken)) }
    return meta.isEmpty ? members : members.setting("_meta", to: JSON(meta))
}

extension JSON {
    /// The names of an object's members, in their order.
    var names: [String] { (members ?? []).map(\.name) }
}
