import FoundryAPI
import FoundryJSON
import FoundrySandbox
import Synchronization
import TestSupport
import Testing

@testable import FoundryMCP
@testable import FoundryTools

@Suite("Lists over all their pages", .opensDescriptors)
struct PagesTests {
    /// A sandbox with 25 experiments, for tests that only read.
    private static let many = Task {
        let bench = try ToolHarness()
        for number in 1...25 {
            _ = try await bench.value(
                "create_experiment",
                ["name": JSON("Number \(number)"), "experiment_spec": Spec.thermostability(1)])
        }
        return bench
    }

    private func names(_ page: JSON) -> [String] {
        (page["items"]?.elements ?? []).compactMap { $0["name"]?.string }
    }

    @Test("all_pages returns every item once, in order, in one result", arguments: [nil, 1, 4, 5, 24, 25, 26, 100])
    func allPages(_ limit: Int?) async throws {
        let bench = try await Self.many.value
        var arguments: JSON = ["all_pages": true]
        if let limit { arguments = arguments.setting("limit", to: JSON(limit)) }
        let page = try await bench.value("list_experiments", arguments)
        #expect(names(page) == (1...25).reversed().map { "Number \($0)" })
        #expect(page["total"]?.int == 25)
        #expect(page["count"]?.int == 25)
        #expect(page["offset"]?.int == 0)
        #expect(page["next_offset"] == nil)
    }

    @Test("max_items limits the number of items, and next_offset says where to go on", arguments: [1, 9, 10, 11, 24])
    func maximum(_ maximum: Int) async throws {
        let bench = try await Self.many.value
        let arguments: JSON = ["all_pages": true, "limit": 10, "max_items": JSON(maximum)]
        let page = try await bench.value("list_experiments", arguments)
        #expect(page["items"]?.count == maximum)
        #expect(page["next_offset"]?.int == maximum)
        let rest = try await bench.value(
            "list_experiments", ["all_pages": true, "offset": JSON(maximum)])
        #expect(names(page) + names(rest) == (1...25).reversed().map { "Number \($0)" })
        #expect(rest["next_offset"] == nil)
    }

    @Test("A limit that equals the number of items leaves no next_offset")
    func exactMaximum() async throws {
        let bench = try await Self.many.value
        let page = try await bench.value("list_experiments", ["all_pages": true, "max_items": 25])
        #expect(page["next_offset"] == nil)
        #expect(page["items"]?.count == 25)
    }

    @Test("The server's own arguments are not sent, and pages are no larger than requested")
    func sent() async throws {
        let bench = try ToolHarness()
        _ = try await bench.value(
            "list_targets", ["all_pages": true, "limit": 8, "max_items": 12, "detail": "concise", "search": "Human"])
        let queries = bench.sandbox.requestLog.compactMap(\.query)
        #expect(
            queries.map { $0.split(separator: "&").sorted().joined(separator: "&") } == [
                "limit=8&offset=0&search=Human", "limit=4&offset=8&search=Human",
            ])
    }

    @Test("Filter and sort go with every page")
    func filtered() async throws {
        let bench = try await Self.many.value
        let page = try await bench.value(
            "list_experiments",
            ["all_pages": true, "limit": 2, "filter": "contains(name,\"Number 1\")", "sort": "name"])
        #expect(
            names(page) == ["Number 1"] + (0...9).map { "Number 1\($0)" })
    }

    @Test("Progress is reported after each page, and ends with all items")
    func progress() async throws {
        let bench = try await Self.many.value
        let reports = LockedBox<[ProgressReporter.Report]>([])
        let reporter = ProgressReporter { reports.value.append($0) }
        _ = try await bench.call("list_experiments", ["all_pages": true, "limit": 10], progress: reporter)
        #expect(reports.value.map(\.progress) == [10, 20, 25])
        #expect(reports.value.map(\.total) == [25, 25, 25])
        #expect(reports.value.last?.message == "25 of 25 items")
        reports.value = []
        let other = ProgressReporter { reports.value.append($0) }
        _ = try await bench.call(
            "list_experiments", ["all_pages": true, "limit": 10, "max_items": 12], progress: other)
        #expect(reports.value.map(\.progress) == [10, 12])
        #expect(reports.value.map(\.total) == [12, 12])
    }

    @Test("An offset beyond the end gives an empty page")
    func beyond() async throws {
        let bench = try await Self.many.value
        for arguments in [["offset": 40], ["offset": 40, "all_pages": true]] as [JSON] {
            let page = try await bench.value("list_experiments", arguments)
            #expect(page["items"]?.count == 0)
            #expect(page["next_offset"] == nil)
        }
    }

    @Test(
        "Every list tool can return all pages",
        arguments: Tool.all.filter { $0.definition["inputSchema"]?["properties"]?["all_pages"] != nil }.map(\.name))
    func everyList(_ name: String) async throws {
        let bench = try await Self.many.value
        let tool = try #require(Tool.all.first { $0.name == name })
        var arguments: JSON = ["all_pages": true, "max_items": 3]
        if tool.definition["inputSchema"]?["required"] == ["experiment_id"] {
            let experiments = try await bench.value("list_experiments")
            arguments = arguments.setting("experiment_id", to: try #require(experiments["items"]?[0]?["id"]))
        }
        let page = try await bench.value(name, arguments)
        #expect((page["items"]?.count ?? .max) <= 3)
        #expect(page["total"]?.int != nil)
    }

    @Test("Reading pages ends at the byte limit, says so, and can be continued")
    func byteLimit() async throws {
        let bench = try await Self.many.value
        let client = APIAccess.client(bench.client)
        let paginator = Paginator(operation: .listExperiments, send: client.send, byteLimit: 1)
        let page = try await paginator.collect(["limit": 4], maximum: 500).value
        #expect(page["count"]?.int == 4)
        #expect(page["next_offset"]?.int == 4)
        #expect(page["stopped_at_bytes"]?.int ?? 0 > 1)
        let whole = try await Paginator(operation: .listExperiments, send: client.send).collect([:], maximum: 500).value
        #expect(whole["stopped_at_bytes"] == nil)
    }

    @Test("A list that fails on its second page fails as a whole")
    func failure() async throws {
        let bench = try await Self.many.value
        let requests = LockedBox(0)
        let meddler = try RewritingProxy(bench.sandbox) { _, _ in
            requests.value += 1
            return requests.value == 1 ? nil : (403, "{\"error\":\"no more\",\"request_id\":\"r\"}")
        }
        let result = try await bench.tools(url: meddler.url).result(
            "list_experiments", ["all_pages": true, "limit": 10])
        #expect(result.failureKind == "permission")
    }
}
