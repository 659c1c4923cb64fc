import Testing

@testable import FoundrySequences

@Suite("The checks of sequences", .timeLimit(.minutes(5)))
struct SequenceCheckTests {
    private static let vh =
        "EVQLVESGGGLVQPGGSLRLSCAASGFNIKDTYIHWVRQAPGKGLEWVARIYPTNGYTRYADSVKGRFTISADTSKNTAYLQMNSLRAEDTAVYYCSRWGGDGFYAMDYWGQGTLVTVSS"
    private static let vl =
        "DIQMTQSPSSLSASVGDRVTITCRASQDVNTAVAWYQQKPGKAPKLLIYSASFLYSGVPSRFSGSRSGTDFTLTISSLQPEDFATYYCQQHYTTPPTFGQGTKVEIK"
    private static let linker = "GGGGSGGGGSGGGGS"

    private func findings(
        _ pairs: KeyValuePairs<String, String>, expected: SequenceChecks.ExpectedFormat = .any
    ) -> [SequenceFinding] {
        findings(pairs.map { Construct(name: $0.key, residues: $0.value) }, expected: expected)
    }

    private func findings(
        _ constructs: [Construct], expected: SequenceChecks.ExpectedFormat = .any, needsControl: Bool = false
    ) -> [SequenceFinding] {
        SequenceChecks(ConstructSet(constructs), expected: expected, needsControl: needsControl).findings()
    }

    private func kinds(_ findings: [SequenceFinding]) -> Set<String> { Set(findings.map(\.kind.rawValue)) }

    private func only(_ kind: SequenceFinding.Kind, _ findings: [SequenceFinding]) -> [SequenceFinding] {
        findings.filter { $0.kind == kind }
    }

    @Test("A finding is printed with its kind, its constructs, and its place")
    func description() throws {
        let finding = try #require(only(.nGlycosylation, findings(["a": "ACD:AANFTA", "b": "ACD:AANFTA"])).first)
        #expect("\(finding)" == "warning n_glycosylation, a, b, chain 2, position 3: NFT")
    }

    @Test(
        "Each kind is found at its place",
        arguments: [
            ("AXCE", .invalidLetter, nil, 2), ("ACD:AE?", .invalidLetter, 2, 3), ("AC*DC", .internalStop, nil, 3),
            ("A:", .emptyChain, 2, nil), ("ACNGSA", .deamidation, nil, 3), ("ACDGA", .isomerisation, nil, 3),
            ("AANFTA", .nGlycosylation, nil, 3), ("ACCC:AN", .oddCysteines, nil, nil),
            ("MKTAAAAAAW", .homopolymer, nil, 4), ("acgtacgtacgtacgtacgtacgtacgtacgt", .nucleotides, nil, nil),
            ("WYKAWYKAAKWYKAAKYWKAAKKAAKWYKA", .lowComplexity, nil, 1),
        ] as [(String, SequenceFinding.Kind, Int?, Int?)])
    func places(_ residues: String, _ kind: SequenceFinding.Kind, _ chain: Int?, _ position: Int?) throws {
        let found = try #require(only(kind, findings(["a": residues])).first, "\(findings(["a": residues]))")
        #expect(found.names == ["a"])
        #expect(found.chain == chain)
        #expect(found.position == position)
    }

    @Test(
        "What is ordinary is not flagged",
        arguments: [
            ("NPT", .nGlycosylation), ("NAA", .nGlycosylation), ("ANS", .nGlycosylation), ("DN", .deamidation),
            ("ACCD", .oddCysteines), ("AAAAAW", .homopolymer), ("GSSHHHHHHSSG", .homopolymer),
            ("ACGTACGT", .nucleotides), (vh, .lowComplexity), (vl, .lowComplexity), (vh + linker + vl, .lowComplexity),
            (vh + linker + vl, .scFvOrder),
        ] as [(String, SequenceFinding.Kind)])
    func ordinary(_ residues: String, _ kind: SequenceFinding.Kind) {
        #expect(only(kind, findings(["a": residues])).isEmpty)
    }

