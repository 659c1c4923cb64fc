public import FoundryJSON
import FoundryText

/// The tools of a scope, for people and scripts.
public struct ToolListing: Sendable {
    private let tools: [Tool]

    /// Creates a listing of the tools that a scope offers.
    public init(_ scope: Scope) {
        tools = scope.offered
    }

    /// Returns the tools that a key with these permissions cannot use, as far as is known.
    public func unusable(granted: [String]) -> [String] {
        tools.filter { tool in
            !tool.permissions.isEmpty && !tool.permissions.contains { Self.grants($0, granted) }
        }.map(\.name)
    }

    /// Returns whether a permission is granted, possibly by a wildcard.
    private static func grants(_ permission: String, _ granted: [String]) -> Bool {
        let resource = permission.prefix { $0 != ":" }
        let action = permission.drop { $0 != ":" }.dropFirst()
        return granted.contains { [permission, "\(resource):*", "*:\(action)", "*:*", "*"].contains($0) }
    }

    /// The `Tool` objects, as `tools/list` gives them in the latest revision.
    public var definitions: [JSON] { tools.map(\.definition) }

    /// A table for a terminal.
    public var table: String {
        let rows = tools.map { tool in
            (tool.toolset.rawValue, tool.name, Self.kind(of: tool), Self.firstSentence(of: tool))
        }
        let widths = (
            rows.map(\.0.count).max() ?? 0, rows.map(\.1.count).max() ?? 0, rows.map(\.2.count).max() ?? 0
        )
        return rows.map { row in
            [Self.padded(row.0, widths.0), Self.padded(row.1, widths.1), Self.padded(row.2, widths.2), row.3]
                .joined(separator: "  ")
        }.joined(separator: "\n")
    }

    /// The table of `.github/docs/tools.md`.
    public var markdown: String {
        var table = MarkdownTable(["Toolset", "Tool", "Kind", "What it does"])
        for tool in tools {
            table.append([
                .text(tool.toolset.rawValue), .code(tool.name), .text(Self.kind(of: tool)),
                .text(Self.firstSentence(of: tool)),
            ])
        }
        return table.text
    }

    /// Returns the kind of effect that the tool has, according to its annotations.
    private static func kind(of tool: Tool) -> String {
        if tool.isReadOnly { return "reads" }
        return tool.definition["annotations"]?["destructiveHint"]?.bool == true ? "changes" : "adds"
    }

    /// Returns the first sentence of the description, which `e.g.` does not end.
    private static func firstSentence(of tool: Tool) -> String {
        let description = tool.definition["description"]?.string ?? ""
        let end = description.ranges(of: ". ").first { !description[..<$0.lowerBound].hasSuffix("e.g") }?.lowerBound
        let sentence = description[..<(end ?? description.endIndex)]
        return sentence.hasSuffix(".") ? String(sentence) : sentence + "."
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
