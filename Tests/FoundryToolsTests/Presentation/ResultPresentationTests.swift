import FoundryAnalysis
import FoundryJSON
import FoundryMCP
import TestSupport
import Testing

@testable import FoundryTools

@Suite("Results with the best rows first", .opensDescriptors)
struct ResultPresentationTests {
    /// A binding readout; more members make it long.
    private func readout(_ name: String, kd: Double?, binding: String = "true") -> JSON {
        .object([
            "result_type": "affinity", "sequence": ["name": JSON(name), "control": false],
            "binding": JSON(binding), "binding_strength": JSON(binding == "true" ? "strong" : "none"),
            "kd_mean": kd.map { JSON($0) }, "kd_log_std": kd.map { _ in 0.05 }, "fit_quality": "good",
            "replicates": [["binding": "true", "kd": 1], ["binding": "false"], ["binding": JSON(binding)]],
        ])
    }

    private func result(_ id: String, _ readouts: [JSON]) -> JSON {
        ["id": JSON(id), "result_type": "affinity", "summary": JSON(readouts), "metadata": [:]]
    }

    private func names(_ result: JSON) -> [String] {
        ResultRows(of: result).rows.compactMap { $0.readout["sequence"]?["name"]?.string ?? $0.readout["name"]?.string }
    }

    private func present(_ value: JSON, _ arguments: JSON = [:], table: Bool = true) -> (value: JSON, blocks: [Content])
    {
        Presentation.results(withTable: table).present(value, DetailLevel(arguments), arguments)
    }

