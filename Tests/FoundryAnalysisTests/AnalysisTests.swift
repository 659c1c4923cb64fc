import FoundryJSON
import Testing

@testable import FoundryAnalysis

@Suite("Results of several experiments", .timeLimit(.minutes(5)))
struct AnalysisTests {
    private func page(
        _ analysis: Analysis, where condition: String? = nil, offset: Int = 0, limit: Int = .max,
        room: Int = .max, detail: AnalysisPage.Detail = .concise
    ) throws -> JSON {
        var query = AnalysisPage.Query(offset: offset, limit: limit, detail: detail, room: room)
        if let condition { query.condition = (condition, try Condition(parsing: condition)) }
        return try AnalysisPage(analysis, query).json
    }

    private func names(_ page: JSON) -> [String] {
        (page["rows"]?.elements ?? []).compactMap { $0["name"]?.string }
    }

    @Test("Constructs are joined by sequence, whatever their names")
    func bySequence() throws {
        let analysis = Analysis([
            Made.experiment("A", [Made.binding("one", kd: 1e-9, sequence: "acdk"), Made.binding("two", kd: 1e-8)]),
            Made.experiment(
                "B", [Made.melting("uno", tm: 70, sequence: "ACDK")], type: "thermostability", target: nil),
        ])
        #expect(analysis.constructs.map(\.name) == ["one", "two"])
        #expect(analysis.constructs[0].otherNames == ["uno"])
        #expect(analysis.number(.tm, of: analysis.constructs[0]) == 70)
        let row = try #require(try page(analysis)["rows"]?[0])
        #expect(row["also_named"] == ["uno"])
        #expect(row["measures"]?["A"]?["kd_nM"]?.double == 1)
        #expect(row["measures"]?["B"]?["tm_c"]?.double == 70)
    }

    @Test("Constructs of one name but other sequences stay apart")
    func sameName() {
        let analysis = Analysis([
            Made.experiment("A", [Made.binding("one", kd: 1e-9, sequence: "ACDK")]),
            Made.experiment("B", [Made.melting("one", tm: 70, sequence: "WWWW")], type: "thermostability", target: nil),
        ])
        #expect(analysis.constructs.count == 2)
        #expect(analysis.constructs.allSatisfy { $0.readouts.count == 1 })
    }

    @Test("Where a result has no sequences, those of the order join it, or else the names do")
    func byName() {
        let affinity = Made.experiment("A", [Made.binding("one", kd: 1e-9, sequence: "ACDK")])
        let readout: JSON = ["sequence_name": "uno", "yield_mg_per_l_mean": 12, "yield_mg_per_l_std": 1]
        let ordered = Made.readouts("E", type: "expression", [readout], sequences: ["uno": "ACDK"])
        #expect(Analysis([affinity, ordered]).constructs.count == 1)
        #expect(Analysis([ordered, affinity]).constructs.count == 1)
        let named: JSON = ["sequence_name": "one", "yield_mg_per_l_mean": 12]
        let unordered = Made.readouts("E", type: "expression", [named])
        for analysis in [Analysis([affinity, unordered]), Analysis([unordered, affinity])] {
            #expect(analysis.constructs.count == 1)
            #expect(analysis.number(.yield, of: analysis.constructs[0]) == 12)
            #expect(analysis.number(.kd, of: analysis.constructs[0]) == 1e-9)
        }
    }

    @Test("A sequence that was ordered twice under two names is two constructs, each joined with its namesake")
    func duplicates() {
        let analysis = Analysis([
            Made.experiment(
                "A",
                [Made.binding("one", kd: 1e-9, sequence: "ACDK"), Made.binding("copy", kd: 2e-9, sequence: "ACDK")]),
            Made.experiment(
                "B", [Made.melting("copy", tm: 61, sequence: "ACDK"), Made.melting("one", tm: 60, sequence: "ACDK")],
                type: "thermostability", target: nil),
        ])
        #expect(analysis.constructs.map(\.name) == ["one", "copy"])
        #expect(analysis.constructs.map { analysis.number(.tm, of: $0) } == [60, 61])
    }

    @Test("An experiment with two assays has both among the measures of a construct")
    func twoAssays() throws {
        let experiment = Made.experiment("A", [Made.binding("one", kd: 1e-9), Made.melting("one", tm: 70)])
        let rows = try page(Analysis([experiment]))["rows"]
        #expect(rows?.count == 1)
        #expect(rows?[0]?["measures"]?["A"]?["tm_c"] == 70)
        #expect(rows?[0]?["measures"]?["A"]?["kd_nM"] == 1)
    }

