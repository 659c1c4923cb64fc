import Foundation
import FoundryAPI
import FoundryJSON
import FoundryJSONRPC
import FoundrySandbox
import TestSupport
import Testing

@testable import FoundryMCP
@testable import FoundryTools

@Suite("One yes makes one order", .opensDescriptors)
struct RepeatedOrderTests {
    private typealias Call = ImmediateOrderCall

    /// Returns a proxy that responds to creations in the place of the sandbox, and the count of them so far.
    ///
    /// - Parameter response: returns the response to the creation of a number, from 1; nil leaves it to the sandbox.
    private static func failingCreations(
        on bench: ToolHarness, _ response: @escaping @Sendable (_ number: Int) -> (Int, String)?
    ) throws -> (proxy: RewritingProxy, creations: LockedBox<Int>) {
        let creations = LockedBox(0)
        let proxy = try RewritingProxy(
            bench.sandbox,
            instead: { request in
                guard request == "POST /api/v1/experiments" else { return nil }
                creations.withLock { $0 += 1 }
                return response(creations.value)
            })
        return (proxy, creations)
    }

    @Test("A repeated call does not order a second time")
    func repeated() async throws {
        let bench = try ToolHarness()
        let first = try await bench.value("create_experiment", Call.arguments(Call.stated))
        for user in [nil, User.saysYes] {
            let again = try await bench.value("create_experiment", Call.arguments(Call.stated), as: user)
            #expect(again["accepted"] == false)
            #expect(again["reason"] == "already_placed")
            #expect(again["experiment_id"] == first["experiment_id"])
        }
        #expect(bench.requests.filter { $0 == "POST /api/v1/experiments" }.count == 1)
        #expect(bench.acceptances == 1)
    }

