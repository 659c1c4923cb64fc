import FoundryAPI
import FoundryJSON
import FoundryJSONRPC
import FoundrySandbox
import TestSupport
import Testing

@testable import FoundryMCP
@testable import FoundryTools

@Suite("Completions", .opensDescriptors)
struct CompletionTests {
    private static let context = FoundryMCP.RequestContext(revision: .latest, id: RequestID(1))

    private func complete(
        _ reference: CompletionReference, _ argument: String, _ value: String, on bench: ToolHarness
    ) async throws -> [String] {
        try await FoundryCompletions(api: .client(bench.client))
            .complete(reference, argument: argument, value: value, others: [:], context: Self.context).values
    }

    @Test(
        "Equal values come before prefixes, prefixes before substrings, otherwise in order; case is ignored"
    )
    func ranking() {
        let candidates = ["anti-HER2", "HER2 human", "other", "HER3", "her2", "HER2 mouse"]
        let ranked = Ranking.completion(candidates, for: "HER2")
        #expect(ranked.values == ["her2", "HER2 human", "HER2 mouse", "anti-HER2"])
        #expect(ranked.total == 4)
        #expect(Ranking.completion(candidates, for: "").values == candidates)
        #expect(Ranking.completion(candidates, for: "x").values.isEmpty)
    }

    @Test("Types of experiments are completed without the API")
    func types() async throws {
        let bench = try ToolHarness.sendsNothing.get()
        let all = try await complete(.prompt("draft_experiment"), "experiment_type", "e", on: bench)
        #expect(all.prefix(3) == ["expression", "epitope_binning", "enzyme_activity"])
        #expect(bench.requests.isEmpty)
    }

    @Test("A target is found by name, gene and accession, and returned in the argument's form")
    func targets() async throws {
        let bench = try ToolHarness.readsOnly.get()
        let target = try await bench.value("list_targets", ["search": "HER2", "detailed": true, "detail": "full"])
        let (id, name) = (target["items"]?[0]?["id"]?.string ?? "", target["items"]?[0]?["name"]?.string ?? "")
        for word in ["ERBB2", "P04626", name] {
            #expect(
                try await complete(.resource(template: "foundry://targets/{target_id}"), "target_id", word, on: bench)
                    .contains(id), "\(word)")
            #expect(try await complete(.prompt("plan_binding_screen"), "target", word, on: bench).contains(name))
        }
    }

    @Test("Experiments are found by id, code and name, quotes by id and number")
    func experimentsAndQuotes() async throws {
        let bench = try ToolHarness()
        let quoted = try await bench.quoted(name: "Binders of March")
        let (id, quote) = (quoted.experiment.string ?? "", quoted.quote.string ?? "")
        let template = CompletionReference.resource(template: "foundry://experiments/{experiment_id}")
        for word in ["", "binders", "SBX-0001", String(id.prefix(9))] {
            #expect(try await complete(template, "experiment_id", word, on: bench) == [id], "\(word)")
        }
        #expect(try await complete(template, "experiment_id", "nothing", on: bench).isEmpty)
        for word in ["", "QT-SBX", String(quote.prefix(5))] {
            #expect(try await complete(.prompt("review_quote"), "quote_id", word, on: bench) == [quote], "\(word)")
        }
    }

    @Test("If the API cannot be reached there are no suggestions")
    func unreachable() async throws {
        let completions = FoundryCompletions(api: .unusable(FoundryError(.unreachable, "nothing there")))
        for (prompt, argument) in [
            ("report_experiment", "experiment_id"), ("plan_binding_screen", "target"), ("review_quote", "quote_id"),
        ] {
            let found = try await completions.complete(
                .prompt(prompt), argument: argument, value: "x", others: [:], context: Self.context)
            #expect(found.values.isEmpty)
        }
    }

    @Test("An unknown prompt, template or argument is an error; a free-text argument has no suggestions")
    func unknown() async throws {
        let bench = try ToolHarness.sendsNothing.get()
        let wrong: [(CompletionReference, String)] = [
            (.prompt("nothing"), "target"), (.prompt("review_quote"), "target"),
            (.resource(template: "foundry://nothing/{id}"), "id"),
            (.resource(template: "foundry://targets/{target_id}"), "quote_id"),
        ]
        for (reference, argument) in wrong {
            let error = await #expect(throws: RPCError.self) {
                _ = try await complete(reference, argument, "", on: bench)
            }
            #expect(error?.code == -32602)
        }
        #expect(try await complete(.prompt("plan_binding_screen"), "budget", "5", on: bench).isEmpty)
        #expect(bench.requests.isEmpty)
    }
}
