import Foundation
import FoundryJSON
import TestSupport
import Testing

@testable import FoundrySandbox

@Suite("Results of the lab", .opensDescriptors)
struct ResultTests {
    private func results(_ spec: JSON, seed: UInt64 = 1) throws -> JSON {
        let client = try SandboxClient { $0.seed = seed }
        let id = try client.order(spec)
        client.clock.advance(1000)
        return try #require(try client.get("/experiments/\(id)/results").items.first)
    }

    private func target(_ name: String) throws -> String {
        try #require(TargetCatalog.all.first { $0.name.hasPrefix(name) }?.id)
    }

    private func rows(_ result: JSON) -> [JSON] { result["summary"]?.elements ?? [] }

    /// The rows without the lab's own controls.
    private func ownRows(_ result: JSON) -> [JSON] {
        rows(result).filter { !isOfTheLab($0) }
    }

    private func isOfTheLab(_ row: JSON) -> Bool {
        row["sequence"]?["name"]?.string?.contains(" control (") == true
    }

    /// A spec of single-domain antibodies with random CDRs.
    private func nanobodies(_ count: Int, _ type: String = "affinity", seed: UInt64 = 5) -> JSON {
        Spec.of(type).setting("sequences", to: Nanobodies.map(count, seed: seed))
    }

    // MARK: Kinetics

    @Test("koff is the product of KD and kon, intervals contain their value, and means cover strong replicates only")
    func kinetics() throws {
        let spec = Spec.affinity(40, replicates: 5).setting(
            "sequences", to: JSON((Nanobodies.map(120, seed: 8).members ?? []) + (Spec.constructs(20).members ?? [])))
        let rows = rows(try results(spec))
        var (fits, means) = (0, 0)
        for row in rows {
            let replicates = row["replicates"]?.elements ?? []
            #expect(replicates.map { $0["replicate"]?.int } == [1, 2, 3, 4, 5])
            for fit in replicates where fit["kd"] != nil {
                let (kd, kon) = (try #require(fit["kd"]?.double), try #require(fit["kon"]?.double))
                let koff = try #require(fit["koff"]?.double)
                #expect(abs(koff / (kd * kon) - 1) < 1e-12)
                #expect((1e-11...5e-6).contains(kd) && (5e3...4e6).contains(kon))
                fits += 1
            }
            guard row["binding"]?.string == "true" else {
                #expect(row["kd_mean"] == nil && row["kd_app"] == nil && row["place"] == nil)
                #expect(["none", "unknown"].contains(row["binding_strength"]?.string))
                continue
            }
            let strong = replicates.filter { $0["binding_strength"]?.string == "strong" }.compactMap {
                $0["kd"]?.double
            }
            if let mean = row["kd_mean"]?.double {
                means += 1
                let logs = strong.map { Foundation.log10($0) }
                let centre = logs.reduce(0, +) / Double(logs.count)
                #expect(abs(Foundation.log10(mean) - centre) < 0.005)
                if strong.count > 1 {
                    let sum = logs.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
                    let deviation = (sum / Double(strong.count - 1)).squareRoot()
                    #expect(abs(deviation - (row["kd_log_std"]?.double ?? 0)) < 0.001)
                }
            } else {
                #expect(strong.isEmpty)
            }
            for name in ["kd_app", "kon_1to1", "koff_1to1"] {
                guard let interval = row[name] else { continue }
                let value = try #require(interval["value"]?.double)
                if let low = interval["ci_low"]?.double { #expect(low < value) }
                #expect(try #require(interval["ci_high"]?.double) > value)
            }
            #expect(row["kd_units"]?.string == "M")
        }
        #expect(fits > 50 && means > 15)
    }

    @Test("KD has a floor by the concentrations, koff one by the instrument; what is at a floor has no lower bound")
    func floors() throws {
        let spec = Spec.of("affinity", target: try target("Human PD-1")).setting(
            "sequences", to: ["pembrolizumab": JSON(try heavyChain("pembrolizumab"))])
        let fine = try #require(ownRows(try results(spec)).first)
        #expect((1e-11...9e-11).contains(try #require(fine["kd_mean"]?.double)))
        let coarse = try #require(
            ownRows(try results(spec.setting("antigen_concentrations", to: [1000, 500]))).first)
        #expect(coarse["kd_mean"]?.double == 5e-10)
        #expect(coarse["kd_app"]?["ci_low"] == nil && coarse["kd_app"]?["ci_high"] != nil)
        for replicate in coarse["replicates"]?.elements ?? [] where replicate["kd"] != nil {
            #expect(try #require(replicate["koff"]?.double) >= 1.9e-5)
        }
    }

    @Test("Fits are sometimes poor or of two steps, replicates sometimes disagree")
    func imperfections() throws {
        let spec = Spec.affinity(300, target: JSON(try target("Human CTLA-4")), replicates: 5)
            .setting("sequences", to: Nanobodies.map(400, seed: 3))
        let rows = ownRows(try results(spec))
        let binders = rows.filter { $0["binding"]?.string == "true" }
        let replicates = rows.flatMap { $0["replicates"]?.elements ?? [] }
        #expect(replicates.contains { $0["fit_quality"]?.string == "poor" })
        #expect(binders.contains { $0["binding_model"]?[0]?.string != "standard" && $0["kd_app"]?["ci_high"] != nil })
        #expect(
            binders.contains { row in
                Set(row["replicates"]?.elements?.compactMap { $0["binding"]?.string } ?? []).count > 1
            })
        #expect(binders.contains { $0["kd_mean"] == nil && $0["kd_app"] != nil })
    }

