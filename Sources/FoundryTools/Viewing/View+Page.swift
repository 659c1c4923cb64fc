public import JSON
public import MCP

extension View {
    /// Where the page looks for a result that is in the file itself.
    private static let slot = Array(#"<script type="application/json" id="data">"#.utf8)

    /// The view as a page that stands alone, with a result in it.
    /// - Parameters:
    ///   - tool: the tool that gave the result.
    ///   - arguments: what it was called with.
    ///   - extra: what the page would otherwise ask its host for, by name.
    public func page(of result: ToolResult, from tool: String, arguments: JSON, extra: JSON? = nil) -> [UInt8] {
        let envelope = JSON.object([
            "tool": JSON(tool), "arguments": arguments,
            "result": .object([
                "structuredContent": result.structured,
                "_meta": result.meta.isEmpty ? nil : JSON(result.meta),
            ]),
            "extra": extra,
        ])
        let html = html
        guard let slot = html.firstRange(of: Self.slot) else { return html }
        return Array(html[..<slot.upperBound] + Self.harmless(envelope.utf8) + html[slot.upperBound...])
    }

    /// JSON in which nothing can end the element that holds it: `<` stands only within strings, where it may be escaped.
    private static func harmless(_ json: [UInt8]) -> [UInt8] {
        json.flatMap { $0 == UInt8(ascii: "<") ? Array(#"\u003c"#.utf8) : [$0] }
    }
}