    @Test("Trastuzumab's own motifs: NG and DG in the heavy chain's CDRs")
    func trastuzumab() {
        let found = findings(["vh": Self.vh])
        #expect(only(.deamidation, found).map(\.position) == [55])
        #expect(only(.isomerisation, found).map(\.position) == [102])
    }

    @Test("The same at the same place of several constructs is one finding")
    func joined() {
        let found = only(.deamidation, findings(["a": "AANGW", "b": "CCNGW", "c": "CNGWW"]))
        #expect(found.map(\.names) == [["a", "b"], ["c"]])
        #expect(found.map(\.position) == [3, 2])
    }

    @Test("Two thousand alanines are flagged, in little time")
    func alanines() {
        let found = kinds(findings(["a": String(repeating: "A", count: 2000)]))
        #expect(found.isSuperset(of: ["homopolymer", "low_complexity"]))
    }

    @Test("Duplicates, whatever their case, and near duplicates with their distance")
    func duplicates() {
        let base = Self.vl
        let replaced = base.replacing("QDVNTA", with: "QEVNTA")
        let shorter = String(base.dropFirst(2))
        let found = findings([
            "a": base, "b": base.lowercased(), "c": replaced, "d": Self.vh,
            "e": base.replacing("QDVNTAVA", with: "WWWNTAVA"),
        ])
        #expect(only(.exactDuplicate, found).map(\.names) == [["a", "b"]])
        #expect(only(.nearDuplicate, found).map(\.names) == [["a", "b", "c"]])
        #expect(only(.nearDuplicate, findings(["a": base, "b": shorter])).map(\.message) == ["edit distance 2"])
        #expect(only(.nearDuplicate, findings(["a": base, "b": String(base.dropFirst(3))])).isEmpty)
    }

