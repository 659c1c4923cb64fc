import Foundation
import FoundryJSON
import TestSupport
import Testing

@testable import FoundrySandbox

@Suite("What the laboratory measures", .opensDescriptors)
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

    @Test("koff is the product of KD and kon, intervals hold their value, and means lie among the replicates")
    func kinetics() throws {
        let result = try results(Spec.of("affinity", sequences: 60).setting("n_replicates", to: 5))
        let rows = result["summary"]?.elements ?? []
        #expect(rows.count == 60)
        var binders = 0
        for row in rows {
            let replicates = row["replicates"]?.elements ?? []
            #expect(replicates.map { $0["replicate"]?.int } == [1, 2, 3, 4, 5])
            guard row["binding"]?.string == "true" else {
                #expect(row["kd_mean"] == nil && row["place"] == nil)
                #expect(["none", "unknown"].contains(row["binding_strength"]?.string))
                continue
            }
            binders += 1
            for fit in replicates {
                let (kd, kon) = (try #require(fit["kd"]?.double), try #require(fit["kon"]?.double))
                let koff = try #require(fit["koff"]?.double)
                #expect(abs(koff / (kd * kon) - 1) < 1e-12)
                #expect((1e-11...1e-5).contains(kd) && (5e3...2e6).contains(kon))
            }
            let kds = replicates.compactMap { $0["kd"]?.double }
            let mean = try #require(row["kd_mean"]?.double)
            #expect(mean >= (kds.min() ?? 0) * 0.99 && mean <= (kds.max() ?? 0) * 1.01)
            let logs = kds.map { Foundation.log10($0) }
            let centre = logs.reduce(0, +) / 5
            let deviation = (logs.reduce(0) { $0 + ($1 - centre) * ($1 - centre) } / 4).squareRoot()
            #expect(abs(deviation - (row["kd_log_std"]?.double ?? 0)) < 0.001)
            for name in ["kd_app", "kon_1to1", "koff_1to1"] {
                let interval = try #require(row[name])
                #expect(interval["ci_low"]?.double ?? 1 < interval["value"]?.double ?? 0)
                #expect(interval["ci_high"]?.double ?? 0 > interval["value"]?.double ?? 1)
            }
            #expect(row["kd_units"]?.string == "M")
            #expect(["good", "medium", "poor"].contains(row["fit_quality"]?.string))
        }
        #expect((20...55).contains(binders))
    }

    @Test("Places in a result rank the binders by KD")
    func places() throws {
        let rows = try results(Spec.of("screening", sequences: 30))["summary"]?.elements ?? []
        let ranked = rows.filter { $0["place"] != nil }.sorted { ($0["place"]?.int ?? 0) < ($1["place"]?.int ?? 0) }
        #expect(ranked.map { $0["place"]?.int ?? 0 } == Array(1...ranked.count))
        let kds = ranked.compactMap { $0["kd_mean"]?.double }
        #expect(kds == kds.sorted())
    }

    @Test("The same seed, construct and antigen give the same figures; another seed gives others")
    func deterministic() throws {
        let spec = Spec.of("affinity", sequences: 8)
        let one = try results(spec, seed: 7)
        #expect(one == (try results(spec, seed: 7)))
        #expect(one["summary"] != (try results(spec, seed: 8))["summary"])
    }

    @Test("A published antibody binds its own antigen about as published, and no other")
    func knownBinders() throws {
        for binder in KnownBinders.all {
            let construct = SequenceRecord(
                id: "x", number: 1, residues: "EVQLVESGGGLVQPGGSLRLSC\(binder.motif)TLVTVSS", isControl: false,
                createdAt: Timestamp(microseconds: 0))
            let laboratory = Laboratory(seed: 3)
            let own = try #require(TargetCatalog.all.first { $0.details.genes.contains(binder.gene) })
            let binding = laboratory.binding(of: construct, to: own, replicates: 5)
            let kd = try #require(binding.kd)
            #expect((0.6...1.7).contains(kd / binder.kd), "\(binder.name): \(kd)")
            let other = try #require(TargetCatalog.all.first { !$0.details.genes.contains(binder.gene) })
            #expect(laboratory.binding(of: construct, to: other, replicates: 3).outcome == .doesNot)
        }
    }

    @Test("Trastuzumab's heavy chain binds HER2; its light chain alone does not")
    func trastuzumab() throws {
        let spec = Spec.of("affinity", target: try target("Human HER2")).setting(
            "sequences",
            to: [
                "VH": JSON(Spec.trastuzumabVH), "VL": JSON(Spec.trastuzumabVL),
                "Fv": JSON(Spec.trastuzumabVH + ":" + Spec.trastuzumabVL),
            ])
        let rows = try results(spec)["summary"]?.elements ?? []
        #expect(rows.map { $0["binding"]?.string } == ["true", "false", "true"])
        #expect(rows[0]["binding_strength"]?.string == "strong")
    }

    @Test("Constructs are compared with each positive control")
    func controls() throws {
        let spec = Spec.of("affinity", target: try target("Human HER2")).setting(
            "sequences",
            to: [
                "mine": JSON(Spec.trastuzumabVL),
                "control": ["aa_string": JSON(Spec.trastuzumabVH), "control": true],
            ])
        let rows = try results(spec)["summary"]?.elements ?? []
        #expect(rows.map { $0["positive_control"]?.bool } == [false, true])
        #expect(rows[0]["performance"] == ["control": "worse"])
        #expect(rows[1]["performance"] == [:])
    }

    @Test("Thermostability gives melting temperatures, in order: onset, Tm, second transition")
    func melting() throws {
        let rows = try results(Spec.of("thermostability", sequences: 40))["summary"]?.elements ?? []
        #expect(rows.count == 40)
        for row in rows {
            let tm = try #require(row["tm"]?.double)
            #expect((40...95).contains(tm))
            let inflections = row["inflection_pts_for_ratio"]?.elements?.compactMap(\.double) ?? []
            let onsets = row["onset_pts_for_ratio"]?.elements?.compactMap(\.double) ?? []
            #expect(inflections.first == tm && onsets.count == inflections.count)
            #expect(zip(onsets, inflections).allSatisfy { $0 < $1 })
        }
    }

    @Test(
        "Assays without rows of their own tell their readouts among the metadata",
        arguments: ["expression", "fluorescence", "enzyme_activity", "epitope_binning"])
    func others(type: String) throws {
        let result = try results(Spec.of(type, sequences: 4))
        #expect(result["result_type"]?.string == type)
        #expect(result["summary"]?.count == 0)
        #expect(result["metadata"]?["readouts"]?.count == 4)
    }
}
