import FoundryJSON
import Testing

@testable import FoundryAnalysis

@Suite("Tables that a person reads", .timeLimit(.minutes(5)))
struct TableTests {
    private func rows(_ readouts: [JSON]) throws -> [[String]] {
        try #require(ResultsTable.text(of: ResultRows(of: ["summary": JSON(readouts)]).rows)).split(separator: "\n").map
        { line in
            line.split(separator: "|").map { cell in
                cell.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed().map(String.init).joined()
            }
        }
    }

    @Test("The best binder comes first, and unranked rows come last, in order")
    func order() throws {
        func readout(_ name: String, _ place: Int?) -> JSON {
            .object([
                "result_type": "affinity", "sequence": ["name": JSON(name)], "place": place.map { JSON($0) },
            ])
        }
        let table = try rows([
            readout("none", nil), readout("third", 3), readout("first", 1), readout("unknown", nil),
            readout("second", 2),
        ])
        #expect(table.dropFirst(2).map { $0[1] } == ["first", "second", "third", "none", "unknown"])
        #expect(table.dropFirst(2).map { $0[0] } == ["1", "2", "3", "–", "–"])
    }

    @Test("A row has KD with its spread, rates, strength, fit and control, in their units")
    func row() throws {
        let table = try rows([
            [
                "result_type": "affinity", "sequence": ["name": "mAb"], "place": 1, "kd_mean": 5.28e-9,
                "kd_log_std": 0.031, "kon_mean": 147_000, "koff_mean": 0.000776, "binding_strength": "strong",
                "fit_quality": "good", "positive_control": true,
            ]
        ])
        #expect(
            table[0] == [
                "Rank", "Name", "KD", "log SD", "kon (1/(M·s))", "koff (1/s)", "Binding", "Fit", "Control",
            ])
        #expect(
            table[2] == ["1", "mAb", "5.28 nM", "0.03", "1.47×10⁵", "7.76×10⁻⁴", "strong", "good", "yes"])
    }

    @Test("A missing or null value is an en dash")
    func missing() throws {
        let table = try rows([["result_type": "affinity", "kd_mean": .null, "place": .null]])
        #expect(table[2] == ["–", "–", "–", "–", "–", "–", "–", "–", "no"])
    }

    @Test("Melting temperatures are a table of their own, the most stable first")
    func melting() throws {
        func readout(_ name: String, _ tm: Double?) -> JSON {
            .object([
                "result_type": "thermostability", "sequence_name": JSON(name), "tm": tm.map { JSON($0) },
                "onset_pts_for_ratio": [55.04], "inflection_pts_for_ratio": tm.map { [JSON($0), 80.26] },
            ])
        }
        let table = try rows([readout("soft", 60), readout("none", nil), readout("hard", 71.26)])
        #expect(table[0] == ["Name", "Tm (°C)", "Onset (°C)", "Inflections (°C)"])
        #expect(table[2] == ["hard", "71.3", "55.0", "71.3, 80.3"])
        #expect(table[3] == ["soft", "60.0", "55.0", "60.0, 80.3"])
        #expect(table[4] == ["none", "–", "55.0", "–"])
    }

    @Test("Apparent KD, replicates, an unusual model and flags have columns if a row has them")
    func furtherColumns() throws {
        let table = try rows([
            [
                "result_type": "affinity", "sequence": ["name": "a"], "kd_mean": 1e-9,
                "kd_app": ["value": 2e-9, "ci_low": 1e-9], "replicates": [["binding": "true"], ["binding": "false"]],
                "binding_model": ["bivalent_analyte"], "flags": ["poor_fit"],
            ],
            ["result_type": "affinity", "sequence": ["name": "b", "control": true], "binding_model": ["standard"]],
        ])
        func cell(_ head: String, _ row: Int) throws -> String {
            table[row][try #require(table[0].firstIndex(of: head))]
        }
        #expect(try cell("KD app. (95 %)", 2) == "2.00 nM (1.00 nM–?)")
        #expect(try cell("Bound", 2) == "1/2")
        #expect(try cell("Model", 2) == "bivalent_analyte")
        #expect(try cell("Model", 3) == "–")
        #expect(try cell("Flags", 2) == "poor_fit")
        #expect(try cell("Control", 3) == "yes")
    }

    @Test("A row without means has no KD but the apparent one, and the rates of the 1:1 model under their own heads")
    func withoutMeans() throws {
        let table = try rows([
            [
                "result_type": "affinity", "sequence": ["name": "a"], "kd_app": ["value": 2e-6],
                "kon_1to1": ["value": 2e4], "koff_1to1": ["value": 4e-2],
            ]
        ])
        let cells = Dictionary(uniqueKeysWithValues: zip(table[0], table[2]))
        #expect(cells["KD"] == "–" && cells["KD app. (95 %)"]?.hasPrefix("2.00 µM") == true)
        #expect(
            cells["kon (1/(M·s))"] == "–" && cells["kon 1:1 (1/(M·s))"] == "2.00×10⁴"
                && cells["koff 1:1 (1/s)"] == "4.00×10⁻²")
    }

    @Test("An assay without a specific form has its members as columns")
    func otherAssays() throws {
        let result: JSON = [
            "result_type": "expression", "summary": [],
            "metadata": ["readouts": [["sequence_id": "x", "sequence_name": "one", "yield_mg_l": 12.5]]],
        ]
        let text = try #require(ResultsTable.text(of: ResultRows(of: result).rows))
        #expect(text.hasPrefix("| sequence_name | yield_mg_l |"))
        #expect(text.contains("| one | 12.5 |"))
    }

    @Test("Without rows there is no table")
    func nothing() {
        #expect(ResultsTable.text(of: []) == nil)
        #expect(ResultsTable.text(of: ResultRows(of: ["summary": .null]).rows) == nil)
    }
}
