public import FoundryAPI
public import FoundryJSON
public import FoundryMCP

/// A page on which a client shows the results of tools.
///
/// Each is one HTML file that fetches nothing: a host gives it the result by messages, or the result is in the file itself.
public enum View: String, CaseIterable, Sendable {
    /// The measurements of constructs: KD and rates, signals, melting temperatures, epitope bins, and others.
    case results
    /// A quote, and its acceptance.
    case quote
    /// The state of an experiment.
    case experiment

    private static let prefix = "ui://foundry/"

    /// Creates the view of a URI; nil if there is none.
    init?(uri: String) {
        guard uri.hasPrefix(Self.prefix) else { return nil }
        self.init(rawValue: String(uri.dropFirst(Self.prefix.count)))
    }

    /// Creates the view of a tool; nil if it has none.
    public init?(of tool: String) {
        guard let view = Tool.named(tool)?.view else { return nil }
        self = view
    }

    /// The URI of the view.
    var uri: String { Self.prefix + rawValue }

    /// The tools whose results it shows.
    public var tools: [String] {
        Tool.all.filter { $0.view == self }.map(\.name)
    }

    /// The HTML of the page.
    var html: String { Self.pages[self, default: ""] }

    /// The pages. Each is a file that names the shared files where their text belongs.
    private static let pages: [View: String] = {
        let shared = [
            ("<!-- shared.html -->\n", "shared.html"), ("/* shared.css */\n", "shared.css"),
            ("/* shared.js */\n", "shared.js"), ("/* analysis.js */\n", "analysis.js"),
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

    /// The view as an entry of `resources/list`.
    var resource: Resource {
        Resource(
            uri: uri, name: rawValue, title: title, description: summary, mimeType: ViewExtension.mimeType,
            size: html.utf8.count)
    }

    /// The contents of the view. It needs no other origin; copying a table needs the clipboard.
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
        case .results: "KD by rank, kon against koff, signals, melting temperatures, epitope bins, and their table."
        case .quote: "Items, total and expiry of a quote, and its acceptance."
        case .experiment: "An experiment's status, cost, history and next step."
        }
    }
}

extension View {
    /// The element of the page that holds a result in the file itself.
    private static let slot = #"<script type="application/json" id="data">"#

    /// Returns the view as a page of its own that holds a result.
    /// - Parameters:
    ///   - tool: the tool that gave the result.
    ///   - arguments: the arguments of the call.
    ///   - extra: values that the page would otherwise ask its host for, by name.
    ///   - redactor: the redactor that removes the user's key, which may be among the arguments.
    public func page(
        of result: ToolResult, from tool: String, arguments: JSON, extra: JSON? = nil, redactor: Redactor
    ) -> String {
        let secrets = Redactor(
            secrets: WebhookSecrets.secrets(in: arguments), replacement: WebhookSecrets.placeholder)
        let arguments = redactor.redact(secrets.redact(arguments))
        let envelope = JSON.object([
            "tool": JSON(tool), "arguments": arguments,
            "result": .object([
                "structuredContent": result.structured,
                "_meta": result.meta.isEmpty ? nil : JSON(result.meta),
            ]),
            "extra": extra,
        ])
        // Nothing may end the element that holds it; `<` occurs only within strings, where it may be escaped.
        let data = envelope.text.replacing("<", with: #"\u003c"#)
        return html.replacing(Self.slot, with: Self.slot + data, maxReplacements: 1)
    }
}
