public import FoundryJSON
public import FoundryMCP

/// The pages on which a client shows what tools answer. Each is one HTML file that fetches nothing: a host gives it the
/// result by messages, or the result is in the file itself.
public enum View: String, CaseIterable, Sendable {
    /// KD, rates and melting temperatures of constructs.
    case results
    /// A quote, and its acceptance.
    case quote
    /// Where an experiment stands.
    case experiment

    private static let prefix = "ui://foundry/"

    /// The view behind a URI; nil where there is none.
    init?(uri: String) {
        guard uri.hasPrefix(Self.prefix) else { return nil }
        self.init(rawValue: String(uri.dropFirst(Self.prefix.count)))
    }

    /// The view of a tool; nil where it has none.
    public init?(of tool: String) {
        guard let view = Tool.named(tool)?.view else { return nil }
        self = view
    }

    /// Where a client reads it.
    var uri: String { Self.prefix + rawValue }

    /// The tools whose results it shows.
    public var tools: [String] {
        Tool.all.filter { $0.view == self }.map(\.name)
    }

    /// The page, as it is read.
    var html: String { Self.pages[self, default: ""] }

    /// The pages: each is its own file, in which the names of the shared ones stand where their text belongs.
    private static let pages: [View: String] = {
        let shared = [
            ("<!-- shared.html -->\n", "shared.html"), ("/* shared.css */\n", "shared.css"),
            ("/* shared.js */\n", "shared.js"),
        ]
        return Dictionary(
            uniqueKeysWithValues: allCases.map { view in
                let own = ViewPages.files["\(view.rawValue).html", default: ""]
                let whole = shared.reduce(own) { page, part in
                    page.replacing(part.0, with: ViewPages.files[part.1, default: ""])
                }
                return (view, whole)
            })
    }()

    /// The view as it is listed.
    var resource: Resource {
        Resource(
            uri: uri, name: rawValue, title: title, description: summary, mimeType: ViewExtension.mimeType,
            size: html.utf8.count)
    }

    /// The view as it is read. It needs no other origin; copying a table needs the clipboard.
    var contents: ResourceContents {
        ResourceContents(
            uri: uri, mimeType: ViewExtension.mimeType,
            body: .text(JSON(html)),
            meta: [
                JSON.Member(
                    "ui",
                    [
                        "csp": ["connectDomains": [], "resourceDomains": []],
                        "permissions": ["clipboardWrite": [:]],
                        "prefersBorder": true,
                    ])
            ])
    }

    private var title: String {
        switch self {
        case .results: "Results"
        case .quote: "Quote"
        case .experiment: "Experiment"
        }
    }

    private var summary: String {
        switch self {
        case .results: "KD by rank, kon against koff, melting temperatures, binders, and the table of them."
        case .quote: "Items, total and expiry of a quote, and its acceptance."
        case .experiment: "Where an experiment stands, what it costs, what happened and what comes next."
        }
    }
}

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
