import Foundation
import FoundryAPI
import FoundryJSON
import FoundrySandbox
import TestSupport
import Testing

@testable import FoundryMCP
@testable import FoundryTools

@Suite("Keys among the arguments", .opensDescriptors)
struct KeyArgumentTests {
    private func everything(_ result: ToolResult) -> String {
        result.texts.joined() + (result.structured?.text ?? "") + JSON(result.meta).text
    }

    /// The key, the key without the characters that all keys begin with, and a part of it.
    private static func pieces(of key: String) -> [String] {
        [key, String(key.dropFirst(5)), String(key.dropFirst(30).prefix(20))]
    }

    @Test("A key in the wrong place is in no result")
    func results() async throws {
        let bench = try ToolHarness()
        for piece in Self.pieces(of: bench.sandbox.key) {
            for (tool, arguments) in [
                ("list_experiments", .object([piece: 1])), ("get_experiment", ["experiment_id": JSON(piece)]),
                ("create_webhook", ["url": JSON("https://\(piece)/")]),
                ("create_webhook", ["url": JSON("https://\(piece).local/")]),
                ("list_targets", ["search": JSON(piece)]), ("list_experiments", ["filter": JSON("eq(\(piece),1)")]),
                ("confirm_quote", ["quote_id": JSON(piece)]),
                ("create_experiment", ["name": JSON(piece), "experiment_spec": Spec.affinity()]),
            ] as [(String, JSON)] {
                let result = try await bench.call(tool, arguments)
                #expect(!everything(result).contains(bench.sandbox.key.dropFirst(31).prefix(15)), "\(tool)")
            }
        }
    }

    @Test("A key in the wrong place is in no question about a new key")
    func questions() async throws {
        let bench = try ToolHarness()
        for piece in Self.pieces(of: bench.sandbox.key) {
            let user = User(.decline)
            _ = try await bench.call(
                "attenuate_token",
                ["name": JSON(piece), "attenuation": ["read_only": true], "reveal": true], as: user)
            let question = try #require(user.questions.first)
            #expect(!(question.key + question.message).contains(bench.sandbox.key.dropFirst(31).prefix(15)))
        }
    }

    @Test("A key or a webhook's secret among the arguments is not in the page of a view")
    func views() async throws {
        let bench = try ToolHarness()
        let result = try await bench.call("list_experiments")
        for piece in Self.pieces(of: bench.sandbox.key) {
            let page = View.results.page(
                of: result, from: "list_experiment_results",
                arguments: ["search": JSON(piece), "webhook_secret": "0123456789abcdef"],
                redactor: bench.client.redactor)
            #expect(!page.contains(bench.sandbox.key.dropFirst(31).prefix(15)))
            #expect(!page.contains("0123456789abcdef"))
        }
    }
}
