import FoundryJSON
import Testing

@testable import FoundryTools

@Suite("Results and sequences as files", .timeLimit(.minutes(5)))
struct ExportTests {
    // MARK: - CSV

    private static let names =
        [
            "result_id", "result_type", "rank", "name", "sequence", "control", "positive_control", "target", "binding",
            "binding_strength", "kd_m", "kd_log_std", "kd_app_m", "kd_app_ci_low_m", "kd_app_ci_high_m", "kon_per_m_s",
            "koff_per_s", "fit_quality", "binding_model", "replicates", "replicates_bound", "expression", "tm_celsius",
            "onset_celsius", "inflection_celsius",
        ].map { "\"\($0)\"" }.joined(separator: ",")

    /// The lines of a page with these readouts.
    private func lines(_ readouts: JSON...) -> [String] {
        let text = ResultsCSV.text(of: ["items": [["id": "r1", "summary": JSON(readouts)]]])
        #expect(text.hasSuffix("\r\n"))
        return text.split(separator: "\r\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    }

    /// The cell of the name that is given.
    private func name(_ name: String) -> String {
        let readout: JSON = ["result_type": "affinity", "sequence_name": JSON(name)]
        let text = ResultsCSV.text(of: ["items": [["summary": [readout]]]])
        let commas = String(repeating: ",", count: 21)
        return String(text.dropFirst((Self.names + "\r\n,\"affinity\",,").count).dropLast((commas + "\r\n").count))
    }

    @Test("A binding readout is one line, with the API's digits")
    func binding() throws {
        let readout = try JSON(
            parsing: """
                {"result_type":"affinity","place":1,"sequence":{"name":"one","aa_string":"EVQL"},"positive_control":true,
                 "binding":"true","binding_strength":"strong","kd_mean":1.50e-9,"kd_log_std":0.10,"kon_mean":3E5,
                 "koff_mean":null,"fit_quality":"good","replicates":[{"binding":"true"},{"binding":"false"}],
                 "kd_app":{"value":2e-9,"ci_low":1e-9},"binding_model":["standard"],"target":{"name":"HER2"},
                 "expression":"high","rmse_max_signal_pct":1.5}
                """)
        #expect(
            lines(readout) == [
                Self.names + #","rmse_max_signal_pct""#,
                #""r1","affinity",1,"one","EVQL",,"true","HER2","true","strong",1.50e-9,0.10,2e-9,1e-9,,3E5,,"good","#
                    + #""standard",2,1,"high",,,,1.5"#,
            ])
    }

    @Test("A melting readout has its temperatures, several in one cell")
    func melting() throws {
        let readout = try JSON(
            parsing: """
                {"result_type":"thermostability","sequence_name":"one","sequence":"EVQL","tm":65.10,
                 "onset_pts_for_ratio":[58.0],"inflection_pts_for_ratio":[65.10,71.2]}
                """)
        #expect(lines(readout)[1] == #""r1","thermostability",,"one","EVQL",,,,,,,,,,,,,,,,,,65.10,58.0,"65.10;71.2""#)
    }

    @Test("Readouts in a result's metadata become lines, and their members columns")
    func metadataReadouts() {
        let result: JSON = [
            "id": "r1", "result_type": "expression", "summary": [],
            "metadata": [
                "complete": true,
                "readouts": [
                    ["sequence_name": "one", "yield": ["value": 12.5, "unit": "mg/L"]], ["sequence_name": "two"],
                ],
            ],
        ]
        let lines = ResultsCSV.text(of: ["items": [result]]).split(separator: "\r\n")
        #expect(
            lines == [
                #""result_id","result_type","table","sequence_name","yield.value","yield.unit""#,
                #""r1","expression","readouts","one",12.5,"mg/L""#, #""r1","expression","readouts","two",,"#,
            ])
    }

    @Test("A matrix has a line for each of its rows")
    func matrix() {
        let result: JSON = [
            "id": "r1", "result_type": "epitope_binning", "summary": [],
            "metadata": ["competition": ["captured": ["a", "b"], "signal": [[0.1, .null], [0.9, 0.2]]]],
        ]
        let lines = ResultsCSV.text(of: ["items": [result]]).split(separator: "\r\n").dropFirst()
        #expect(
            Array(lines) == [
                #""r1","epitope_binning","competition","a","0.1;""#,
                #""r1","epitope_binning","competition","b","0.9;0.2""#,
            ])
    }

    @Test("A result without any list is one line of its members, and unknown readouts of a summary are lines too")
    func unknownShapes() {
        let plain: JSON = ["id": "r1", "result_type": "new", "summary": [], "metadata": ["a": ["b": 1], "c": [1, 2]]]
        #expect(
            ResultsCSV.text(of: ["items": [plain]])
                == #""result_id","result_type","table","a.b","c""# + "\r\n" + #""r1","new",,1,"1;2""# + "\r\n")
        let summary: JSON = ["id": "r1", "summary": [["result_type": "new", "x": 1]]]
        #expect(ResultsCSV.text(of: ["items": [summary]]).hasSuffix(#""r1","new",,1"# + "\r\n"))
    }

    @Test("Without results there is only the header")
    func empty() {
        #expect(ResultsCSV.text(of: ["items": []]) == Self.names + "\r\n")
        #expect(ResultsCSV.text(of: [:]) == Self.names + "\r\n")
    }

    @Test("A name that a spreadsheet would run, or that contains separators, stays within its field")
    func hostileName() {
        #expect(name("=A,\"B\"") == "\"'=A,\"\"B\"\"\"")
    }

    @Test("A negative number is not a formula")
    func negativeNumbers() {
        #expect(lines(["result_type": "affinity", "kd_log_std": -0.5])[1].contains(",-0.5,"))
    }

    // MARK: - FASTA

    @Test("Sequences are exported as FASTA in order, sixty letters a line, with controls marked")
    func fasta() {
        let long = String(repeating: "A", count: 60) + "C"
        let experiment: JSON = [
            "experiment_spec": [
                "sequences": [
                    "zeta": "EVQL:DIQM", "long": ["aa_string": JSON(long), "control": true],
                    "exact": ["aa_string": JSON(String(long.dropLast()))],
                    "two\nlines": "AC", "empty": [:], "not residues": "AC\n>more\nAC",
                ]
            ]
        ]
        let row = String(repeating: "A", count: 60)
        let text = SequencesFASTA.text(of: experiment)
        #expect(
            text.split(separator: ">not residues")[0]
                == ">zeta\nEVQL:DIQM\n>long [control=true]\n\(row)\nC\n>exact\n\(row)\n>two lines\nAC\n>empty\n")
        #expect(!text.contains("\n>more"))
        #expect(SequencesFASTA.text(of: [:]).isEmpty)
    }
}
