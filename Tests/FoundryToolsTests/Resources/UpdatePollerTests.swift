import Foundation
import FoundryAPI
import FoundryJSON
import FoundrySandbox
import TestSupport
import Testing

@testable import FoundryTools

@Suite("Watching for changes", .opensDescriptors)
struct UpdatePollerTests {
    private static let one = "00000000-0000-4000-8000-000000000001"
    private static let other = "00000000-0000-4000-8000-000000000002"

    /// A page of the update feed, newest first.
    private static func feed(_ updates: [(experiment: String, id: String)]) -> String {
        let items: [JSON] = updates.map { ["experiment_id": JSON($0.experiment), "id": JSON($0.id)] }
        let page: JSON = [
            "items": JSON(items), "total": JSON(items.count), "count": JSON(items.count), "offset": 0,
        ]
        return page.text
    }

    /// What is told of these URIs while the API gives these pages one after the other, the last one for ever.
    private func told(
        _ pages: [String], until wanted: Int, watching uris: Set<String>
    ) async throws -> [String] {
        let bench = try ToolHarness()
        let next = LockedBox(0)
        let meddler = try RewritingProxy(bench.sandbox) { _, _ in
            defer { next.value += 1 }
            return (200, pages[min(next.value, pages.count - 1)])
        }
        let client = FoundryClient(
            configuration: try FoundryConfiguration(url: meddler.url.absoluteString, key: bench.sandbox.key))
        let poller = UpdatePoller(api: .client(client), interval: .milliseconds(5))
        let heard = LockedBox<[String]>([])
        poller.watch(uris) { heard.value.append($0) }
        try await bench.until("\(wanted) changes were told and all was read twice") {
            heard.value.count >= wanted && next.value > pages.count + 1
        }
        poller.watch([]) { _ in }
        return heard.value
    }

    private func uri(_ id: String, _ part: FoundryURI.ExperimentPart = .details) -> String {
        FoundryURI.experiment(id, part).text
    }

    @Test("An experiment whose newest update drops off the page has not changed, nor has it when it is there again")
    func droppedOff() async throws {
        let (one, other) = (Self.one, Self.other)
        let pages = [
            Self.feed([(one, "a"), (other, "b")]), Self.feed([(other, "c")]), Self.feed([(one, "a"), (other, "c")]),
        ]
        #expect(try await told(pages, until: 1, watching: [uri(one), uri(other)]) == [uri(other)])
    }

    @Test("The first update of an experiment is a change, for each URI that belongs to it")
    func firstUpdate() async throws {
        let one = Self.one
        let pages = [Self.feed([]), Self.feed([(one, "a")])]
        let uris = [uri(one), uri(one, .results)]
        #expect(try await told(pages, until: 2, watching: Set(uris)) == uris)
    }

    @Test("Of several updates the newest counts, and what was there at first is no change")
    func newest() async throws {
        let one = Self.one
        let pages = [
            Self.feed([(one, "b"), (one, "a")]), Self.feed([(one, "b"), (one, "a")]),
            Self.feed([(one, "c"), (one, "b"), (one, "a")]),
        ]
        #expect(try await told(pages, until: 1, watching: [uri(one)]) == [uri(one)])
    }

    @Test("A quote that differs is a change")
    func quote() async throws {
        let quote = FoundryURI.quote("qt_1").text
        #expect(
            try await told([#"{"status":"open"}"#, #"{"status":"stale"}"#], until: 1, watching: [quote]) == [quote])
    }

    @Test("Nothing is asked where only guides and targets are watched, which never change")
    func nothingToAsk() async throws {
        let bench = try ToolHarness()
        let poller = UpdatePoller(api: .client(bench.client), interval: .milliseconds(1))
        poller.watch([FoundryURI.guide(.filters).text, FoundryURI.target(Self.one).text]) { _ in }
        try await Task.sleep(for: .milliseconds(30))
        #expect(bench.requests.isEmpty)
    }
}
