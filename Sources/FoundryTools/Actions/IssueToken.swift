import Foundation
import FoundryAPI
import JSON
import MCP

/// `attenuate_token` and `mint_partner_token`: a new key, which goes into a file and not into the conversation.
struct IssueToken: ToolAction {
    let operation: FoundryOperation

    func run(_ call: ToolCall) async throws -> ToolResult {
        let response = try await call.send(operation, body(call.arguments))
        var value = response.json ?? [:]
        if call.arguments["reveal"]?.bool != true, let token = value["token"]?.string {
            let path = try TokenFile.write(token, for: value["id"]?.string ?? operation.name)
            value = value.removing("token").setting("token_file", to: JSON(path))
        }
        return ToolResult(structured: value, meta: ToolResult.meta(isSandbox: response.isSandbox))
    }

    /// What is sent: without what is ours, and with the members that a caller passes through.
    private func body(_ arguments: JSON) -> JSON {
        let more = arguments["extra"]?.members ?? []
        return more.reduce(arguments.removing("reveal").removing("extra")) { $0.setting($1.name, to: $1.value) }
    }
}

/// A file that holds a key, readable by its owner alone.
enum TokenFile {
    /// Writes the key to a new file.
    /// - Returns: the file's path.
    /// - Throws: ``Refusal`` where it cannot be written; the key exists then, and may be revoked.
    static func write(_ token: String, for id: String) throws -> String {
        let name = id.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
        let folder = FileManager.default.homeDirectoryForCurrentUser
            .appending(path: ".config/foundry-mcp/tokens", directoryHint: .isDirectory)
        let file = folder.appending(path: "\(name).token")
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            // The mode is set as the file is made, so that at no moment anybody else can read it.
            guard
                FileManager.default.createFile(
                    atPath: file.path, contents: Data((token + "\n").utf8), attributes: [.posixPermissions: 0o600])
            else { throw CocoaError(.fileWriteUnknown) }
            return file.path
        } catch {
            throw Refusal(
                message: """
                    The key was made, but it could not be written to \(file.path). Its id is \(id): revoke it, or \
                    call again with reveal: true to have the key in the answer.
                    """)
        }
    }
}