    @Test("A repeated call does not order a second time where experiments cannot be listed either")
    func repeatedWithoutList() async throws {
        let bench = try ToolHarness()
        let proxy = try RewritingProxy(bench.sandbox) { request, _ in
            request == "GET /api/v1/experiments" ? (403, #"{"error":"no"}"#) : nil
        }
        let tools = try bench.tools(url: proxy.url)
        let first = try await tools.result("create_experiment", Call.arguments(Call.stated))
        #expect(first.structured?["accepted"] == true, "\(first.text)")
        let again = try await tools.result("create_experiment", Call.arguments(Call.stated))
        #expect(again.structured?["reason"] == "already_placed", "\(again.text)")
        #expect(bench.requests.filter { $0 == "POST /api/v1/experiments" }.count == 1)
    }

    @Test("An order that another process placed within a day is not placed again, and nobody is asked")
    func repeatedByAnotherProcess() async throws {
        let bench = try ToolHarness()
        let first = try await bench.value("create_experiment", Call.arguments(Call.stated))
        for user in [nil, User.saysYes] {
            let again = try await bench.tools().result(
                "create_experiment", Call.arguments(Call.stated), as: user, in: .v2025_11_25)
            #expect(again.structured?["reason"] == "already_placed", "\(again.text)")
            #expect(again.structured?["experiment_id"] == first["experiment_id"])
            #expect(user?.questions.isEmpty ?? true)
        }
        #expect(bench.requests.filter { $0 == "POST /api/v1/experiments" }.count == 1)
        #expect(bench.acceptances == 1)
    }

    @Test("An order that is placed elsewhere while the question is open is not placed again")
    func placedMeanwhile() async throws {
        let bench = try ToolHarness()
        let user = User { _ in
            _ = try await bench.quoted(name: "Auto")
            return .accept(["accept": true])
        }
        let result = try await bench.tools().result(
            "create_experiment", Call.arguments(), as: user, in: .v2025_11_25)
        #expect(result.structured?["reason"] == "already_placed", "\(result.text)")
        #expect(user.questions.count == 1)
        #expect(bench.requests.filter { $0 == "POST /api/v1/experiments" }.count == 1)
        #expect(bench.acceptances == 0)
    }

    @Test("A draft, an experiment with other constructs, and one of long ago are no earlier order")
    func noEarlierOrder() async throws {
        let now = LockedBox(Date().addingTimeInterval(-2 * 86_400))
        let bench = try ToolHarness(clock: { now.value })
        _ = try await bench.quoted(name: "Auto")
        now.value = Date()
        let other = Spec.affinity().setting("sequences", to: ["x": "ACDEFGHIK", "y": "ACDEFGHIL"])
        _ = try await bench.value("create_experiment", ["name": "Auto", "experiment_spec": Spec.affinity()])
        _ = try await bench.quoted(other, name: "Auto")
        let placed = try await bench.tools().result("create_experiment", Call.arguments(Call.stated))
        #expect(placed.structured?["accepted"] == true, "\(placed.text)")
    }

    @Test("An experiment whose id the API does not state is not paid for, and not ordered again")
    func withoutID() async throws {
        let bench = try ToolHarness()
        let proxy = try RewritingProxy(bench.sandbox) { request, _ in
            request == "POST /api/v1/experiments" ? (201, #"{"status":"in_review"}"#) : nil
        }
        let tools = try bench.tools(url: proxy.url)
        let result = try await tools.result("create_experiment", Call.arguments(Call.stated))
        #expect(result.failureKind == "bad_response", "\(result.text)")
        #expect(result.failure?["retryable"] == false)
        let again = try await tools.result("create_experiment", Call.arguments(Call.stated))
        #expect(["already_placed", "under_way"].contains(again.structured?["reason"]?.string), "\(again.text)")
        #expect(bench.requests.filter { $0 == "POST /api/v1/experiments" }.count == 1)
        #expect(bench.acceptances == 0)
    }

    @Test("An experiment that was only found in the list is not paid for")
    func inferredCreation() async throws {
        let bench = try ToolHarness()
        let spec = Spec.affinity()
        // The same order of somebody else, placed while ours is lost.
        let (url, key) = (bench.sandbox.baseURL.absoluteString, bench.sandbox.key)
        let order: JSON = ["name": "Auto", "experiment_spec": spec, "skip_draft": true]
        let proxy = try RewritingProxy(
            bench.sandbox,
            instead: { request in
                guard request == "POST /api/v1/experiments" else { return nil }
                _ = try? LocalHTTP.sendBlocking(
                    "POST", url + "/api/v1/experiments",
                    headers: ["Authorization": "Bearer \(key)", "Content-Type": "application/json"],
                    body: Array(order.utf8))
                return (500, "{}")
            })
        let result = try await bench.tools(url: proxy.url).result(
            "create_experiment", Call.arguments(spec: spec), as: .saysYes, in: .v2025_11_25)
        #expect(result.structured?["accepted"] == false, "\(result.text)")
        #expect(result.structured?["reason"] == "inferred")
        #expect(result.structured?["status"] == "not_accepted")
        let names = try #require(result.structured?.members).map(\.name)
        #expect(Set(names).count == names.count)
        #expect(result.structured?["experiment_id"]?.string != nil)
        #expect(bench.acceptances == 0)
    }

    @Test("An experiment of the same name with other constructs is not taken for the order")
    func otherConstructs() async throws {
        let bench = try ToolHarness()
        let proxy = try RewritingProxy(bench.sandbox, instead: { $0 == "POST /api/v1/experiments" ? (500, "{}") : nil })
        let other = Spec.affinity().setting("sequences", to: ["x": "ACDEFGHIK", "y": "ACDEFGHIL"])
        let user = User { _ in
            _ = try await bench.value(
                "create_experiment", ["name": "Auto", "experiment_spec": other, "skip_draft": true])
            return .accept(["accept": true])
        }
        let result = try await bench.tools(url: proxy.url).result(
            "create_experiment", Call.arguments(), as: user, in: .v2025_11_25)
        #expect(result.isError)
        #expect(result.structured?["experiment_id"] == nil, "\(result.text)")
        #expect(bench.acceptances == 0)
    }

    @Test("An order whose creation left no trace is not placed again, since it may appear late")
    func lateCreation() async throws {
        let bench = try ToolHarness()
        let (proxy, creations) = try Self.failingCreations(on: bench) { _ in (500, "{}") }
        let tools = try bench.tools(url: proxy.url)
        let lost = try await tools.result("create_experiment", Call.arguments(Call.stated))
        #expect(lost.isError)
        #expect(lost.text.contains("safe to call") == false, "\(lost.text)")
        // Nobody is asked about an order that would not be placed.
        let user = User.saysYes
        let again = try await tools.result("create_experiment", Call.arguments(), as: user, in: .v2025_11_25)
        #expect(again.structured?["reason"] == "under_way", "\(again.text)")
        #expect(user.questions.isEmpty)
        #expect(creations.value == 1)
    }

    @Test("However a call is written, the same order is placed once")
    func rewritten() async throws {
        let bench = try ToolHarness()
        let spec = Spec.affinity()
        _ = try await bench.value("create_experiment", Call.arguments(Call.stated, spec: spec))
        let reversed = JSON(Array((spec.members ?? []).reversed()))
        let objects = spec.setting(
            "sequences",
            to: JSON((spec["sequences"]?.members ?? []).map { JSON.Member($0.name, ["aa_string": $0.value]) }))
        let others = [
            Call.arguments(Call.stated, spec: reversed), Call.arguments(Call.stated, spec: objects),
            JSON(Array((Call.arguments(Call.stated, spec: spec).members ?? []).reversed())),
            Call.arguments(Call.stated.setting("skip_draft", to: true), spec: spec),
        ]
        for other in others {
            let again = try await bench.value("create_experiment", other)
            #expect(again["reason"] == "already_placed", "\(again.text)")
        }
        #expect(bench.acceptances == 1)
    }

    @Test("An order whose creation was refused may be placed again")
    func creationRefused() async throws {
        let bench = try ToolHarness()
        let (proxy, _) = try Self.failingCreations(on: bench) { $0 == 1 ? (403, #"{"error":"no"}"#) : nil }
        let tools = try bench.tools(url: proxy.url)
        let refused = try await tools.result("create_experiment", Call.arguments(Call.stated))
        #expect(refused.failureKind == "permission", "\(refused.text)")
        let placed = try await tools.result("create_experiment", Call.arguments(Call.stated))
        #expect(placed.structured?["accepted"] == true, "\(placed.text)")
    }
}
