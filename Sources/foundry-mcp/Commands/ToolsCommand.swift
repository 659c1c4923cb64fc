import FoundryJSON
import FoundryTools

/// `tools`: what is offered, as a table for a terminal, as JSON, or as the README's table.
struct ToolsCommand {
    private enum Form {
        case table, json, markdown
    }

    private let settings: Settings
    private let form: Form

    init(_ words: inout CommandLineWords, _ environment: ProcessEnvironment) throws {
        let json = try words.flag("--json")
        let markdown = try words.flag("--markdown")
        guard !(json && markdown) else { throw UsageError(message: "--json and --markdown exclude each other") }
        form = json ? .json : markdown ? .markdown : .table
        settings = try Settings(&words, environment)
        try words.finish()
    }

    func run() throws -> Int32 {
        let listing = ToolListing(settings.scope)
        switch form {
        case .json: Output.line(JSON(listing.definitions).text)
        case .markdown: Output.line(listing.markdown)
        case .table: Output.line(listing.table)
        }
        return 0
    }
}
