import Foundation
import FoundryTools

/// `demo`: an agent's whole journey on the sandbox, with a real client and a real server process.
struct DemoCommand {
    private let constructs: [(name: String, sequence: String, isControl: Bool)]

    init(_ words: inout CommandLineWords) throws {
        if let file = try words.value("--fasta") {
            constructs = try Self.sequences(inFile: file)
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

    private static func sequences(inFile path: String) throws -> [(name: String, sequence: String, isControl: Bool)] {
        guard let data = FileManager.default.contents(atPath: path) else { throw DemoError("cannot read \(path)") }
        do throws(SequenceBlockError) {
            return try SequenceBlock.entries(in: String(decoding: data, as: UTF8.self))
                .map { ($0.name, $0.sequence, false) }
        } catch {
            throw DemoError("\(path): \(error)")
        }
    }
}
