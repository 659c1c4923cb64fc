/// The recognition of variable domains, by the motif that ends each of them, and the checks that rest on it.
///
/// The last strand of a heavy-chain domain is `WGxGTxVTVSS`, that of a light-chain domain `FGxGTKxEIK` or its like: the
/// J-motif `[FW]GxG` and what follows. Source: IMGT's numbering of J-regions, positions 118 to 128.
enum AntibodyChecks {
    /// The ends of the domains in a chain.
    struct Domains {
        /// The indices after the last strand of each heavy-chain domain.
        var heavyEnds: [Int] = []
        /// Those of each light-chain domain.
        var lightEnds: [Int] = []
    }

    /// Each element is the set of residues at one place; an empty one stands for any residue.
    private typealias Pattern = [[UInt8]]
    private static let heavyEnd = pattern("W G . G T . VIL T VI S")
    private static let lightEnd = pattern("F G . G T KRQ LVM ETDA IVL KLR")

    private static func pattern(_ text: String) -> Pattern {
        text.utf8.split(separator: 0x20).map { $0.elementsEqual(".".utf8) ? [] : Array($0) }
    }

    /// Returns the domains of a chain.
    static func domains(in chain: ArraySlice<UInt8>) -> Domains {
        Domains(heavyEnds: ends(of: heavyEnd, in: chain), lightEnds: ends(of: lightEnd, in: chain))
    }

    private static func ends(of pattern: Pattern, in chain: ArraySlice<UInt8>) -> [Int] {
        guard chain.count >= pattern.count else { return [] }
        return (chain.startIndex...(chain.endIndex - pattern.count)).filter { start in
            pattern.indices.allSatisfy { pattern[$0].isEmpty || pattern[$0].contains(chain[start + $0]) }
        }.map { $0 + pattern.count }
    }

    static func check(
        _ prepared: PreparedConstruct, expected: SequenceChecks.ExpectedFormat, _ found: inout FindingCollection
    ) {
        let domains = prepared.chains.map(Self.domains)
        if !prepared.construct.isControl, let problem = mismatch(prepared, domains, expected) {
            found.add(.unexpectedFormat, [prepared.name], problem)
        }
        guard prepared.chains.count == 1, let chain = prepared.chains.first, let only = domains.first else { return }
        let isDeclared = prepared.construct.isDeclaredScFv || (expected == .scfv && !prepared.construct.isControl)
        checkOrder(of: only, in: chain, prepared.name, isDeclared: isDeclared, &found)
    }

    /// Returns the way in which a construct is not of the expected format; nil if it is, as far as can be recognized.
    private static func mismatch(
        _ prepared: PreparedConstruct, _ domains: [Domains], _ expected: SequenceChecks.ExpectedFormat
    ) -> String? {
        let chains = prepared.chains.count
        let heavy = domains.reduce(0) { $0 + $1.heavyEnds.count }
        let light = domains.reduce(0) { $0 + $1.lightEnds.count }
        switch expected {
        case .any: return nil
        case .vhh:
            if chains > 1 { return "a VHH is one chain; here are \(chains)" }
            if light > 0 { return "a light-chain domain, which a VHH does not have" }
            return heavy == 1 ? nil : "\(heavy) heavy-chain domains recognized (WGxGTxVTVSS), not 1"
        case .scfv:
            if chains > 1 { return "an scFv is one chain; here are \(chains)" }
            return heavy == 1 && light == 1
                ? nil : "recognized \(heavy) heavy-chain and \(light) light-chain domains, not 1 of each"
        case .fab:
            if chains != 2 {
                return "a Fab is two chains with ':' between; here \(chains == 1 ? "is 1" : "are \(chains)")"
            }
            let isPair = Set(domains.map { [$0.heavyEnds.count, $0.lightEnds.count] }) == [[1, 0], [0, 1]]
            return isPair ? nil : "one chain should have a heavy-chain domain, the other a light-chain domain"
        }
    }

    private static func checkOrder(
        of domains: Domains, in chain: ArraySlice<UInt8>, _ name: String, isDeclared: Bool,
        _ found: inout FindingCollection
    ) {
        guard domains.heavyEnds.count == 1, domains.lightEnds.count == 1 else {
            return
        }
        let (heavy, light) = (domains.heavyEnds[0], domains.lightEnds[0])
        if light < heavy {
            found.add(.scFvOrder, [name], "VL comes before VH; the API's own form is VH, linker, VL")
        } else if isDeclared, !hasLinker(after: heavy, in: chain) {
            found.add(
                .scFvOrder, [name], position: heavy - chain.startIndex + 1,
                "no flexible linker recognized after VH")
        }
    }

    /// Returns whether a stretch of small and polar residues, mostly glycine and serine, follows a domain.
    private static func hasLinker(after end: Int, in chain: ArraySlice<UInt8>) -> Bool {
        let length = 10
        // The domain itself ends in one or two more residues (VTVSS, VTVSA).
        let rest = chain[end...].dropFirst(1).prefix(length)
        guard rest.count == length else { return false }
        return rest.count { "GSTAEKPQDN".utf8.contains($0) } >= 9 && rest.count { "GS".utf8.contains($0) } >= 5
    }
}
