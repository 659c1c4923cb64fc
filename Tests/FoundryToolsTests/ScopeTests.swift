import FoundryJSON
import TestSupport
import Testing

@testable import FoundryMCP
@testable import FoundryTools

@Suite("The scope of the tools", .opensDescriptors)
struct ScopeTests {
    private func names(_ scope: Scope) -> [String] {
        ToolListing(scope).definitions.compactMap { $0["name"]?.string }
    }

    @Test("The default has the toolsets for scientists, without the tools that are rarely used")
    func defaults() throws {
        let scope = try Scope(isReadOnly: false, toolsets: nil, tools: nil)
        #expect(names(scope) == names(.default))
        #expect(scope.summary == nil)
        for on in ["create_experiment", "confirm_experiment_quote", "export_results", "list_tokens", "list_invoices"] {
            #expect(names(scope).contains(on), "\(on)")
        }
        for off in [
            "mint_partner_token", "attenuate_token", "revoke_token", "submit_feedback", "create_webhook",
            "get_invoice_pdf",
        ] {
            #expect(!names(scope).contains(off), "\(off)")
        }
        #expect(scope.toolsetsOff == [.experiments, .targets, .tokens, .feedback, .billing, .webhooks, .partners])
    }

    @Test("Read-only has only the tools whose annotations say so")
    func readOnly() throws {
        let scope = try Scope(isReadOnly: true, toolsets: "all", tools: nil)
        for tool in ToolListing(scope).definitions {
            #expect(tool["annotations"]?["readOnlyHint"]?.bool == true)
        }
        let kept = names(scope)
        for writer in [
            "create_experiment", "update_experiment", "submit_experiment", "confirm_experiment_quote",
            "confirm_quote", "reject_quote", "add_sequences", "request_custom_target", "attenuate_token",
            "revoke_token", "submit_feedback", "mint_partner_token",
        ] {
            #expect(!kept.contains(writer))
        }
        for reader in ["estimate_cost", "whoami", "list_results", "get_experiment_quote_pdf", "wait_for_experiment"] {
            #expect(kept.contains(reader))
        }
        #expect(scope.summary?.contains("read-only") == true)
    }

    @Test(
        "Toolsets and tools are accepted in any order and with blanks, and listed in the fixed order",
        arguments: [
            ("quotes,account", nil, [.quotes, .account], []),
            (" account , quotes ", nil, [.quotes, .account], []),
            ("account", "list_targets", [.account], ["list_targets"]),
            ("", "whoami,list_targets", [], ["list_targets", "whoami"]),
            ("account", "whoami", [.account], []),
            ("partners", nil, [.partners], []),
            ("account,account", nil, [.account], []),
        ] as [(String?, String?, [Toolset], [String])])
    func chosen(_ toolsets: String?, _ tools: String?, _ expected: [Toolset], _ extra: [String]) throws {
        let wanted = Tool.all.filter { expected.contains($0.toolset) || extra.contains($0.name) }.map(\.name)
        #expect(names(try Scope(isReadOnly: false, toolsets: toolsets, tools: tools)) == wanted)
    }

    @Test("A tool is in the toolset that its path begins with, otherwise in the account's")
    func toolsets() {
        for (tool, toolset) in [
            ("confirm_experiment_quote", Toolset.experiments), ("wait_for_experiment", .experiments),
            ("confirm_quote", .quotes), ("export_results", .results), ("add_sequences", .sequences),
            ("request_custom_target", .targets), ("list_updates", .updates), ("whoami", .account),
            ("check_health", .account), ("revoke_token", .tokens), ("submit_feedback", .feedback),
            ("mint_partner_token", .partners), ("list_invoices", .billing), ("delete_webhook", .webhooks),
        ] {
            #expect(Tool.all.first { $0.name == tool }?.toolset == toolset, "\(tool)")
        }
    }

    @Test("Toolsets and single tools are added to the default")
    func added() throws {
        let all = Tool.all.map(\.name)
        for (toolsets, tools) in [(nil, "mint_partner_token"), ("default", "mint_partner_token")] as [(String?, String)]
        {
            let scope = try Scope(isReadOnly: false, toolsets: toolsets, tools: tools)
            #expect(names(scope) == all.filter { names(.default).contains($0) || $0 == "mint_partner_token" })
        }
        let webhooks = try Scope(isReadOnly: false, toolsets: "default,webhooks", tools: nil)
        #expect(names(webhooks).count == names(.default).count + 4)
        #expect(names(try Scope(isReadOnly: false, toolsets: "all", tools: nil)) == all)
        #expect(try Scope(isReadOnly: false, toolsets: "all", tools: nil).summary == nil)
    }

