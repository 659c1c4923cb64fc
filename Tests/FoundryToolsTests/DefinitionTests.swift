import Foundation
import FoundryAPI
import FoundryJSON
import Testing

@testable import FoundryTools

@Suite("The published definitions of the tools", .timeLimit(.minutes(5)))
struct DefinitionTests {
    /// Toolsets in their order, tools in theirs, our own last in their toolset.
    private static let order = [
        "list_experiments", "get_experiment", "create_experiment", "update_experiment", "estimate_cost",
        "submit_experiment", "get_experiment_quote", "get_experiment_quote_pdf", "confirm_experiment_quote",
        "get_experiment_invoice", "list_experiment_results", "list_experiment_sequences", "list_experiment_updates",
        "wait_for_experiment", "check_sequences", "plan_order", "list_quotes", "get_quote", "confirm_quote",
        "reject_quote", "list_results",
        "get_result",
        "analyze_results", "export_results", "list_sequences", "get_sequence", "add_sequences", "list_targets",
        "get_target",
        "request_custom_target", "list_custom_target_requests", "get_custom_target_request", "list_updates", "whoami",
        "check_health", "list_tokens", "attenuate_token", "revoke_token", "submit_feedback", "list_invoices",
        "get_invoice",
        "get_invoice_pdf", "list_webhooks", "create_webhook", "update_webhook", "delete_webhook", "mint_partner_token",
    ]

    @Test("None of these tools is missing, and tools/list has them in this order, whatever comes between")
    func order() {
        #expect(Tool.all.map(\.name).filter(Self.order.contains) == Self.order)
    }

    @Test("Every file defines a tool, and every operation but the two probes has a file")
    func files() {
        #expect(Set(ToolSchemas.files.keys) == Set(Tool.all.map { "\($0.name).json" }))
        let none = FoundryEndpoint.all.map(\.name).filter { ToolSchemas.files["\($0).json"] == nil }
        #expect(none == ["health", "health_db"])
    }

    @Test("Every file is JSON of the tool that it is named for", arguments: Tool.all.map(\.name))
    func file(_ name: String) throws {
        let definition = try definition(of: name)
        #expect(definition["name"]?.string == name)
        #expect(name.count <= 40)
        for member in ["title", "description"] { #expect(definition[member]?.string?.isEmpty == false) }
        #expect((definition["description"]?.string?.count ?? .max) <= 2_048)
        for hint in ["readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"] {
            #expect(definition["annotations"]?[hint]?.bool != nil, "\(hint)")
        }
        let known: Set = [
            "name", "title", "description", "inputSchema", "outputSchema", "annotations", "_meta", "execution", "icons",
        ]
        let names = (definition.members ?? []).map(\.name)
        #expect(Set(names).isSubset(of: known))
    }

    @Test("Both schemas of every tool compile", arguments: Tool.all.map(\.name))
    func schemas(_ name: String) throws {
        let definition = try definition(of: name)
        for member in ["inputSchema", "outputSchema"] {
            let schema = try #require(definition[member])
            #expect(schema["type"]?.string == "object")
            _ = try JSONSchema(schema)
        }
    }

    @Test("Input schemas use only what every client accepts, and are strict", arguments: Tool.all.map(\.name))
    func input(_ name: String) throws {
        let schema = try #require(try definition(of: name)["inputSchema"])
        for keyword in ["oneOf", "anyOf", "allOf", "not", "if"] { #expect(schema[keyword] == nil) }
        #expect(schema["additionalProperties"]?.bool == false)
        visit(schema) { node in
            for keyword in ["$ref", "$defs", "const"] { #expect(node[keyword] == nil) }
            if let type = node["type"] { #expect(type.kind == .string) }
        }
    }

    @Test("Output schemas describe results without restricting them", arguments: Tool.all.map(\.name))
    func output(_ name: String) throws {
        let schema = try #require(try definition(of: name)["outputSchema"])
        visit(schema) { node in
            #expect(node["enum"] == nil)
            #expect(node["additionalProperties"]?.bool != false)
        }
    }

    @Test("A readout is described identically wherever it occurs, since clients do not resolve references")
    func readouts() throws {
        let summaries = try ["list_results", "list_experiment_results", "get_result"].map { name in
            let schema = try #require(try definition(of: name)["outputSchema"]?["properties"])
            return try #require((schema["items"]?["items"]?["properties"] ?? schema)["summary"])
        }
        #expect(summaries.allSatisfy { $0 == summaries[0] })
    }

    @Test("The types of experiments are those of the published schemas")
    func types() throws {
        for name in ["create_experiment", "estimate_cost"] {
            let schema = try #require(try definition(of: name)["inputSchema"])
            let types = schema["properties"]?["experiment_spec"]?["properties"]?["experiment_type"]?["enum"]
            #expect(types == JSON(ExperimentType.known.map { JSON($0.rawValue) }), "\(name)")
        }
    }

    @Test("The definitions of the default tools stay within the budget")
    func budget() {
        let size = ToolListing(.default).definitions.reduce(0) { sum, tool in
            let shown = JSON.object([
                "name": tool["name"], "description": tool["description"], "inputSchema": tool["inputSchema"],
            ])
            return sum + shown.utf8.count
        }
        #expect(size <= 24_000, "\(size)")
        #expect(ToolListing(.default).definitions.count <= 40)
    }

    @Test("The words that a search would use are in a tool's first sentence")
    func firstSentences() throws {
        for (tool, words) in [
            ("create_experiment", ["binding", "KD", "melting temperature"]), ("estimate_cost", ["price"]),
            ("list_targets", ["target"]), ("list_experiment_results", ["results", "binding"]),
            ("confirm_quote", ["quote"]),
        ] {
            let description = try definition(of: tool)["description"]?.string ?? ""
            let first = description.split(separator: ". ").first.map(String.init)?.lowercased() ?? ""
            for word in words { #expect(first.contains(word.lowercased()), "\(tool): \(first)") }
        }
    }

    @Test("Tools that may be large on request say so", arguments: Tool.all.map(\.name))
    func large(_ name: String) throws {
        let definition = try definition(of: name)
        guard definition["inputSchema"]?["properties"]?["detail"] != nil else { return }
        #expect(definition["_meta"]?["anthropic/maxResultSizeChars"]?.int == 500_000)
    }

    @Test("The tables have one row for each tool")
    func tables() {
        let listing = ToolListing(.everything)
        let rows = listing.table.split(separator: "\n")
        #expect(rows.count == Tool.all.count)
        for (row, tool) in zip(rows, Tool.all) {
            #expect(row.contains(tool.name) && row.contains(tool.toolset.rawValue))
        }
        let markdown = listing.markdown.split(separator: "\n")
        #expect(markdown.count == Tool.all.count + 2)
        #expect(markdown.dropFirst(2).allSatisfy { $0.hasPrefix("| ") && $0.hasSuffix(" |") })
    }

    private func definition(of tool: String) throws -> JSON {
        try #require(Tool.all.first { $0.name == tool }).definition
    }

    /// Calls for each object in a schema that is a schema itself.
    private func visit(_ schema: JSON, _ look: (JSON) -> Void) {
        look(schema)
        for member in schema.members ?? [] {
            switch member.name {
            case "properties", "patternProperties":
                for property in member.value.members ?? [] { visit(property.value, look) }
            case "items", "additionalProperties", "not": if member.value.kind == .object { visit(member.value, look) }
            case "anyOf", "oneOf", "allOf": for branch in member.value.elements ?? [] { visit(branch, look) }
            default: break
            }
        }
    }
}