    @Test("BLI, SPR and a repeat of the same constructs scatter around the same truth")
    func methods() throws {
        let client = try SandboxClient()
        let spec = Spec.affinity(4)
        let ids = [
            try client.order(spec), try client.order(spec), try client.order(spec.setting("method", to: "spr")),
        ]
        client.clock.advance(1000)
        let runs = try ids.map { id in
            ownRows(try #require(try client.get("/experiments/\(id)/results").items.first))
                .compactMap { $0["kd_mean"]?.double }
        }
        for run in runs { #expect(run.count == 4) }
        #expect(Set(runs.joined()).count > 8)
        for (one, other) in zip(runs[0] + runs[1], runs[1] + runs[2]) { #expect((0.25...4).contains(one / other)) }
    }

    // MARK: Who binds

    @Test("Of 200 random nanobodies against five antigens few bind, and fewer tightly")
    func bindersAreRare() throws {
        let antigens = try ["Human PD-L1", "Human HER2", "Human EGFR", "Hen egg", "Human TNF"].map { name in
            try #require(TargetCatalog.all.first { $0.name.hasPrefix(name) })
        }
        let constructs = Nanobodies.map(200, seed: 2026).members?.compactMap(\.value.string) ?? []
        let interactions = constructs.flatMap { construct in
            antigens.map { Interaction.between(construct, and: $0, seed: 2026) }
        }
        #expect(interactions.count == 1000)
        let kds = interactions.compactMap { $0?.kd }
        #expect((50...250).contains(kds.count), "\(kds.count) of 1000 bind")
        #expect(kds.count { $0 < 1e-8 } < 50)
        // The same through the API, as a user sees it.
        let spec = Spec.affinity(1, target: JSON(Spec.pdl1)).setting("sequences", to: Nanobodies.map(200, seed: 2026))
        let rows = ownRows(try results(spec))
        #expect((10...50).contains(rows.count { $0["binding"]?.string == "true" }))
        #expect(rows.count { ($0["kd_mean"]?.double ?? 1) < 1e-8 } < 10)
    }

    @Test(
        "Nonsense doesn't bind",
        arguments: [
            "GGG", String(repeating: "A", count: 120), String(repeating: "GA", count: 60), "MKTAYIAKQRQISFVKSHFSRQ",
            KnownProteins.greenFluorescentProtein, Spec.trastuzumabVL,
        ])
    func nonsense(residues: String) {
        for target in TargetCatalog.all {
            #expect(Interaction.between(residues, and: target, seed: 4) == nil, "\(target.name)")
        }
    }

    @Test("Random letters aren't a domain")
    func randomLetters() {
        var generator = SeededRandomNumberGenerator(seed: 1, "letters")
        let plausible = (0..<200).count { _ in
            let letters = (0..<120).map { _ in SequenceReader.aminoAcids.randomElement(using: &generator) ?? "A" }
            return KnownProteins.isPlausibleDomain(String(letters))
        }
        #expect(plausible < 40)
        #expect(KnownProteins.isPlausibleDomain(Spec.trastuzumabVH))
    }

    @Test(
        "Published antibodies bind their antigens within a factor of three, and no others",
        arguments: [AssayMethod.bli, .spr])
    func published(method: AssayMethod) throws {
        let spec = ExperimentSpec(type: .affinity, method: method, replicates: 3)
        for antibody in KnownProteins.antibodies {
            let construct = SequenceRecord(
                id: antibody.name, number: 1, residues: "EVQLVESGGGLVQPGGSLRLSC\(antibody.motif)TLVTVSS",
                isControl: false,
                createdAt: Timestamp(microseconds: 0))
            for target in TargetCatalog.all {
                let experiment = Experiment(
                    id: "x", code: "x", organizationID: "x", createdAt: construct.createdAt, spec: spec,
                    sequences: [construct], timeline: [], linkToken: "")
                let laboratory = Laboratory(seed: 3, experiment: experiment, target: target, isComplete: true)
                let measurement = try #require(laboratory.bindings().first)
                if let kd = target.uniprotID.flatMap({ antibody.kd[$0] }) {
                    let measured = try #require(measurement.mean { $0.kd }?.value, "\(antibody.name), \(target.name)")
                    #expect((1.0 / 3...3).contains(measured / kd), "\(antibody.name): \(measured)")
                } else {
                    #expect(measurement.outcome != .binds, "\(antibody.name) and \(target.name)")
                }
            }
        }
    }

    private func heavyChain(_ name: String) throws -> String {
        try #require(KnownProteins.antibodies.first { $0.name == name }?.heavyChain)
    }

    @Test("Trastuzumab's heavy chain binds HER2 but not its relative HER3; its light chain alone binds neither")
    func trastuzumab() throws {
        for (name, expected) in [
            ("Human HER2", ["true", "false", "true"]), ("Human HER3", ["false", "false", "false"]),
        ] {
            let spec = Spec.of("affinity", target: try target(name)).setting(
                "sequences",
                to: [
                    "VH": JSON(Spec.trastuzumabVH), "VL": JSON(Spec.trastuzumabVL),
                    "Fv": JSON(Spec.trastuzumabVH + ":" + Spec.trastuzumabVL),
                ])
            #expect(ownRows(try results(spec)).map { $0["binding"]?.string } == expected)
        }
    }

    @Test("A control behaves as its sequence says, and the lab adds controls of its own")
    func controls() throws {
        let spec = Spec.of("affinity", target: try target("Human HER2")).setting(
            "sequences",
            to: [
                "mine": JSON(Spec.trastuzumabVL),
                "good": ["aa_string": JSON(Spec.trastuzumabVH), "control": true],
                "gfp": ["aa_string": JSON(KnownProteins.greenFluorescentProtein), "control": true],
            ])
        let result = try results(spec)
        #expect(ownRows(result).map { $0["positive_control"]?.bool } == [false, true, false])
        #expect(ownRows(result).map { $0["binding"]?.string } == ["false", "true", "false"])
        let lab = rows(result).filter(isOfTheLab)
        #expect(
            lab.map { $0["sequence"]?["name"] } == ["Positive control (trastuzumab scFv)", "Negative control (eGFP)"])
        #expect(lab.map { $0["binding"]?.string } == ["true", "false"])
        #expect(lab.allSatisfy { $0["sequence"]?["control"]?.bool == true && $0["place"] == nil })
        #expect(rows(result)[0]["performance"]?["good"] == "worse")
    }

    // MARK: Lists and repetition

    @Test("Places in a result rank the binders by KD, or by signal", arguments: ["affinity", "screening"])
    func places(type: String) throws {
        let rows = rows(try results(nanobodies(150, type)))
        let ranked = rows.filter { $0["place"] != nil }.sorted { ($0["place"]?.int ?? 0) < ($1["place"]?.int ?? 0) }
        #expect(ranked.count > 5)
        #expect(ranked.map { $0["place"]?.int ?? 0 } == Array(1...ranked.count))
        let scores = ranked.compactMap {
            type == "screening"
                ? $0["signal"]?.double.map { -$0 } : $0["kd_mean"]?.double ?? $0["kd_app"]?["value"]?.double
        }
        #expect(scores == scores.sorted())
    }

    @Test("A screening gives signals and no kinetics")
    func screening() throws {
        for row in rows(try results(nanobodies(40, "screening"))) {
            #expect(row["kd_mean"] == nil && row["kon_mean"] == nil && row["kd_app"] == nil)
            let isBinder = row["binding"]?.string == "true"
            if isBinder { #expect(try #require(row["signal"]?.double) > 0) }
            #expect(row["signal_units"] == "nm")
            #expect(row["replicates"]?[0]?["kd"] == nil && row["replicates"]?[0]?["signal"] != nil)
        }
    }

    @Test("One seed gives the same figures, another gives others")
    func deterministic() throws {
        let spec = Spec.affinity(8)
        func figures(_ seed: UInt64) throws -> JSON? { try results(spec, seed: seed)["summary"] }
        let one = try figures(7)
        #expect(one == (try figures(7)))
        #expect(one != (try figures(8)))
    }

    @Test("A result is measured once, and again after its experiment was changed and done again")
    func cache() {
        let cache = MeasurementCache()
        var measurements = 0
        for key in ["a", "a", "b", "a"] {
            _ = cache.measurement(for: key) {
                measurements += 1
                return .init(count: measurements)
            }
        }
        #expect(measurements == 2)
    }

    // MARK: Other assays

    @Test("Thermostability gives melting temperatures in order, and none for what doesn't fold")
    func melting() throws {
        let spec = nanobodies(40, "thermostability").setting("target_id", to: .null).setting("method", to: .null)
        for row in rows(try results(spec)) {
            let inflections = row["inflection_pts_for_ratio"]?.elements?.compactMap(\.double) ?? []
            let onsets = row["onset_pts_for_ratio"]?.elements?.compactMap(\.double) ?? []
            #expect(onsets.count == inflections.count && zip(onsets, inflections).allSatisfy { $0 < $1 })
            #expect(row["tm"]?.double == inflections.first)
            if let tm = row["tm"]?.double { #expect((39...94).contains(tm)) }
        }
        let nonsense = Spec.of("thermostability").setting("sequences", to: ["a": "GGGGGGGGGGGGGGGGGGGG"])
        #expect(rows(try results(nonsense)).first?["tm"] == nil)
    }

    @Test(
        "Assays without typed summaries have their readouts in the metadata",
        arguments: ["expression", "fluorescence", "enzyme_activity", "epitope_binning"])
    func others(type: String) throws {
        let result = try results(Spec.of(type, sequences: 4))
        #expect(result["result_type"]?.string == type)
        #expect(result["summary"]?.count == 0)
        #expect(result["metadata"]?["readouts"]?.count == 4)
    }

    @Test("Green fluorescent protein glows, and lysozyme is an enzyme")
    func knownProteins() throws {
        let sequences: JSON = [
            "gfp": JSON(KnownProteins.greenFluorescentProtein), "VH": JSON(Spec.trastuzumabVH),
            "lysozyme": JSON(try #require(TargetCatalog.all.first { $0.uniprotID == "P00698" }?.details.sequence)),
        ]
        for (type, member, expected) in [
            ("fluorescence", "fluorescent", [true, false, false]), ("enzyme_activity", "active", [false, false, true]),
            ("expression", "detected", [true, true, true]),
        ] {
            let result = try results(Spec.of(type).setting("sequences", to: sequences))
            let readouts = result["metadata"]?["readouts"]?.elements ?? []
            #expect(readouts.map { $0[member]?.bool } == expected, "\(type)")
        }
    }

    @Test("Epitope binning puts antibodies against one epitope into one bin, and competition is mutual")
    func binning() throws {
        let names = ["durvalumab", "atezolizumab", "avelumab", "trastuzumab"]
        let sequences = try names.map { name in
            let motif = try #require(KnownProteins.antibodies.first { $0.name == name }?.motif)
            return JSON.Member(name, JSON("EVQLVESGGGLVQPGGSLRLSCAASGFTF\(motif)WGQGTLVTVSS"))
        }
        let result = try results(
            Spec.of("epitope_binning", target: Spec.pdl1).setting("sequences", to: JSON(sequences)))
        let metadata = try #require(result["metadata"])
        #expect(metadata["readouts"]?.elements?.map { $0["bin"]?.int } == [1, 1, 1, nil])
        #expect(metadata["bins"] == [["bin": 1, "members": ["durvalumab", "atezolizumab", "avelumab"]]])
        let matrix = metadata["competition"]?["relative_signal"]?.elements ?? []
        #expect(matrix.count == 4 && matrix.allSatisfy { $0.count == 4 })
        #expect(try #require(matrix[0][1]?.double) < 0.3 && matrix[3][0]?.isNull == true)
    }
}

/// Single-domain antibodies: the framework of VHHs with random CDRs.
enum Nanobodies {
    static func map(_ count: Int, seed: UInt64) -> JSON {
        var generator = SeededRandomNumberGenerator(seed: seed, "nanobodies")
        func loop(_ length: ClosedRange<Int>) -> String {
            // The composition of CDRs: much Y, S, G and charge, hardly any C.
            let letters = "YYYSSSSGGGGDDNTTARRVLIWFPEKQHM"
            return String(
                (0..<Int.random(in: length, using: &generator)).map { _ in
                    letters.randomElement(using: &generator) ?? "Y"
                })
        }
        return JSON(
            (1...count).map { number in
                let residues =
                    "QVQLVESGGGLVQAGGSLRLSCAAS\(loop(8...8))MGWFRQAPGKEREFVAAI\(loop(7...8))YADSVKGRFTISRDNAKNTVYLQMNSLKPEDTAVYYCAA"
                    + "\(loop(9...17))WGQGTQVTVSS"
                return JSON.Member("vhh_\(number)", JSON(residues))
            })
    }
}
