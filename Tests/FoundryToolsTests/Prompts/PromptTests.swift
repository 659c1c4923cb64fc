import FoundryJSON
import FoundryJSONRPC
import Testing

@testable import FoundryMCP
@testable import FoundryTools

@Suite("Prompts", .timeLimit(.minutes(5)))
struct PromptTests {
    private func text(_ prompt: String, _ arguments: [String: String]) async throws -> String {
        let messages = try await FoundryPrompts().messages(of: prompt, arguments: arguments, context: .plain)
        guard messages.count == 1, case .text(let text) = messages[0].content else { return "" }
        return text.string ?? ""
    }

    private func expectInvalid(
        _ prompt: String, _ arguments: [String: String], _ words: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async {
        let error = await #expect(throws: RPCError.self, sourceLocation: sourceLocation) {
            _ = try await text(prompt, arguments)
        }
        #expect(error?.code == -32602, sourceLocation: sourceLocation)
        #expect(error?.message.contains(words) == true, "\(error?.message ?? "")", sourceLocation: sourceLocation)
    }

    @Test("Every prompt has its required arguments in its text, and names only tools that exist")
    func all() async throws {
        let given = ["sequences": ">one\nEVQL", "target": "HER2", "colleague": "Ada"]
        let words = try Regex("[a-z]+(_[a-z]+)+")
        let fields = Set(Tool.all.flatMap { tool in tool.definition.text.matches(of: words).map { String($0.0) } })
        for prompt in FoundryPrompts().prompts {
            let required = prompt.arguments.filter(\.isRequired).map(\.name)
            let arguments = Dictionary(uniqueKeysWithValues: required.map { ($0, given[$0] ?? "the-\($0)") })
            let text = try await text(prompt.name, arguments)
            #expect(text.contains("Adaptyv Bio's Foundry") || prompt.name == "read_only_key")
            for value in arguments.values where !value.hasPrefix(">") {
                #expect(text.contains(value), "\(prompt.name)")
            }
            for word in text.matches(of: words).map({ String($0.0) }) {
                #expect(fields.contains(word) || required.contains(word), "\(prompt.name): \(word)")
            }
        }
    }

    @Test("Optional arguments appear if they are given, and an empty one does not count")
    func optional() async throws {
        let whole = try await text("plan_binding_screen", ["target": "HER2", "constructs": "24", "budget": "5000 USD"])
        #expect(
            whole.hasPrefix(
                "Plan a binding screen against HER2 at Adaptyv Bio's Foundry for 24 constructs, within 5000 USD."))
        let bare = try await text("plan_binding_screen", ["target": "HER2", "constructs": ""])
        #expect(bare.hasPrefix("Plan a binding screen against HER2 at Adaptyv Bio's Foundry."))
    }

    @Test("A draft has the sequences in the tool's form, and an assessment of them")
    func draft() async throws {
        let good = try await text(
            "draft_experiment",
            ["sequences": ">one\nevql\n>two\nDIQM", "experiment_type": "affinity", "target": "HER2"])
        #expect(good.contains("All 2 sequences consist of standard amino acids."))
        #expect(good.hasSuffix(#"{"one":"EVQL","two":"DIQM"}"#))
        #expect(good.contains("- Type: affinity."))
        #expect(good.contains("- Target: HER2; find its id with list_targets."))
        let wrong = try await text("draft_experiment", ["sequences": "one,EVXL"])
        #expect(wrong.contains("Problems to resolve with me first:\n- /sequences/one: \"X\" at position 3"))
        #expect(wrong.contains("expression, epitope_binning or enzyme_activity."))
        #expect(wrong.contains("needed for affinity, screening and epitope_binning; find it with list_targets."))
    }

    @Test("Unreadable arguments are an error of the call, in words")
    func invalid() async {
        await expectInvalid("draft_experiment", ["sequences": ""], "no sequences")
        await expectInvalid("draft_experiment", ["sequences": ">a\nEV\n>a\nQL"], "used twice")
        for days in ["0", "3651", "-1", "1.5", "many"] {
            await expectInvalid("read_only_key", ["colleague": "Ada", "days": days], "not \(days)")
        }
        await expectInvalid("no_such_prompt", [:], "no_such_prompt")
    }

    @Test("A key is valid for thirty days, or as many as are given")
    func days() async throws {
        #expect(try await text("read_only_key", ["colleague": "Ada"]).contains("valid for 30 days"))
        #expect(try await text("read_only_key", ["colleague": "Ada", "days": "7"]).contains("valid for 7 days"))
    }

    @Test("Other people's text cannot hide in a prompt")
    func hidden() async throws {
        let text = try await text("plan_binding_screen", ["target": "HER2\u{202E}\u{200B}"])
        #expect(text.contains(#"HER2\u{202e}\u{200b}"#))
    }
}
