import FoundryTools

/// The doctor's finding about the tools that the key cannot use.
enum ToolPermissions {
    static func findings(of scope: Scope, granted: [String]) -> [Finding] {
        let tools = ToolListing(scope).unusable(granted: granted)
        guard !tools.isEmpty else { return [.green("tools", "the key's permissions cover all of them")] }
        return [
            .yellow(
                "tools", "the key seems not to permit \(tools.joined(separator: ", "))",
                advice: "Leave them out with --read-only or --toolsets, or use a key that grants more.")
        ]
    }
}