    @Test(
        "An unknown name is refused with the known ones",
        arguments: [
            ("quotas", nil, "unknown toolset quotas; known are default, all, experiments, quotes"),
            ("experiments,Quotes", nil, "unknown toolset Quotes; known are"),
            (nil, "list_quote", "unknown tool list_quote; known are list_experiments, get_experiment"),
        ] as [(String?, String?, String)])
    func unknown(_ toolsets: String?, _ tools: String?, _ message: String) throws {
        let error = #expect(throws: ScopeError.self) {
            _ = try Scope(isReadOnly: false, toolsets: toolsets, tools: tools)
        }
        #expect(error?.description.hasPrefix(message) == true, "\(error?.description ?? "")")
    }

    @Test(
        "A scope without any tool is refused",
        arguments: [("", nil), ("partners", nil), ("", "confirm_quote")] as [(String?, String?)])
    func empty(_ toolsets: String?, _ tools: String?) {
        #expect(throws: ScopeError.self) { _ = try Scope(isReadOnly: true, toolsets: toolsets, tools: tools) }
    }

    @Test("A tool outside the scope does not exist, and the caller learns why")
    func notOffered() async throws {
        let bench = try ToolHarness(scope: try Scope(isReadOnly: true, toolsets: "experiments", tools: nil))
        for (name, words) in [
            ("create_experiment", "started without it"), ("whoami", "--tools whoami"),
            ("get_experiments", "did you mean get_experiment?"),
        ] {
            let error = await #expect(throws: UnknownTool.self) { _ = try await bench.call(name) }
            #expect(error?.name == name)
            #expect(error?.hint?.contains(words) == true, "\(error?.hint ?? "")")
        }
        let nonsense = await #expect(throws: UnknownTool.self) { _ = try await bench.call("zzzzzzzzzzzzzzz") }
        #expect(nonsense?.hint == nil)
        #expect(bench.requests.isEmpty)
        #expect(
            bench.tools.tools.count == names(try Scope(isReadOnly: true, toolsets: "experiments", tools: nil)).count)
    }

    @Test("A tool that is off is unknown, with the flag that turns it on")
    func off() async throws {
        let bench = try ToolHarness(scope: .default)
        let error = await #expect(throws: UnknownTool.self) { _ = try await bench.call("create_webhook") }
        #expect(error?.hint?.contains("--toolsets default,webhooks") == true, "\(error?.hint ?? "")")
        let readOnly = try ToolHarness(scope: try Scope(isReadOnly: true, toolsets: nil, tools: nil))
        let hidden = await #expect(throws: UnknownTool.self) { _ = try await readOnly.call("create_webhook") }
        #expect(hidden?.hint?.contains("--tool") == false)
        let text = Instructions.text(scope: .default, isSandbox: false)
        for toolset in Scope.default.toolsetsOff { #expect(text.contains(toolset.rawValue)) }
    }

    @Test("The instructions are short in every scope, and begin with the kind of task they serve")
    func instructions() throws {
        let sets: [String?] = [nil, "all", "partners"] + Toolset.allCases.map(\.rawValue)
        let tools: [String?] = [nil, "whoami", Tool.all.map(\.name).joined(separator: ",")]
        for isReadOnly in [false, true] {
            for toolsets in sets {
                for extra in tools {
                    guard let scope = try? Scope(isReadOnly: isReadOnly, toolsets: toolsets, tools: extra) else {
                        continue
                    }
                    for isSandbox in [false, true] {
                        let text = Instructions.text(scope: scope, isSandbox: isSandbox)
                        #expect(text.count < 2_000, "\(toolsets ?? "default") + \(extra?.count ?? 0): \(text.count)")
                        #expect(text.utf16.count < 2_048)
                        #expect(text.hasPrefix(isSandbox ? "SANDBOX" : "Adaptyv Bio Foundry"))
                        #expect(text.contains("read-only") == isReadOnly)
                        for word in ["binding", "KD", "affinity", "melting temperature", "antibod", "quote"] {
                            #expect(text.contains(word))
                        }
                    }
                }
            }
        }
    }
}
