import FoundryJSONRPC
import FoundryMCP
import FoundryTools

/// `serve`: the protocol on stdin and stdout, until the input ends.
struct ServeCommand {
    private let settings: Settings

    init(_ words: inout CommandLineWords, _ environment: ProcessEnvironment) throws {
        settings = try Settings(&words, environment)
        try words.finish()
    }

    func run() throws -> Int32 {
        let backend = try Backend.start(settings)
        defer { backend.stop() }
        Connection(input: 0, output: 1, handler: backend.server).run()
        return 0
    }
}
