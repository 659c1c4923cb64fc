import FoundryJSON
import FoundryTools

/// Which permission a tool needs.
///
/// The API says what a key grants (`whoami`) but documents the need of few operations. So this is what their names
/// say, and a tool is named only where the key grants none of what could be meant.
enum ToolPermissions {
    /// The permissions any of which may be what a tool needs; none where nothing is known.
    static func needed(by tool: String) -> [String] {
        switch tool {
        case "list_experiments", "get_experiment", "list_experiment_updates", "wait_for_experiment", "estimate_cost":
            ["experiment:read", "experiment:list"]
        case "create_experiment": ["experiment:create"]
        case "update_experiment", "submit_experiment": ["experiment:update"]
        case "get_experiment_quote", "get_experiment_quote_pdf": ["quote:read", "experiment:read"]
        case "confirm_experiment_quote": ["quote:update", "experiment:update"]
        case "get_experiment_invoice": ["invoice:read", "experiment:read"]
        case "list_experiment_results", "export_results": ["result:read", "result:list", "experiment:read"]
        case "list_experiment_sequences": ["sequence:read", "sequence:list", "experiment:read"]
        case "list_quotes", "get_quote": ["quote:read", "quote:list"]
        case "confirm_quote", "reject_quote": ["quote:update"]
        case "list_results", "get_result": ["result:read", "result:list"]
        case "list_sequences", "get_sequence": ["sequence:read", "sequence:list"]
        case "add_sequences": ["sequence:create", "experiment:update"]
        case "list_targets", "get_target", "list_custom_target_requests", "get_custom_target_request":
            ["target:read", "target:list"]
        case "request_custom_target": ["target:create"]
        case "list_updates": ["update:read", "update:list"]
        case "list_tokens": ["token:read", "token:list"]
        case "revoke_token": ["token:revoke"]
        default: []
        }
    }

    /// The tools of a scope that a key with these permissions cannot use.
    static func unusable(of scope: Scope, granted: [String]) -> [String] {
        ToolListing(scope).definitions.compactMap { $0["name"]?.string }.filter { tool in
            let needed = needed(by: tool)
            return !needed.isEmpty && !needed.contains { grants($0, granted) }
        }
    }

    static func findings(of scope: Scope, granted: [String]) -> [Finding] {
        let tools = unusable(of: scope, granted: granted)
        guard !tools.isEmpty else { return [.green("tools", "the key's permissions cover all of them")] }
        return [
            .yellow(
                "tools", "the key seems not to permit \(tools.joined(separator: ", "))",
                advice: "Leave them out with --read-only or --toolsets, or use a key that grants more.")
        ]
    }

    /// Whether a permission is granted, also by one with an asterisk.
    private static func grants(_ permission: String, _ granted: [String]) -> Bool {
        let resource = permission.prefix { $0 != ":" }
        let action = permission.drop { $0 != ":" }.dropFirst()
        return granted.contains { [permission, "\(resource):*", "*:\(action)", "*:*", "*"].contains($0) }
    }
}
