import FoundryJSON
import FoundrySequences
import FoundrySystem
import FoundryTools

/// A reason why the sequences in a file cannot be read.
struct UnreadableSequences: Error, CustomStringConvertible {
    let description: String
}

/// A file of sequences that a person names on the command line, which therefore needs no permission.
struct SequenceArgument {
    private let flag: String
    private let set: ConstructSet

    /// Consumes `--fasta` and `--csv`, and reads the file; nil if neither is there.
    init?(_ arguments: inout Arguments) throws {
        let given = try [("--fasta", nil), ("--csv", SequenceFile.Format.csv)].compactMap { flag, format in
            try arguments.value(flag).map { (flag, $0, format) }
        }
        guard given.count < 2 else { throw UsageError("use either --fasta or --csv, not both") }
        guard let (flag, path, format) = given.first else { return nil }
        self.flag = flag
        set = try Self.constructs(inFile: path, format: format)
    }

    /// Reads the sequences in a file, or on stdin if the path is `-`.
    /// - Throws: ``UnreadableSequences``.
    static func constructs(inFile path: String, format: SequenceFile.Format? = nil) throws -> ConstructSet {
        let bytes: [UInt8]
        do throws(SystemError) {
            let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw SystemError("open") }
            defer { if descriptor != STDIN_FILENO { close(descriptor) } }
            bytes = try Descriptor.readAll(from: descriptor, atMost: SequenceFile.sizeLimit + 1)
        } catch {
            throw UnreadableSequences(description: "cannot read \(path): \(error.reason)")
        }
        do throws(SequenceFileError) {
            return try SequenceFile.constructs(in: bytes, options: SequenceFile.Options(format: format))
        } catch {
            throw UnreadableSequences(description: "\(path): \(error)")
        }
    }

    /// Returns the arguments of a tool with the sequences in their place.
    /// - Throws: ``UsageError`` if the tool takes no sequences, or the arguments have some already.
    func placed(in arguments: JSON, of tool: String) throws -> JSON {
        do throws(SequencePlacement.Failure) {
            return try SequencePlacement.arguments(arguments, with: set, of: tool)
        } catch {
            switch error {
            case .noSequences: throw UsageError("\(tool) takes no sequences, so \(flag) has no place there")
            case .sequencesGiven: throw UsageError("the arguments have sequences already; leave them or \(flag) out")
            }
        }
    }
}
