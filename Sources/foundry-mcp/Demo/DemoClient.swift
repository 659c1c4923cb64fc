import FoundryFoundation
import FoundryJSON
import FoundryJSONRPC
import FoundryMCP
import FoundrySystem

/// An MCP client that launches this program as its server, as an agent's host would.
final class DemoClient {
    private let process: ChildProcess
    private let input: Int32
    private let output: Int32
    private var framer = LineFramer(limit: Connection.lineLimit)
    private var lastID = 0

    /// Launches `serve` with these flags.
    init(flags: [String]) throws {
        let (theirInput, input) = try Descriptor.pipe()
        let (output, theirOutput) = try Descriptor.pipe()
        // Otherwise this process would hold the server's end open, and never see its output end.
        defer {
            Descriptor.close(theirInput)
            Descriptor.close(theirOutput)
        }
        (self.input, self.output) = (input, output)
        process = try ChildProcess.start(
            try Identity.executablePath(), ["serve"] + flags, environment: ProcessInfo.processInfo.environment,
            streams: (theirInput, theirOutput, STDERR_FILENO))
    }

    /// Closes the server's input, which ends it.
    func stop() {
        Descriptor.close(input)
        process.wait()
        Descriptor.close(output)
    }

    /// Sends a request and waits for its result.
    /// - Parameter onProgress: The receiver of the server's progress messages until then.
    /// - Throws: ``DemoError`` if the server responds with an error or has ended.
    func request(
        _ method: String, _ params: JSON = [:], onProgress: ((_ message: String) -> Void)? = nil
    ) throws -> JSON {
        lastID += 1
        let id = lastID
        let meta = onProgress == nil ? Self.meta : Self.meta.setting("progressToken", to: JSON(id))
        let message: JSON = [
            "jsonrpc": "2.0", "id": JSON(id), "method": JSON(method), "params": params.setting("_meta", to: meta),
        ]
        try Descriptor.write(message.utf8 + [0x0A], to: input)
        while true {
            let response = try nextMessage()
            if response["method"]?.string == "notifications/progress", let text = response["params"]?["message"]?.string
            {
                onProgress?(text)
            }
            guard response["id"]?.int == id else { continue }
            if let error = response["error"] { throw DemoError("\(method): \(error["message"]?.string ?? "failed")") }
            return response["result"] ?? [:]
        }
    }

    /// The metadata that a client of the latest revision sends with every request.
    private static let meta: JSON = [
        "io.modelcontextprotocol/protocolVersion": JSON(Revision.latest.rawValue),
        "io.modelcontextprotocol/clientCapabilities": [:],
        "io.modelcontextprotocol/clientInfo": ["name": "foundry-mcp-demo", "version": JSON(Identity.version)],
    ]

    private func nextMessage() throws -> JSON {
        while true {
            if case .bytes(let line) = framer.next() { return try JSON(parsing: line) }
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            let count = read(output, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw DemoError("the server ended before it responded") }
            buffer.withUnsafeBytes { framer.append(UnsafeRawBufferPointer(rebasing: $0.prefix(count))) }
        }
    }
}