    @Test("Of the measures that several experiments have, the first experiment's is meant, and the answer says so")
    func homes() throws {
        let analysis = Analysis([
            Made.experiment("A", [Made.binding("x", kd: nil), Made.binding("y", kd: 5e-9)], target: "HER2"),
            Made.experiment("B", [Made.binding("x", kd: 1e-9), Made.binding("y", kd: 5e-6)], target: "EGFR"),
        ])
        let page = try page(analysis, where: "kd < 10 nM")
        #expect(names(page) == ["y"])
        #expect(page["read_from"] == ["kd": "A"])
        #expect(page["omitted"]?["not_matched"] == 1)
        #expect(page["omitted"]?["without_value"] == ["kd": 1])
    }

    @Test("With several targets there is a matrix, with the fold to the intended one")
    func matrix() throws {
        let analysis = Analysis([
            Made.experiment("A", [Made.binding("x", kd: 1e-9), Made.binding("y", kd: 5e-9)], target: "HER2"),
            Made.experiment("B", [Made.binding("x", kd: 1e-6), Made.binding("y", kd: nil)], target: "EGFR"),
            Made.experiment("C", [Made.binding("x", kd: nil)], target: "PD-L1"),
        ])
        let matrix = try #require(try page(analysis)["matrix"])
        #expect(matrix["targets"] == ["HER2", "EGFR", "PD-L1"])
        #expect(matrix["intended"] == "HER2")
        #expect(
            matrix["rows"] == [
                ["x", [1, 1000, "none"], [1, 1000, .null]], ["y", [5, "none", .null], [1, .null, .null]],
            ])
        #expect(abs((analysis.number(.fold, of: analysis.constructs[0]) ?? 0) - 1000) < 1e-6)
        // What was not measured against every other target is not known to be selective.
        #expect(analysis.number(.fold, of: analysis.constructs[1]) == nil)
        #expect(analysis.number(.fold, of: analysis.constructs[1], in: 1) == .infinity)
        #expect(try page(Analysis([analysis.experiments[0]]))["matrix"] == nil)
    }

    @Test("An apparent KD never stands for a KD: not in a row, a condition, an order, or the matrix")
    func apparentKD() throws {
        let weak: JSON = [
            "binding_strength": "weak", "kd_app": ["value": 2e-6, "ci_low": 1e-6, "ci_high": 4e-6],
            "kon_1to1": ["value": 2e4], "koff_1to1": ["value": 4e-2],
        ]
        let tight: JSON = ["kd_app": ["value": 2e-9, "ci_low": 1e-9, "ci_high": 4e-9]]
        let analysis = Analysis([
            Made.experiment(
                "A",
                [
                    Made.binding("x", kd: nil, binds: true, more: weak), Made.binding("y", kd: 1e-9, more: tight),
                    Made.binding("z", kd: 5e-9),
                ], target: "HER2"),
            Made.experiment(
                "B",
                [
                    Made.binding("x", kd: nil), Made.binding("y", kd: nil, binds: true, more: weak),
                    Made.binding("z", kd: nil, binds: true, more: weak),
                ], target: "EGFR"),
        ])
        let all = try page(analysis)
        #expect(names(all) == ["y", "z", "x"])
        let x = try #require(all["rows"]?[2]?["measures"]?["A"])
        #expect(x["kd_nM"] == nil && x["kd_app_nM"] == 2000 && x["ci_nM"] == [1000, 4000])
        #expect(x["kon"] == nil && x["kon_1to1"] == 20000 && x["koff"] == nil && x["koff_1to1"]?.double == 0.04)
        #expect(x["binding"] == "weak")
        let y = try #require(try page(analysis, detail: .full)["rows"]?[0]?["measures"]?["A"])
        #expect(y["kd_nM"]?.double == 1 && y["kd_app_nM"]?.double == 2)
        // A condition on KD leaves it out, and the answer says how many constructs that concerns.
        let filtered = try page(analysis, where: "kd < 10 uM")
        #expect(names(filtered) == ["y", "z"])
        #expect(filtered["omitted"]?["without_value"] == ["kd": 1])
        #expect(filtered["omitted"]?["with_kd_app_alone"] == 1)
        #expect(names(try page(analysis, where: "kd_app < 10 uM")) == ["y", "x"])
        #expect(names(try page(analysis, where: "kd_app_nM > 10 and missing(kd)")) == ["x"])
        // Like is compared with like: y by its apparent KDs, z not at all.
        #expect(
            all["matrix"]?["rows"] == [
                ["y", [1, ["kd_app_nM": 2000]], [1, 1000]], ["z", [5, ["kd_app_nM": 2000]], [1, .null]],
                ["x", [["kd_app_nM": 2000], "none"], [1, .null]],
            ])
        let report = ResultsReport(analysis, date: "2026-11-21", program: "test", isSandbox: false).markdown
        #expect(report.contains("| A: KD app. (95 %) |") || report.contains("A: KD app. (95 %)"))
        #expect(report.contains("app. 2.00 µM (1000×)"))
    }

    @Test("What a result does not state and its flags depend on is named as assumed")
    func assumptions() throws {
        let silent = Made.experiment("A", [Made.binding("x", kd: 1e-9)])
        #expect(
            try page(Analysis([silent]))["experiments"]?[0]?["assumed"] == ["koff_floor_per_s": 1e-5, "log_base": 10])
        let stated = Made.experiment(
            "A", [Made.binding("x", kd: 1e-9)], metadata: ["koff_floor_per_s": 2e-5, "log_base": 10])
        #expect(try page(Analysis([stated]))["experiments"]?[0]?["assumed"] == nil)
        let melting = Made.experiment("T", [Made.melting("x", tm: 60)], type: "thermostability", target: nil)
        #expect(try page(Analysis([melting]))["experiments"]?[0]?["assumed"] == nil)
        let report = ResultsReport(Analysis([silent]), date: "2026-11-21", program: "test", isSandbox: false).markdown
        #expect(report.contains("assumed"))
    }

    @Test("Every row is reached once, the best first, by limit and by room")
    func pages() throws {
        let count = 250
        let analysis = Analysis([
            Made.experiment("A", (0..<count).map { Made.binding("c\($0)", kd: 1e-6 / Double($0 + 1)) })
        ])
        for (limit, room) in [(20, Int.max), (.max, 9_000), (.max, 10)] {
            var seen: [String] = []
            var offset: Int? = 0
            while let from = offset {
                let page = try page(analysis, offset: from, limit: limit, room: room)
                let shown = names(page)
                try #require(!shown.isEmpty)
                if room > 10 { #expect(page.utf8.count <= room) }
                #expect(page["matched"]?.int == count)
                let omitted = page["omitted"]
                #expect((omitted?["rows_before"]?.int ?? 0) + shown.count + (omitted?["rows_after"]?.int ?? 0) == count)
                seen += shown
                offset = page["next_row_offset"]?.int
            }
            #expect(seen == (0..<count).reversed().map { "c\($0)" })
        }
        #expect(names(try page(analysis, offset: 1000)).isEmpty)
    }

    @Test("Readouts of every assay have their measures, best first")
    func everyAssay() throws {
        let expression = Made.readouts(
            "E", type: "expression",
            [
                ["sequence_name": "low", "yield_mg_per_l_mean": 2, "detected": true],
                ["sequence_name": "high", "yield_mg_per_l_mean": 20, "detected": true, "monomer_pct": 95.5],
            ])
        let expressed = try page(Analysis([expression]))
        #expect(names(expressed) == ["high", "low"])
        #expect(
            expressed["rows"]?[0]?["measures"]?["E"] == [
                "detected": true, "yield_mg_per_l_mean": 20, "monomer_pct": 95.5,
            ])
        let binning = Made.readouts(
            "B", type: "epitope_binning",
            [
                ["sequence_name": "x", "binds": false, "bin": .null], ["sequence_name": "y", "binds": true, "bin": 2],
                ["sequence_name": "z", "binds": true, "bin": 1],
            ])
        #expect(names(try page(Analysis([binning]))) == ["z", "y", "x"])
        #expect(names(try page(Analysis([binning]), where: "bin = 2")) == ["y"])
        let novel = Made.readouts("N", type: "new", [["sequence_name": "x", "glow_level": 3]])
        #expect(try page(Analysis([novel]))["rows"]?[0]?["measures"]?["N"] == ["glow_level": 3])
    }

    @Test("The newest result counts where two have a readout of one construct")
    func newest() {
        func result(_ kd: Double, _ time: String) -> JSON {
            ["result_type": "affinity", "created_at": JSON(time), "summary": [Made.binding("x", kd: kd)]]
        }
        let experiment = ExperimentResults(
            id: "A", experiment: [:],
            results: [result(1e-6, "2026-01-01T00:00:00Z"), result(1e-9, "2026-02-01T00:00:00Z")])
        let analysis = Analysis([experiment])
        #expect(analysis.constructs.count == 1)
        #expect(analysis.number(.kd, of: analysis.constructs[0]) == 1e-9)
    }

    @Test("Full detail has what concise leaves out, and each says which it is")
    func detail() throws {
        let analysis = Analysis([Made.experiment("A", [Made.binding("x", kd: 1e-9)])])
        let concise = try page(analysis), full = try page(analysis, detail: .full)
        #expect(concise["rows"]?[0]?["sequence"] == nil && concise["detail"] == "concise")
        #expect(concise["omitted"]?["members"] != nil)
        #expect(full["rows"]?[0]?["sequence"] == "ACDEX" && full["detail"] == "full")
        #expect(full["rows"]?[0]?["measures"]?["A"]?["replicates"]?.count == 3)
        #expect(full["omitted"]?["members"] == nil)
    }
}
