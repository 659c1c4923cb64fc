import Foundation
import FoundryAPI
import FoundryJSON
import FoundryJSONRPC
import FoundryMCP
import FoundryTools

/// `call`: one tool call from the shell.
struct CallCommand {
    private let settings: Settings
    private let tool: String
    private let arguments: JSON
    /// The page on which the result is shown; nil where it is printed.
    private let view: View?

    init(_ words: inout CommandLineWords, _ environment: ProcessEnvironment) throws {
        settings = try Settings(&words, environment)
        let wantsView = try words.flag("--view")
        guard let tool = words.word() else {
            throw UsageError(message: "call needs the name of a tool; see foundry-mcp tools")
        }
        self.tool = tool
        let text = words.word() ?? "{}"
        try words.finish()
        view = wantsView ? try Self.view(of: tool) : nil
        do {
            let bytes = text == "-" ? Array(FileHandle.standardInput.readDataToEndOfFile()) : Array(text.utf8)
            arguments = try JSON(parsing: bytes)
        } catch {
            throw UsageError(message: "the arguments of \(tool) are \(error)")
        }
        guard arguments.kind == .object else {
            throw UsageError(message: "the arguments of \(tool) must be a JSON object, such as '{\"limit\": 5}'")
        }
    }

    private static func view(of tool: String) throws -> View {
        guard let view = View(of: tool) else {
            let tools = View.allCases.flatMap(\.tools).joined(separator: ", ")
            throw UsageError(message: "\(tool) has no view; these have: \(tools)")
        }
        return view
    }

    func run() throws -> Int32 {
        let backend = try Backend.start(settings)
        defer { backend.stop() }
        do {
            let result = try call(tool, arguments: wantedArguments(backend.tools), backend)
            guard !result.isError, let value = result.structured else {
                Output.error(result.failureText)
                return 1
            }
            if let view {
                try show(result, on: view, backend)
            } else if tool == "export_results" {
                Output.line(value.setting("path", to: JSON(try export(value, backend))).text)
            } else {
                Output.line(value.text)
            }
            return 0
        } catch let error as UnknownTool {
            throw UsageError(message: "unknown tool \(error.name); \(error.hint ?? "see foundry-mcp tools")")
        } catch is CancellationError {
            Output.error("\(Identity.name): \(tool) was cancelled" + warning(backend.tools))
            return 1
        }
    }

    /// What one should know who cancelled the call; nothing where it would have changed nothing.
    private func warning(_ tools: FoundryToolProvider) -> String {
        guard definition(in: tools)?["annotations"]?["readOnlyHint"]?.bool != true else { return "" }
        let next =
            FoundryOperation.named(tool)?.check.map { "Check with \($0) before you call it again." }
            ?? "Do not call it again before you know; support@adaptyvbio.com can tell."
        return "; it may have been carried out. \(next)"
    }

    private func definition(in tools: FoundryToolProvider) -> JSON? {
        tools.tools.first { $0["name"]?.string == tool }
    }

    private var context: RequestContext {
        RequestContext(
            revision: .latest, id: RequestID(1), progress: Terminal.progressReporter(), ask: Terminal.ask)
    }

    private func call(_ tool: String, arguments: JSON, _ backend: Backend) throws -> ToolResult {
        let (context, tools) = (context, backend.tools)
        switch try Blocking.run({ try await tools.call(tool, arguments: arguments, context: context) }) {
        case .result(let result): return result
        // The context does not have the extension for tasks.
        case .task: return ToolResult(failure: "\(tool) became a task, which cannot be waited for here")
        }
    }

    /// A person who looks at a page pays nothing for what a model would: it shows everything, unless they said
    /// otherwise.
    private func wantedArguments(_ tools: FoundryToolProvider) -> JSON {
        guard view != nil, arguments["detail"] == nil else { return arguments }
        let hasDetail = definition(in: tools)?["inputSchema"]?["properties"]?["detail"] != nil
        return hasDetail ? arguments.setting("detail", to: "full") : arguments
    }

    /// Writes the page, says where it is, and opens it.
    private func show(_ result: ToolResult, on view: View, _ backend: Backend) throws {
        var extra: JSON?
        if view == .experiment, let id = result.structured?["id"] {
            // The page would ask its host for the history. It is shown without where it cannot be had.
            let updates = try? call(
                "list_experiment_updates", arguments: ["experiment_id": id, "all_pages": true], backend)
            extra = (updates?.structured?["items"]).map { ["updates": $0] }
        }
        let file = try ViewFile(
            view.page(of: result, from: tool, arguments: arguments, extra: extra), named: view.rawValue)
        Output.line(file.url.path)
        file.open(settings.environment)
    }

    /// Reads what the answer links to into a file.
    /// - Returns: its path.
    private func export(_ answer: JSON, _ backend: Backend) throws -> String {
        let (context, resources) = (context, backend.resources)
        let uri = answer["uri"]?.string ?? ""
        let reading = try Blocking.run { try await resources.read(uri, context: context) }
        return try ExportFile.write(reading, named: answer["name"]?.string ?? "export")
    }
}

extension ToolResult {
    /// The text of a failed result.
    fileprivate var failureText: String {
        content.compactMap { if case .text(let text) = $0 { text.string } else { nil } }.joined(separator: "\n")
    }
}
