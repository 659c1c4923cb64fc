import Foundation
import FoundryTools
import JSON
import JSONRPC
import MCP

/// `call`: one tool call from the shell.
struct CallCommand {
    private let settings: Settings
    private let tool: String
    private let arguments: JSON

    init(_ words: inout CommandLineWords, _ environment: [String: String]) throws {
        settings = try Settings(&words, environment)
        guard let tool = words.word() else {
            throw UsageError(message: "call needs the name of a tool; see foundry-mcp tools")
        }
        self.tool = tool
        let text = words.word() ?? "{}"
        try words.finish()
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

    func run() throws -> Int32 {
        let backend = try Backend.start(settings)
        defer { backend.stop() }
        let (tool, arguments, tools) = (tool, arguments, backend.tools)
        let context = RequestContext(
            revision: .v2026_07_28, id: .number("1"), progress: Terminal.progressReporter(), ask: Terminal.ask)
        do {
            let answer = try Blocking.run { try await tools.call(tool, arguments: arguments, context: context) }
            // Without the extension in the context there are no tasks.
            guard case .result(let result) = answer else { return 1 }
            guard !result.isError, let value = result.structured else {
                Output.error(result.failureText)
                return 1
            }
            Output.line(value.text)
            return 0
        } catch let error as UnknownTool {
            throw UsageError(message: "unknown tool \(error.name); \(error.hint ?? "see foundry-mcp tools")")
        } catch is CancellationError {
            Output.error("\(Program.name): \(tool) was cancelled")
            return 1
        }
    }
}

extension ToolResult {
    /// The text of a failed result.
    fileprivate var failureText: String {
        content.compactMap { if case .text(let text) = $0 { text.string } else { nil } }.joined(separator: "\n")
    }
}