    @Test("Rows are ordered by KD, then other binders, then unknowns, then non-binders")
    func ranking() {
        let rows = [
            readout("none", kd: nil, binding: "false"), readout("weak", kd: 1e-6), readout("unmeasured", kd: nil),
            ["result_type": "affinity", "sequence": ["name": "unknown"], "binding": "unknown"],
            readout("best", kd: 1e-12),
            ["result_type": "affinity", "sequence": ["name": "apparent"], "kd_app": ["value": 1e-9]],
        ]
        #expect(
            names(present(result("r", rows)).value) == ["best", "apparent", "weak", "unmeasured", "unknown", "none"])
    }

    @Test("A KD that can't be one ranks behind those that can, and an apparent KD stands in for it")
    func impossibleKD() {
        let rows = [
            readout("zero", kd: 0), readout("negative", kd: -1e-9), readout("best", kd: 1e-12),
            readout("weak", kd: 1e-6),
            [
                "result_type": "affinity", "sequence": ["name": "apparent"], "binding": "true", "kd_mean": 0,
                "kd_app": ["value": 1e-9],
            ],
        ]
        #expect(names(present(result("r", rows)).value) == ["best", "apparent", "weak", "zero", "negative"])
    }

    @Test("The rows of a screening are ordered by signal")
    func screening() {
        let rows = [120, 900, 450].map { signal in
            JSON.object([
                "result_type": "affinity", "sequence": ["name": JSON("s\(signal)")], "binding": "true",
                "binding_strength": "strong", "signal": JSON(signal),
            ])
        }
        #expect(names(present(result("r", rows)).value) == ["s900", "s450", "s120"])
    }

    @Test("Of four hundred rows the best are shown, and row_offset reaches each of the others once")
    func everyRow() throws {
        let count = 400
        // The best one is last in the API's order.
        let rows = (0..<count).map { readout("design_\($0)", kd: 1e-6 / Double($0 + 1)) }
        let whole = result("r", rows)
        var seen: [String] = []
        var offset: Int? = 0
        var calls = 0
        while let from = offset {
            let (value, blocks) = present(whole, ["row_offset": JSON(from)])
            let text = blocks.map(\.shownText).joined()
            #expect(value.text.count + text.count <= DetailLevel.limit)
            let shown = names(value)
            #expect(value["omitted"]?["readouts"]?.int == count - shown.count)
            for name in shown { #expect(text.contains("| \(name) |")) }
            #expect(text.contains("Rows \(from + 1)–\(from + shown.count) of \(count)"))
            seen += shown
            offset = value["next_row_offset"]?.int
            calls += 1
            try #require(calls < 20)
        }
        #expect(calls > 1)
        #expect(seen == (0..<count).reversed().map { "design_\($0)" })
    }

    @Test("Each of several results keeps its best rows, and row_offset counts over all of them")
    func severalResults() throws {
        let results = ["a", "b", "c"].map { id in
            result(id, (0..<150).map { readout("\(id)_\($0)", kd: 1e-6 / Double($0 + 1)) })
        }
        let page: JSON = ["items": JSON(results), "total": 3, "count": 3, "offset": 0]
        var seen: [String] = []
        var offset: Int? = 0
        while let from = offset {
            let value = present(page, ["row_offset": JSON(from)]).value
            let items = try #require(value["items"]?.elements)
            #expect(items.count == 3)
            if from == 0 { #expect(items.map { names($0).first } == ["a_149", "b_149", "c_149"]) }
            seen += items.flatMap(names)
            offset = value["next_row_offset"]?.int
        }
        #expect(seen.count == 450)
        #expect(Set(seen).count == 450)
    }

    @Test("Rows of an assay without a specific form are cut and continued in the same way")
    func metadataRows() throws {
        let rows = (0..<900).map { JSON.object(["name": JSON("d\($0)"), "yield_mg_l": JSON($0)]) }
        let whole: JSON = [
            "id": "r", "result_type": "expression", "summary": [],
            "metadata": ["readouts": JSON(rows), "complete": true],
        ]
        var seen: [String] = []
        var offset: Int? = 0
        while let from = offset {
            let value = present(whole, ["row_offset": JSON(from)]).value
            #expect(value["metadata"]?["complete"] == true)
            seen += names(value)
            offset = value["next_row_offset"]?.int
        }
        #expect(seen == (0..<900).map { "d\($0)" })
    }

    @Test("Nothing that decides a ranking is omitted, however little room there is")
    func decisive() throws {
        let rows = (0..<200).map { number in
            readout("design_\(number)", kd: 1e-9)
                .setting("kd_app", to: ["value": 1.1e-9, "ci_low": 1e-9, "ci_high": 1.2e-9])
                .setting("binding_model", to: ["bivalent_analyte"]).setting("flags", to: ["poor_fit"])
                .setting("kon_1to1", to: ["value": 1]).setting("place", to: JSON(number + 1))
        }
        let value = present(result("r", rows)).value
        let first = try #require(value["summary"]?[0])
        #expect(first["kon_1to1"] == nil)
        for name in ["kd_mean", "kd_log_std", "kd_app", "fit_quality", "binding_model", "flags", "place"] {
            #expect(first[name] != nil, "\(name)")
        }
        #expect(first["kd_app"]?["ci_high"] != nil)
        #expect(first["replicates_bound"] == "2/3")
        #expect(value["units"]?["kd_mean"] == "M")
        #expect(value["units"]?["kd_log_std"] != nil)
    }

    @Test("Non-binders are recognizable in every form")
    func doesNotBind() throws {
        let rows = (0..<300).map { readout("design_\($0)", kd: nil, binding: "false") }
        let value = present(result("r", rows)).value
        #expect(value["summary"]?[0]?["binding_strength"] == "none")
        #expect(value["summary"]?[0]?["replicates_bound"] == "1/3")
    }

    @Test("An offset beyond the last row gives no rows and no next offset")
    func behind() {
        let value = present(result("r", [readout("one", kd: 1)]), ["row_offset": 7]).value
        #expect(value["summary"]?.count == 0)
        #expect(value["next_row_offset"] == nil)
        #expect(value["omitted"]?["readouts"]?.int == 1)
    }

    @Test("full is unchanged; with row_offset it is ranked from there")
    func full() {
        let value = result("r", [readout("second", kd: 2e-9), readout("first", kd: 1e-9)])
        #expect(present(value, ["detail": "full"]).value == value)
        #expect(names(present(value, ["detail": "full", "row_offset": 1]).value) == ["second"])
    }

    @Test("A page of very many results is cut at whole results, with next_offset")
    func manyResults() throws {
        let results = (0..<100).map { number in
            result("r\(number)", [readout("d", kd: 1)]).setting("title", to: JSON(String(repeating: "t", count: 600)))
        }
        let value = present(["items": JSON(results), "total": 250, "count": 100, "offset": 50], table: false).value
        let kept = try #require(value["items"]?.count)
        #expect(kept > 10 && kept < 100)
        #expect(value["next_offset"]?.int == 50 + kept)
        #expect(value["omitted"]?["items"]?.int == 100 - kept)
        #expect(value.text.count <= DetailLevel.limit)
    }

    @Test("A list has room for the commas between its elements")
    func commas() {
        // Three elements of nine bytes and three commas are thirty.
        let list = ["123456789", "123456789", "123456789"]
        #expect(Truncation.fitting(list, in: 30) { $0.utf8.count }.count == 3)
        #expect(Truncation.fitting(list, in: 29) { $0.utf8.count }.count == 2)
    }
}

extension Content {
    /// The text of a text block.
    var shownText: String {
        if case .text(let text) = self { text.string ?? "" } else { "" }
    }
}
