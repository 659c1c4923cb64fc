import FoundryFoundation
import FoundrySequences

/// `demo`: an agent's whole order on the sandbox, with a real client and a real server process.
struct DemoCommand {
    private let constructs: [Construct]

    init(_ arguments: inout Arguments) throws {
        if let file = try arguments.value("--fasta") {
            constructs = try Self.constructs(inFile: file)
        } else {
            constructs = Construct.demonstration
        }
        try arguments.finish()
    }

    func run() throws -> Int32 {
        let client = try DemoClient(flags: ["--sandbox", "--pace", "1"])
        defer { client.stop() }
        try Journey(client: client, constructs: constructs).run()
        return 0
    }

    private static func constructs(inFile path: String) throws -> [Construct] {
        try SequenceArgument.constructs(inFile: path).constructs.map {
            Construct(name: $0.name, sequence: $0.residues, isControl: $0.isControl)
        }
    }
}

/// A reason for which the demo cannot go on.
struct DemoError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
