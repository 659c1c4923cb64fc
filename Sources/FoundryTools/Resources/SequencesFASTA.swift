import FoundryJSON
import FoundryText

/// The sequences of an experiment in FASTA, chains joined by `:` as the API has them.
enum SequencesFASTA {
    private static let lineLength = 60

    /// The text for an experiment, in the order of its specification.
    static func text(of experiment: JSON) -> String {
        let sequences = experiment["experiment_spec"]?["sequences"]?.members ?? []
        return sequences.map { sequence in
            let residues = sequence.value.string ?? sequence.value["aa_string"]?.string ?? ""
            let control = sequence.value["control"]?.bool == true ? " control" : ""
            return ">\(SafeText.singleLine(sequence.name))\(control)\n" + lines(of: residues)
        }.joined()
    }

    private static func lines(of residues: String) -> String {
        var rest = Substring(residues)
        var lines = ""
        while !rest.isEmpty {
            lines += rest.prefix(lineLength) + "\n"
            rest = rest.dropFirst(lineLength)
        }
        return lines
    }
}
