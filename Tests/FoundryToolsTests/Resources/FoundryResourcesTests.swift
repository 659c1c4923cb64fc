import Foundation
import FoundryAPI
import FoundryJSON
import FoundryJSONRPC
import FoundrySandbox
import TestSupport
import Testing

@testable import FoundryMCP
@testable import FoundryTools

@Suite("Resources", .opensDescriptors)
struct FoundryResourcesTests {
    private func resources(_ bench: ToolHarness) -> FoundryResources {
        FoundryResources(api: .client(bench.client), pollInterval: .seconds(60))
    }

    private func text(_ uri: String, _ resources: FoundryResources) async throws -> String {
        let reading = try await resources.read(uri, context: .plain)
        guard case .text(let text) = reading.contents.first?.body else { return "" }
        return text.string ?? ""
    }

    @Test("Guides are read without the API, with the media type that is listed", arguments: Guide.allCases)
    func guides(_ guide: Guide) async throws {
        let bench = try ToolHarness.sendsNothing.get()
        let uri = FoundryURI.guide(guide).text
        #expect(try await text(uri, resources(bench)) == guide.text)
        #expect(guide.text.hasPrefix("# \(guide.title)\n"))
        #expect(bench.requests.isEmpty)
    }

    @Test("The guide to experiment types states the rules of each")
    func guideOfTypes() {
        for type in ExperimentType.known { #expect(Guide.experimentTypes.text.contains(type.rawValue)) }
    }

    @Test("Experiments are listed after the guides, newest first, with their last change, page by page")
    func list() async throws {
        let bench = try ToolHarness()
        for number in 1...21 {
            _ = try await bench.value(
                "create_experiment", ["name": JSON("N\(number)"), "experiment_spec": Spec.thermostability(1)])
        }
        let first = try await resources(bench).list(from: 0, context: .plain)
        #expect(first.resources.count == FoundryResources.alwaysListed.count + 20)
        #expect(first.resources[FoundryResources.alwaysListed.count].title == "N21")
        let updates = try await bench.value("list_updates", ["limit": 1])["items"]?[0]?["timestamp"]?.string
        #expect(first.resources[FoundryResources.alwaysListed.count].lastModified == updates)
        let rest = try await resources(bench).list(from: try #require(first.next), context: .plain)
        #expect(rest.resources.map(\.title) == ["N1"])
        #expect(rest.next == nil)
    }

    @Test("An experiment that is not in the update feed has no last change")
    func unknownChange() async throws {
        let bench = try ToolHarness()
        _ = try await bench.value("create_experiment", ["name": "N", "experiment_spec": Spec.thermostability(1)])
        let meddler = try RewritingProxy(bench.sandbox) { request, _ in
            request.hasSuffix("/updates") ? (200, #"{"items":[],"total":900,"count":0,"offset":0}"#) : nil
        }
        let client = FoundryClient(
            configuration: try FoundryConfiguration(url: meddler.url.absoluteString, key: bench.sandbox.key))
        let page = try await FoundryResources(api: .client(client), pollInterval: .seconds(60))
            .list(from: 0, context: .plain)
        #expect(page.resources.count == FoundryResources.alwaysListed.count + 1)
        #expect(page.resources.last?.lastModified == nil)
    }

    @Test("If the API cannot be reached, the guides remain, and a later page is an error")
    func unreachable() async throws {
        let resources = FoundryResources(
            api: .unusable(FoundryError(.unreachable, "nothing there")), pollInterval: .seconds(60))
        let page = try await resources.list(from: 0, context: .plain)
        #expect(page.resources.map(\.name) == FoundryResources.alwaysListed.map(\.name))
        await #expect(throws: RPCError.self) { _ = try await resources.list(from: 20, context: .plain) }
    }

    @Test("A missing item is an unknown resource, and a refusal of the API is an error")
    func unknown() async throws {
        let bench = try ToolHarness.readsOnly.get()
        let id = "00000000-0000-4000-8000-000000000000"
        for uri in ["foundry://nothing/1", "foundry://experiments/\(id)", "foundry://experiments/\(id)/results"] {
            await #expect(throws: UnknownResource.self, "\(uri)") {
                _ = try await resources(bench).read(uri, context: .plain)
            }
        }
    }

    @Test("Results and sequences are read completely, in each format")
    func parts() async throws {
        let bench = try ToolHarness(pace: 0.01)
        let id = try await bench.measured(Spec.affinity())
        let place = "foundry://experiments/\(id.string ?? "")"
        let results = try JSON(parsing: try await text(place + "/results", resources(bench)))
        let readouts = results["items"]?[0]?["summary"]?.count ?? 0
        #expect(readouts == 2 + 2)
        #expect(try await text(place + "/results.csv", resources(bench)).split(separator: "\r\n").count == 1 + readouts)
        #expect(try await text(place + "/sequences.fasta", resources(bench)).hasPrefix(">design_1\nEVQL"))
        #expect(try JSON(parsing: try await text(place + "/updates", resources(bench)))["items"]?.count ?? 0 > 5)
        #expect(try JSON(parsing: try await text(place, resources(bench)))["id"] == id)
    }
}
