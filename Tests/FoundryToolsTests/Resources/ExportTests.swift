import FoundryJSON
import Testing

@testable import FoundryTools

@Suite("Results and sequences as files", .timeLimit(.minutes(5)))
struct ExportTests {
    // MARK: - CSV

    private static let names =
        [
            "result_id", "result_type", "rank", "name", "sequence", "positive_control", "binding", "binding_strength",
            "kd_m", "kd_log_std", "kon_per_m_s", "koff_per_s", "fit_quality", "replicates", "expression", "tm_celsius",
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
        let text = ResultsCSV.text(of: ["items": [["summary": [["sequence_name": JSON(name)]]]]])
        return String(text.dropFirst((Self.names + "\r\n,,,").count).dropLast(",,,,,,,,,,,,,,\r\n".count))
    }

    @Test("A binding readout is one line, its numbers with the digits of the API")
    func binding() throws {
        let readout = try JSON(
            parsing: """
                {"result_type":"affinity","place":1,"sequence":{"name":"one","aa_string":"EVQL"},"positive_control":true,
                 "binding":"true","binding_strength":"strong","kd_mean":1.50e-9,"kd_log_std":0.10,"kon_mean":3E5,
                 "koff_mean":null,"fit_quality":"good","replicates":[{},{}],"expression":"high"}
                """)
        #expect(
            lines(readout) == [
                Self.names,
                #""r1","affinity",1,"one","EVQL","true","true","strong",1.50e-9,0.10,3E5,,"good",2,"high",,,"#,
            ])
    }

    @Test("A melting readout has its temperatures, several in one cell")
    func melting() throws {
        let readout = try JSON(
            parsing: """
                {"result_type":"thermostability","sequence_name":"one","sequence":"EVQL","tm":65.10,
                 "onset_pts_for_ratio":[58.0],"inflection_pts_for_ratio":[65.10,71.2]}
                """)
        #expect(lines(readout)[1] == #""r1","thermostability",,"one","EVQL",,,,,,,,,,,65.10,58.0,"65.10;71.2""#)
    }

    @Test("Without results there are the names alone")
    func empty() {
        #expect(ResultsCSV.text(of: ["items": []]) == Self.names + "\r\n")
        #expect(ResultsCSV.text(of: [:]) == Self.names + "\r\n")
    }

    @Test("A name that a spreadsheet would run, or that has marks of the format in it, stays within its field")
    func hostileName() {
        #expect(name("=A,\"B\"") == "\"'=A,\"\"B\"\"\"")
    }

    @Test("A negative number is no formula")
    func negativeNumbers() {
        #expect(lines(["kd_log_std": -0.5])[1].contains(",-0.5,"))
    }

    // MARK: - FASTA

    @Test("Sequences are in FASTA in their order, sixty letters a line, controls marked")
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
                == ">zeta\nEVQL:DIQM\n>long control\n\(row)\nC\n>exact\n\(row)\n>two lines\nAC\n>empty\n")
        #expect(!text.contains("\n>more"))
        #expect(SequencesFASTA.text(of: [:]).isEmpty)
    }
}
