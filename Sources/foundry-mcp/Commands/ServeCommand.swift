import FoundryJSONRPC
import FoundryMCP

/// `serve`: speaks MCP on stdin and stdout until the input ends.
struct ServeCommand {
    private let settings: Settings

    init(_ arguments: inout Arguments, _ environment: ProcessEnvironment) throws {
        settings = try Settings(&arguments, environment)
        try arguments.finish()
    }

    func run() throws -> Int32 {
        let backend = try Backend.start(settings)
        defer { backend.stop() }
        for warning in settings.warnings + [backend.warning].compactMap(\.self) {
            Output.error("\(Identity.name): warning: \(warning)")
        }
        Connection(input: 0, output: 1, handler: backend.server).run()
        return 0
    }
}
