import FoundryJSON
import FoundrySequences
import FoundryTools

/// `digest`: prints the digest of the sequences in a file, as tools show it for those of an order.
struct DigestCommand {
    private let path: String
    private let set: ConstructSet
    private let wantsJSON: Bool

    init(_ arguments: inout Arguments) throws {
        wantsJSON = try arguments.flag("--json")
        guard let path = arguments.word() else { throw UsageError("digest needs a file, or - for stdin") }
        try arguments.finish()
        self.path = path
        set = try SequenceArgument.constructs(inFile: path)
    }

    func run() throws -> Int32 {
        if wantsJSON {
            Output.json(SequencePlacement.summary(of: set))
        } else {
            // The form of sha256sum.
            Output.line("\(set.digest)  \(path)")
        }
        return 0
    }
}
