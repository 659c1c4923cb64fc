import FoundryJSON
import FoundryTools

/// `tools`: lists the tools on offer as a table, as JSON or as Markdown.
struct ToolsCommand {
    private enum Format {
        case table, json, markdown
    }

    private let settings: Settings
    private let format: Format

    init(_ arguments: inout Arguments, _ environment: ProcessEnvironment) throws {
        let json = try arguments.flag("--json")
        let markdown = try arguments.flag("--markdown")
        guard !(json && markdown) else { throw UsageError("use either --json or --markdown, not both") }
        format = json ? .json : markdown ? .markdown : .table
        settings = try Settings(&arguments, environment)
        try arguments.finish()
    }

    func run() throws -> Int32 {
        let listing = ToolListing(settings.scope)
        switch format {
        case .json: Output.json(JSON(listing.definitions))
        case .markdown: Output.line(listing.markdown)
        case .table: Output.line(listing.table)
        }
        return 0
    }
}
