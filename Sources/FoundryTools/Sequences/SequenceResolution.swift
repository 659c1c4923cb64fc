import FoundryAPI
import FoundryJSON
import FoundrySequences
import FoundryText

/// A call whose arguments turn out to be wrong once the sequences that they refer to are known.
struct InvalidArguments: Error {
    let violations: [SchemaViolation]
}

/// The sequences of a call, wherever they are.
struct SequenceResolution {
    /// The form in which the API takes the sequences.
    enum Form {
        case map, list
    }

    /// The member of the arguments that holds the sequences; nil if it is the arguments themselves.
    let holder: String?
    let form: Form

    /// The sequences of an `experiment_spec`.
    static let inSpecification = SequenceResolution(holder: "experiment_spec", form: .map)
    /// The list of sequences among the arguments themselves.
    static let list = SequenceResolution(holder: nil, form: .list)
    /// The map of sequences among the arguments themselves.
    static let map = SequenceResolution(holder: nil, form: .map)

    private var place: JSONPointer { holder.map { JSONPointer([$0]) } ?? JSONPointer() }

    private func held(in arguments: JSON) -> JSON { holder.map { arguments[$0] ?? [:] } ?? arguments }

    /// Returns everything that is wrong with how a call gives its sequences.
    func violations(of arguments: JSON, isRequired: Bool = true) -> [SchemaViolation] {
        SequenceSource.violations(in: held(in: arguments), at: place, isRequired: isRequired)
    }

    /// Returns the call with the sequences in the place of what refers to them, and the sequences; nil if it has none.
    ///
    /// - Parameter rule: the rules of the tool, which then hold for the sequences as well.
    /// - Throws: ``InvalidArguments``; `FoundryError`.
    func resolve(
        _ call: ToolCall, rule: (JSON) -> [SchemaViolation] = { _ in [] }
    ) async throws -> (call: ToolCall, sequences: OrderSequences?) {
        let held = held(in: call.arguments)
        let sequences: OrderSequences
        let file = SequenceSource.normalized(SequenceSource.fromFile, in: held)
        if let reference = SequenceSource.normalized(SequenceSource.fromExperiment, in: held) {
            sequences = try await self.sequences(ofExperiment: reference, call)
        } else if let file {
            sequences = try Self.sequences(inFile: file, call.files)
        } else {
            return (call, Self.inlineSequences(held[SequenceSource.inline]))
        }
        let complete = held.removing([SequenceSource.fromExperiment, SequenceSource.fromFile])
            .setting(SequenceSource.inline, to: form == .map ? sequences.map : sequences.list)
        let resolved = call.with(holder.map { call.arguments.setting($0, to: complete) } ?? complete)
        let violations = rule(resolved.arguments)
        if file != nil { try checkLetters(violations) }
        guard violations.isEmpty else { throw InvalidArguments(violations: violations) }
        return (resolved, sequences)
    }

    /// Refuses a file with letters that are no amino acids without repeating what it holds, as violations do.
    private func checkLetters(_ violations: [SchemaViolation]) throws(FoundryError) {
        let depth = place.tokens.count + 1
        let count = violations.count { $0.pointer.tokens.count > depth && $0.pointer.tokens[depth - 1] == "sequences" }
        guard count > 0 else { return }
        throw FoundryError(
            .refused,
            "\(count == 1 ? "A sequence" : "\(count) sequences") of the file cannot be ordered: letters that are not "
                + "standard amino acids, or empty chains. check_sequences names them with their positions.")
    }

    private static func inlineSequences(_ value: JSON?) -> OrderSequences? {
        if let members = value?.members { return OrderSequences(members) }
        return value?.elements.map { elements in
            OrderSequences(elements.map { JSON.Member($0["name"]?.string ?? "", $0.removing("name")) })
        }
    }

    // MARK: - By reference

    private func sequences(ofExperiment reference: JSON, _ call: ToolCall) async throws -> OrderSequences {
        let place = place.appending(SequenceSource.fromExperiment)
        let experiment = try await call.api.experiment(reference["experiment_id"]?.string ?? "")
        let all = OrderSequences(ofExperiment: experiment)
        guard !all.members.isEmpty else {
            throw InvalidArguments(violations: [
                SchemaViolation(at: place.appending("experiment_id"), "the experiment has no sequences")
            ])
        }
        guard let names = reference["names"]?.elements?.compactMap(\.string) else { return all }
        let missing = names.filter { name in !all.members.contains { $0.name == name } }
        guard missing.isEmpty else {
            let listed = missing.prefix(5).map { SafeText.quoted($0) }.joined(separator: ", ")
            throw InvalidArguments(violations: [
                SchemaViolation(
                    at: place.appending("names"),
                    "the experiment has no \(listed)\(missing.count > 5 ? " and \(missing.count - 5) more" : ""); "
                        + "list_experiment_sequences names its sequences")
            ])
        }
        let wanted = Set(names)
        return OrderSequences(all.members.filter { wanted.contains($0.name) })
    }

    private static func sequences(inFile reference: JSON, _ folders: FileFolders) throws(FoundryError) -> OrderSequences
    {
        let path = reference["path"]?.string ?? ""
        let options = SequenceFile.Options(
            format: reference["format"]?.string.flatMap(SequenceFile.Format.init),
            nameColumn: reference["name_column"]?.string, sequenceColumn: reference["sequence_column"]?.string)
        let bytes = try folders.contents(of: path)
        do throws(SequenceFileError) {
            return OrderSequences(try SequenceFile.constructs(in: bytes, options: options))
        } catch {
            throw FoundryError(.refused, "\(SafeText.quoted(path)) cannot be read as sequences: \(error).")
        }
    }
}

extension ToolCall {
    /// Returns the call with other arguments.
    func with(_ arguments: JSON) -> ToolCall {
        ToolCall(
            arguments: arguments, detailLevel: detailLevel, context: context, api: api, gate: gate,
            immediateOrderLedger: immediateOrderLedger, tokenFolder: tokenFolder, files: files,
            secrets: secrets)
    }
}
