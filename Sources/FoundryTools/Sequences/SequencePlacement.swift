public import FoundryJSON
public import FoundrySequences

/// The place of sequences among the arguments of a tool, for a program that has them from a file.
public enum SequencePlacement {
    /// A reason why sequences have no place.
    public enum Failure: Error, Sendable {
        /// The tool takes none.
        case noSequences
        /// The arguments have some already.
        case sequencesGiven
    }

    /// Returns the arguments of a tool with the sequences inline.
    /// - Throws: ``Failure``.
    public static func arguments(_ arguments: JSON, with set: ConstructSet, of tool: String) throws(Failure) -> JSON {
        let sequences = OrderSequences(set)
        let schema = Tool.named(tool)?.definition["inputSchema"]?["properties"]
        let holder = schema?["experiment_spec"] == nil ? nil : "experiment_spec"
        let place = holder.map { schema?[$0]?["properties"] ?? [:] } ?? schema
        guard let type = place?[SequenceSource.inline]?["type"]?.string, place?[SequenceSource.fromFile] != nil else {
            throw .noSequences
        }
        let held = holder.map { arguments[$0] ?? [:] } ?? arguments
        guard !SequenceSource.names.contains(where: { held[$0] != nil }) else { throw .sequencesGiven }
        let complete = held.setting(SequenceSource.inline, to: type == "array" ? sequences.list : sequences.map)
        return holder.map { arguments.setting($0, to: complete) } ?? complete
    }

    /// Returns a set by number, names, lengths and digest, as answers of tools give it.
    public static func summary(of set: ConstructSet) -> JSON { OrderSequences(set).summary }
}
