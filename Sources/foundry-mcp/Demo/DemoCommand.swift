import JSON

/// `demo`: an agent's whole journey on the sandbox, with a real client and a real server process.
struct DemoCommand {
    private let constructs: [(name: String, sequence: String, isControl: Bool)]

    init(_ words: inout CommandLineWords) throws {
        if let file = try words.value("--fasta") {
            constructs = try FASTA.sequences(inFile: file).map { ($0.name, $0.sequence, false) }
        } else {
            constructs = Constructs.published
        }
        try words.finish()
    }

    func run() throws -> Int32 {
        let server = try ServerProcess(flags: ["--sandbox", "--pace", "1"])
        defer { server.stop() }
        try Journey(server: server, constructs: constructs).run()
        return 0
    }
}
