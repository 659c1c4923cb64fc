import Foundation
import FoundrySequences

/// The code of the page `FoundrySequences.md`, which stands here as it does there.
func sequencesExample(_ url: URL) throws -> (ConstructSet, ConstructSet, errors: [SequenceFinding]) {
    let designs = ConstructSet([
        Construct(name: "design_1", residues: "EVQLVESGGGLVQPGGSLRLSCAAS"),
        Construct(name: "design_2", residues: "QVQLVESGGGLVQAGGSLRLSCAAS"),
    ])
    let file = try SequenceFile.constructs(in: Data(contentsOf: url))
    let findings = SequenceChecks(file, expected: .vhh).findings()
    let errors = findings.filter { $0.kind.severity == .error }
    for finding in findings { print(finding) }
    return (designs, file, errors)
}
