import Testing

@testable import FoundryJSON

@Suite("Spelling suggestions", .timeLimit(.minutes(5)))
struct SpellingTests {
    private let names = ["limit", "offset", "experiment_id", "n_replicates", "id", "sort", "search"]

    @Test(
        "The name most similar to a misspelt one is suggested",
        arguments: [
            ("limt", "limit"), ("limits", "limit"), ("ilmit", "limit"), ("lomot", "limit"), ("LIMIT", "limit"),
            ("experimentId", "experiment_id"), ("experiment-id", "experiment_id"), ("nreplicate", "n_replicates"),
            ("serach", "search"), ("sotr", "sort"), ("ofset", "offset"),
        ])
    func finds(_ name: String, _ meant: String) {
        #expect(Spelling.nearest(to: name, among: names) == meant)
    }

    @Test(
        "Nothing is suggested if no name is similar",
        arguments: ["", "x", "page", "experiments_of", "lim", "soot_", "___"])
    func findsNothing(_ name: String) {
        #expect(Spelling.nearest(to: name, among: ["limit", "offset", "experiment_id", "id"]) == nil)
    }

    @Test("The more similar name is suggested, or the first of two equally similar ones")
    func prefers() {
        #expect(Spelling.nearest(to: "sart", among: ["smart", "sort", "start"]) == "smart")
        #expect(Spelling.nearest(to: "limits", among: ["limes", "limit"]) == "limit")
    }
}
