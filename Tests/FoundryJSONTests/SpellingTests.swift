import Testing

@testable import FoundryJSON

@Suite("Finding what was meant", .timeLimit(.minutes(5)))
struct SpellingTests {
    private let names = ["limit", "offset", "experiment_id", "n_replicates", "id", "sort", "search"]

    @Test(
        "The name nearest to a misspelt one is found",
        arguments: [
            ("limt", "limit"), ("limits", "limit"), ("ilmit", "limit"), ("lomot", "limit"), ("LIMIT", "limit"),
            ("experimentId", "experiment_id"), ("experiment-id", "experiment_id"), ("nreplicate", "n_replicates"),
            ("serach", "search"), ("sotr", "sort"), ("ofset", "offset"),
        ])
    func finds(_ name: String, _ meant: String) {
        #expect(Spelling.nearest(to: name, among: names) == meant)
    }

    @Test(
        "Where no name is near, none is found", arguments: ["", "x", "page", "experiments_of", "lim", "soot_", "___"])
    func findsNothing(_ name: String) {
        #expect(Spelling.nearest(to: name, among: ["limit", "offset", "experiment_id", "id"]) == nil)
    }

    @Test("Of two names the nearer one is found, and of two as near the first")
    func prefers() {
        #expect(Spelling.nearest(to: "sart", among: ["smart", "sort", "start"]) == "smart")
        #expect(Spelling.nearest(to: "limits", among: ["limes", "limit"]) == "limit")
    }
}