    @Test("The edit distance is that of the plain algorithm, for thousands of random pairs")
    func distances() {
        var generator = Generator(state: 42)
        func residues(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(generator.next() % 3) + 65 } }
        for _ in 0..<5000 {
            let one = residues(Int(generator.next() % 12))
            var other = one
            for _ in 0..<(generator.next() % 5) {
                let place = other.isEmpty ? 0 : Int(generator.next() % UInt64(other.count))
                switch generator.next() % 3 {
                case 0: other.insert(UInt8(generator.next() % 3) + 65, at: place)
                case 1 where !other.isEmpty: other.remove(at: place)
                default: if !other.isEmpty { other[place] = UInt8(generator.next() % 3) + 65 }
                }
            }
            let truth = Self.plainDistance(one, other)
            #expect(EditDistance.distance(one, other, atMost: 2) == (truth <= 2 ? truth : nil), "\(one) \(other)")
            #expect(Compositions([one, other]).difference(0, 1) <= 2 * truth)
        }
    }

    private static func plainDistance(_ one: [UInt8], _ other: [UInt8]) -> Int {
        var row = Array(0...other.count)
        for (index, byte) in one.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for (place, letter) in other.enumerated() {
                let best = min(row[place] + 1, row[place + 1] + 1, diagonal + (byte == letter ? 0 : 1))
                diagonal = row[place + 1]
                row[place + 1] = best
            }
        }
        return row[other.count]
    }

    @Test("Every pair of near duplicates among two thousand variants of one scaffold is found")
    func variants() {
        var generator = Generator(state: 7)
        var constructs: [Construct] = []
        for number in 0..<300 {
            var residues = Array(Self.vh.utf8)
            for place in Array(26...34) + Array(99...110) {
                residues[place] = AminoAcid.standard[Int(generator.next() % 20)]
            }
            constructs.append(Construct(name: "v\(number)", residues: String(decoding: residues, as: UTF8.self)))
        }
        var twin = Array(constructs[17].residues.utf8)
        twin[3] = twin[3] == UInt8(ascii: "W") ? UInt8(ascii: "Y") : UInt8(ascii: "W")
        twin.remove(at: 60)
        constructs.append(Construct(name: "twin", residues: String(decoding: twin, as: UTF8.self)))
        #expect(only(.nearDuplicate, findings(constructs)).map(\.names) == [["v17", "twin"]])
    }

    @Test("An outlier of length is one among designs that are alike; a control is none")
    func lengths() {
        var constructs = (0..<8).map { Construct(name: "d\($0)", residues: String(repeating: "ACDEF", count: 24)) }
        constructs.append(Construct(name: "short", residues: String(repeating: "ACDEF", count: 12)))
        constructs.append(Construct(name: "control", residues: "ACDEF", isControl: true))
        #expect(only(.lengthOutlier, findings(constructs)).map(\.names) == [["short"]])
        #expect(only(.lengthOutlier, findings(["a": "ACD", "b": Self.vh])).isEmpty)
    }

    @Test("A start with methionine is odd where others lack it, or before an antibody's domain")
    func methionine() {
        let mixed = findings(["a": "MKT", "b": "AKT", "c": "ART"])
        #expect(only(.startMethionine, mixed).map(\.names) == [["a"]])
        #expect(only(.startMethionine, findings(["a": "MKT", "b": "MRT", "c": "ART"])).map(\.names) == [["c"]])
        #expect(only(.startMethionine, findings(["a": "MKT", "b": "MRT", "c": "MART"])).isEmpty)
        #expect(only(.startMethionine, findings(["a": "M" + Self.vh], expected: .vhh)).map(\.position) == [1])
    }

    @Test("A His tag agrees with tag_location, stands at an end, and is in all or none")
    func tags() {
        let tagged = "GS" + Self.vh + "HHHHHH"
        let found = only(
            .hisTag,
            findings([
                Construct(name: "n", residues: tagged, tagLocation: .n),
                Construct(name: "c", residues: tagged, tagLocation: .c), Construct(name: "said", residues: tagged),
            ]))
        #expect(found.map(\.names) == [["n"]])
        #expect(found.first?.position == 123)
        let within = only(.hisTag, findings(["a": Self.vh + "HHHHHH" + Self.vl]))
        #expect(within.map(\.position) == [121])
        #expect(only(.hisTag, findings(["a": tagged, "b": Self.vh, "c": Self.vl])).map(\.names) == [["a"]])
    }

    @Test("The order of an scFv: VL first, or no linker after VH")
    func scFvs() {
        let good = Self.vh + Self.linker + Self.vl
        let turned = Self.vl + Self.linker + Self.vh
        let found = findings(["good": good, "turned": turned, "bare": Self.vh + Self.vl], expected: .scfv)
        #expect(Set(only(.scFvOrder, found).flatMap(\.names)) == ["turned", "bare"])
        #expect(only(.unexpectedFormat, found).isEmpty)
        #expect(only(.scFvOrder, findings(["turned": turned])).count == 1)
    }

    @Test(
        "What is not of the expected format is flagged, and what is one is not",
        arguments: [
            (.vhh, vh, true), (.vhh, vl, false), (.vhh, "MKTAYIAKQR", false), (.vhh, vh + ":" + vl, false),
            (.scfv, vh + linker + vl, true), (.scfv, vh, false), (.fab, vh + "ASTK:" + vl + "RTVA", true),
            (.fab, vh, false), (.fab, vh + ":" + vh, false), (.any, "MKT", true),
        ] as [(SequenceChecks.ExpectedFormat, String, Bool)])
    func formats(_ expected: SequenceChecks.ExpectedFormat, _ residues: String, _ isOne: Bool) {
        #expect(only(.unexpectedFormat, findings(["a": residues], expected: expected)).isEmpty == isOne)
    }

    @Test("A set without a control is flagged only where one is wanted")
    func controls() {
        let design = Construct(name: "a", residues: "ACDC")
        let control = Construct(name: "b", residues: "ACEC", isControl: true)
        #expect(only(.missingControl, findings([design], needsControl: true)).count == 1)
        #expect(only(.missingControl, findings([design, control], needsControl: true)).isEmpty)
        #expect(only(.missingControl, findings([design], needsControl: false)).isEmpty)
    }

    /// A generator of numbers that are the same in every run.
    private struct Generator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state >> 33
        }
    }
}
