public import FoundryJSON
public import FoundryMCP

extension View {
    /// Where the page looks for a result that is in the file itself.
    private static let slot = #"<script type="application/json" id="data">"#

    /// The view as a page that stands alone, with a result in it.
    /// - Parameters:
    ///   - tool: the tool that gave the result.
    ///   - arguments: what it was called with.
    ///   - extra: what the page would otherwise ask its host for, by name.
    public func page(of result: ToolResult, from tool: String, arguments: JSON, extra: JSON? = nil) -> String {
        let envelope = JSON.object([
            "tool": JSON(tool), "arguments": arguments,
            "result": .object([
                "structuredContent": result.structured,
                "_meta": result.meta.isEmpty ? nil : JSON(result.meta),
            ]),
            "extra": extra,
        ])
        // Nothing may end the element that holds it; `<` stands only within strings, where it may be escaped.
        let data = envelope.text.replacing("<", with: #"\u003c"#)
        return html.replacing(Self.slot, with: Self.slot + data, maxReplacements: 1)
    }
}
