import FoundryAPI
import FoundryFoundation
import FoundryJSON
import FoundryJSONRPC
import FoundryMCP
import FoundrySystem
import FoundryTools

/// `call`: calls one tool and prints its result.
struct CallCommand {
    private let settings: Settings
    private let tool: String
    private let arguments: JSON
    /// The page that shows the result; nil if the result is printed.
    private let view: View?
    private let prompt: TerminalPrompt

    init(_ words: inout Arguments, _ environment: ProcessEnvironment) throws {
        var settings = try Settings(&words, environment)
        prompt = TerminalPrompt(timeout: settings.confirmTimeout)
        let wantsView = try words.flag("--view")
        let file = try SequenceArgument(&words)
        guard let tool = words.word() else {
            throw UsageError("call needs the name of a tool; see foundry-mcp tools")
        }
        self.tool = tool
        settings.scope = settings.scope.offering(tool)
        self.settings = settings
        let text = words.word() ?? "{}"
        try words.finish()
        view = wantsView ? try Self.view(of: tool) : nil
        let given: JSON
        do {
            let bytes = text == "-" ? try Descriptor.readAll(from: STDIN_FILENO) : Array(text.utf8)
            given = try JSON(parsing: bytes)
        } catch {
            throw UsageError("the arguments of \(tool) are \(error)")
        }
        guard given.kind == .object else {
            throw UsageError("the arguments of \(tool) must be a JSON object, such as '{\"limit\": 5}'")
        }
        arguments = try file?.placed(in: given, of: tool) ?? given
    }

    private static func view(of tool: String) throws -> View {
        guard let view = View(of: tool) else {
            let tools = View.allCases.flatMap(\.tools).joined(separator: ", ")
            throw UsageError("\(tool) has no view; these have: \(tools)")
        }
        return view
    }

    func run() throws -> Int32 {
        let backend = try Backend.start(settings)
        defer { backend.stop() }
        do {
            let result = try call(tool, arguments: completeArguments(backend.tools), backend)
            guard !result.isError, let value = result.structured else {
                Output.error(result.failureText)
                return 1
            }
            if let view {
                try show(result, on: view, backend)
            } else if tool == "export_results" {
                Output.json(value.setting("path", to: JSON(try export(value, backend))))
            } else {
                Output.json(value)
            }
            return Self.status(of: value)
        } catch let error as UnknownTool {
            throw UsageError("unknown tool \(error.name); \(error.hint ?? "see foundry-mcp tools")")
        } catch is CancellationError {
            Output.error("\(Identity.name): \(tool) was cancelled\(consequence(backend))")
            return 1
        }
    }

    /// Returns the exit status for a result: 3 if money still waits for a person's yes.
    static func status(of result: JSON) -> Int32 {
        result["accepted"]?.bool == false ? 3 : 0
    }

    /// Returns the possible effect of a cancelled call, as the rest of a sentence; empty if the tool only reads.
    private func consequence(_ backend: Backend) -> String {
        guard definition(in: backend.tools)?["annotations"]?["readOnlyHint"]?.bool != true else { return "" }
        guard backend.hasSentWrite else { return "; nothing was changed or accepted" }
        let next =
            FoundryToolProvider.check(of: tool).map { "Check with \($0.name) before you call it again." }
            ?? "Find out before you call it again; support@adaptyvbio.com can help."
        return "; it may have been carried out. \(next)"
    }

    private func definition(in tools: FoundryToolProvider) -> JSON? {
        tools.tools.first { $0["name"]?.string == tool }
    }

    private var context: RequestContext {
        let ask: RequestContext.Ask = { [prompt] in try await prompt.ask($0) }
        return RequestContext(
            revision: .latest, id: RequestID(1), progress: Terminal.progressReporter(),
            ask: Terminal.isInteractive ? ask : nil)
    }

    private func call(_ tool: String, arguments: JSON, _ backend: Backend) throws -> ToolResult {
        let (context, tools) = (context, backend.tools)
        switch try Blocking.run({ try await tools.call(tool, arguments: arguments, context: context) }) {
        case .result(let result): return result
        // Cannot happen: the context does not declare the tasks extension.
        case .task: return ToolResult(failure: "\(tool) became a task, which this command cannot wait for")
        }
    }

    /// Returns the arguments, with `detail: full` for a view: a person's page has room for what a model pays for.
    private func completeArguments(_ tools: FoundryToolProvider) -> JSON {
        guard view != nil, arguments["detail"] == nil else { return arguments }
        let hasDetail = definition(in: tools)?["inputSchema"]?["properties"]?["detail"] != nil
        return hasDetail ? arguments.setting("detail", to: "full") : arguments
    }

    /// Writes the page, prints its path, and opens it.
    private func show(_ result: ToolResult, on view: View, _ backend: Backend) throws {
        var extra: JSON?
        if view == .experiment, let id = result.structured?["id"] {
            // In a client, the page asks its host for the history. Without a history the page is still useful.
            let updates = try? call(
                "list_experiment_updates", arguments: ["experiment_id": id, "all_pages": true], backend)
            extra = (updates?.structured?["items"]).map { ["updates": $0] }
        }
        let file = try ViewFile(
            view.page(of: result, from: tool, arguments: arguments, extra: extra, redactor: backend.redactor),
            named: view.rawValue)
        Output.line(file.url.path)
        file.open(settings.environment)
    }

    /// Writes the resource that a result links to into a file.
    /// - Returns: the file's path.
    private func export(_ result: JSON, _ backend: Backend) throws -> String {
        let (context, resources) = (context, backend.resources)
        let uri = result["uri"]?.string ?? ""
        let resource = try Blocking.run { try await resources.read(uri, context: context) }
        return try ExportFile.write(resource.bytes, named: result["name"]?.string ?? "export")
    }
}

extension ToolResult {
    /// The text of a failed result.
    fileprivate var failureText: String {
        content.compactMap { if case .text(let text) = $0 { text.string } else { nil } }.joined(separator: "\n")
    }
}

extension ReadResult {
    /// The contents, one after the other.
    fileprivate var bytes: [UInt8] {
        contents.flatMap { contents in
            switch contents.body {
            case .text(let text): Array((text.string ?? "").utf8)
            case .blob(let bytes): Array(bytes)
            }
        }
    }
}
