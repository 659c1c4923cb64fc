import Testing

@testable import JSON

@Suite("Finding what was meant")
struct SpellingTests {
    private let names = ["limit", "offset", "experiment_id", "n_replicates", "id", "sort", "search"]

    @Test(
        "Finds the nearest name",
        arguments: [
            ("limt", "limit"), ("limits", "limit"), ("ilmit", "limit"), ("lomot", "limit"), ("LIMIT", "limit"),
            ("experimentId", "experiment_id"), ("experiment-id", "experiment_id"), ("nreplicate", "n_replicates"),
            ("serach", "search"), ("sotr", "sort"), ("ofset", "offset"),
        ])
    func finds(_ name: String, _ meant: String) {
        #expect(Spelling.nearest(to: name, among: names) == meant)
    }

    @Test(
        "Finds nothing where nothing is near", arguments: ["", "x", "page", "experiments_of", "lim", "soot_", "___"])
    func findsNothing(_ name: String) {
        #expect(Spelling.nearest(to: name, among: ["limit", "offset", "experiment_id", "id"]) == nil)
    }

    @Test("Prefers the nearer of two, and the first of two as near")
    func prefers() {
        #expect(Spelling.nearest(to: "sart", among: ["smart", "sort", "start"]) == "smart")
        #expect(Spelling.nearest(to: "limits", among: ["limes", "limit"]) == "limit")
    }
}
