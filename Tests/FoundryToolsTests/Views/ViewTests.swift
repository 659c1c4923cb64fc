import Foundation
import FoundryAPI
import FoundryJSON
import FoundryJSONRPC
import TestSupport
import Testing

@testable import FoundryMCP
@testable import FoundryTools

@Suite("Views", .opensDescriptors)
struct ViewTests {
    private static let supportsViews = ClientCapabilities([
        "extensions": ["io.modelcontextprotocol/ui": ["mimeTypes": ["text/html;profile=mcp-app"]]]
    ])

    private func context(_ capabilities: ClientCapabilities = ClientCapabilities()) -> RequestContext {
        RequestContext(revision: .v2025_11_25, capabilities: capabilities, id: RequestID(1))
    }

    @Test("Each view is read as a page of the extension's media type", arguments: View.allCases)
    func read(_ view: View) async throws {
        let bench = try ToolHarness()
        let resources = FoundryResources(api: .client(bench.client), pollInterval: .seconds(60))
        let reading = try await resources.read(view.uri, context: context(Self.supportsViews))
        let contents = try #require(reading.contents.first)
        #expect(contents.mimeType == "text/html;profile=mcp-app")
        guard case .text(let page) = contents.body else {
            Issue.record("a page is text")
            return
        }
        #expect(page.string?.hasPrefix("<!doctype html>") == true)
        #expect(contents.meta.first { $0.name == "ui" }?.value["csp"]?["connectDomains"] == [])
        #expect(bench.requests.isEmpty)
    }

    @Test("Views are listed only for clients that show them")
    func listed() async throws {
        let bench = try ToolHarness()
        let resources = FoundryResources(api: .client(bench.client), pollInterval: .seconds(60))
        let shown = try await resources.list(from: 0, context: context(Self.supportsViews)).resources.map(\.uri)
        let others = try await resources.list(from: 0, context: context()).resources.map(\.uri)
        #expect(shown.filter { $0.hasPrefix("ui://") } == View.allCases.map(\.uri))
        #expect(shown.filter { !$0.hasPrefix("ui://") } == others)
    }

    @Test("The URI of another server's view, or of an unknown one, is not a view")
    func unknown() async throws {
        let bench = try ToolHarness()
        let resources = FoundryResources(api: .client(bench.client), pollInterval: .seconds(60))
        for uri in ["ui://foundry/none", "ui://other/results", "ui://foundry/results/", "ui://foundry/"] {
            await #expect(throws: UnknownResource.self) {
                _ = try await resources.read(uri, context: context(Self.supportsViews))
            }
        }
    }

    @Test("Every tool with a view exists and has structured results")
    func tools() throws {
        for (name, uri) in try ToolHarness().tools.views {
            let tool = try #require(Tool.all.first { $0.name == name })
            #expect(tool.definition["outputSchema"] != nil, "\(name)")
            #expect(View(uri: uri) == View(of: name))
        }
    }

    @Test("A standalone page contains the result, and no text can end the element that holds it")
    func page() throws {
        let result = ToolResult(
            structured: ["name": "</script><script>alert(1)</script>", "kd": 1.50e-9],
            meta: [JSON.Member("com.adaptyvbio.foundry/sandbox", true)])
        let page = View.results.page(
            of: result, from: "get_result", arguments: ["result_id": "<x>"], redactor: Redactor(key: nil))
        let slot = #"<script type="application/json" id="data">"#
        let begin = try #require(page.range(of: slot)).upperBound
        let end = try #require(page[begin...].range(of: "</script>")).lowerBound
        let envelope = try JSON(parsing: Array(page[begin..<end].utf8))
        #expect(envelope["result"]?["structuredContent"] == result.structured)
        #expect(envelope["result"]?["_meta"]?["com.adaptyvbio.foundry/sandbox"] == true)
        #expect(envelope["arguments"] == ["result_id": "<x>"])
        #expect(!page[begin..<end].contains("<"))
        #expect(page[..<begin] + page[end...] == View.results.html[...])
    }
}
