import Foundation
import FoundryJSON
import FoundryJSONRPC
import FoundryMCP

/// An MCP client with a server process of this very program behind it, as an agent's host would have it.
final class ServerProcess {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private var framer = LineFramer(limit: Connection.lineLimit)
    private var lastID = 0

    /// Launches `serve` with these flags.
    init(flags: [String]) throws {
        process.executableURL = URL(filePath: try Executable.path())
        process.arguments = ["serve"] + flags
        process.standardInput = input
        process.standardOutput = output
        try process.run()
    }

    /// Closes the server's input, which ends it.
    func stop() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// Asks and waits for the answer.
    /// - Throws: ``DemoError`` where the server answers with an error or is gone.
    func request(_ method: String, _ params: JSON = [:]) throws -> JSON {
        lastID += 1
        let id = lastID
        let message: JSON = [
            "jsonrpc": "2.0", "id": JSON(id), "method": JSON(method), "params": params.setting("_meta", to: Self.meta),
        ]
        try input.fileHandleForWriting.write(contentsOf: message.utf8 + [0x0A])
        while true {
            let answer = try nextMessage()
            guard answer["id"]?.int == id else { continue }
            if let error = answer["error"] { throw DemoError("\(method): \(error["message"]?.string ?? "failed")") }
            return answer["result"] ?? [:]
        }
    }

    /// What a client of the latest revision says with every request.
    private static let meta: JSON = [
        "io.modelcontextprotocol/protocolVersion": JSON(Revision.latest.rawValue),
        "io.modelcontextprotocol/clientCapabilities": [:],
        "io.modelcontextprotocol/clientInfo": ["name": "foundry-mcp-demo", "version": JSON(Identity.version)],
    ]

    private func nextMessage() throws -> JSON {
        while true {
            if case .bytes(let line) = framer.next() { return try JSON(parsing: line) }
            let chunk = output.fileHandleForReading.availableData
            guard !chunk.isEmpty else { throw DemoError("the server ended before it answered") }
            chunk.withUnsafeBytes { framer.append($0) }
        }
    }
}
