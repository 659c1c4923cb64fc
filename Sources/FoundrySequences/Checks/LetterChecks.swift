/// The checks of the letters: those that the API refuses, and bases in the place of amino acids.
enum LetterChecks {
    static func check(_ prepared: PreparedConstruct, _ found: inout FindingCollection) {
        let name = [prepared.name]
        prepared.forEachChain { number, chain in
            if chain.isEmpty { found.add(.emptyChain, name, chain: number, "a chain is empty") }
            if let stop = chain.firstIndex(of: AminoAcid.stop) {
                found.add(
                    .internalStop, name, chain: number, position: stop - chain.startIndex + 1,
                    "a stop (*) within the sequence")
            }
            let unknown = chain.indices.filter { !AminoAcid.isStandard(chain[$0]) && chain[$0] != AminoAcid.stop }
            if let first = unknown.first {
                let more = unknown.count > 1 ? ", and \(unknown.count - 1) more" : ""
                found.add(
                    .invalidLetter, name, chain: number, position: first - chain.startIndex + 1,
                    "\(letter(chain[first])) is not a standard amino acid\(more)")
            }
        }
        if Nucleotides.areLikely(prepared.residues) {
            found.add(.nucleotides, name, "only letters of DNA or RNA: translate it")
        }
    }

    /// Returns a letter for a message. What is not printable ASCII is told by its byte.
    private static func letter(_ byte: UInt8) -> String {
        (0x21...0x7E).contains(byte) ? "'\(Character(Unicode.Scalar(byte)))'" : "the byte \(byte)"
    }
}

/// The motifs that are known to be modified in proteins, each with its position, and cysteines without a partner.
enum MotifChecks {
    static func check(_ prepared: PreparedConstruct, _ found: inout FindingCollection) {
        let name = [prepared.name]
        let cysteines = prepared.residues.count { $0 == UInt8(ascii: "C") }
        if !cysteines.isMultiple(of: 2) {
            let plural = cysteines == 1 ? "" : "s"
            found.add(.oddCysteines, name, "\(cysteines) cysteine\(plural): at least one has no partner")
        }
        prepared.forEachChain { number, chain in
            let (n, d, g, p) = (UInt8(ascii: "N"), UInt8(ascii: "D"), UInt8(ascii: "G"), UInt8(ascii: "P"))
            let (s, t) = (UInt8(ascii: "S"), UInt8(ascii: "T"))
            for place in chain.indices.dropLast() where chain[place] == n || chain[place] == d {
                let position = place - chain.startIndex + 1
                let next = chain[place + 1]
                if chain[place] == d {
                    if next == g { found.add(.isomerisation, name, chain: number, position: position, "DG") }
                    continue
                }
                if next == g { found.add(.deamidation, name, chain: number, position: position, "NG") }
                guard next != p, place + 2 < chain.endIndex, chain[place + 2] == s || chain[place + 2] == t else {
                    continue
                }
                let sequon = String(decoding: chain[place...(place + 2)], as: UTF8.self)
                found.add(.nGlycosylation, name, chain: number, position: position, sequon)
            }
        }
    }
}
