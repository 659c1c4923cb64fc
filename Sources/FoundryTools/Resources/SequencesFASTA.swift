import FoundryJSON
import FoundryText

/// The sequences of an experiment in FASTA, chains joined by `:` as the API has them.
enum SequencesFASTA {
    /// The text for an experiment, in the order of its specification.
    static func text(of experiment: JSON) -> String {
        let sequences = experiment["experiment_spec"]?["sequences"]?.members ?? []
        return sequences.map { sequence in
            let residues = sequence.value.string ?? sequence.value["aa_string"]?.string ?? ""
            let note = sequence.value["control"]?.bool == true ? "control" : nil
            return FASTA.record(name: sequence.name, note: note, residues: residues)
        }.joined()
    }
}
