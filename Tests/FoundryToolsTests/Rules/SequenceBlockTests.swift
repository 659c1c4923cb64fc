import Testing

@testable import FoundryTools

@Suite("Sequences as people paste them", .timeLimit(.minutes(5)))
struct SequenceBlockTests {
    private func read(_ text: String) throws -> [[String]] {
        try SequenceBlock.entries(in: text).map { [$0.name, $0.sequence] }
    }

    @Test(
        "FASTA: headers, sequences over several lines, comments, ends of translations, line ends of all systems",
        arguments: [
            ">one\nEVQL\n>two\nDIQM\n", "\n; from a colleague\n>one\r\nEV\r\nQL*\r\n>two\r\nDI QM\r\n",
            ">  one \rEVQL\r\r;note\r>two\rDIQM",
        ])
    func fasta(_ text: String) throws {
        #expect(try read(text) == [["one", "EVQL"], ["two", "DIQM"]])
    }

    @Test(
        "A table: comma, semicolon or tab, quotes, a header, empty lines",
        arguments: [
            "one,EVQL\ntwo,DIQM", "name;sequence\none;EVQL\n\ntwo;DIQM\n",
            "id\tAA\n\"one\"\t\"EVQL\"\ntwo\tDIQM\textra",
        ])
    func table(_ text: String) throws {
        #expect(try read(text) == [["one", "EVQL"], ["two", "DIQM"]])
    }

    @Test("A line with only a sequence is named after the line")
    func unnamed() throws {
        #expect(try read("EVQL\n\nDIQM:EVQL") == [["sequence_1", "EVQL"], ["sequence_3", "DIQM:EVQL"]])
    }

    @Test(
        "Unreadable text is reported with its line",
        arguments: [
            ("", "no sequences found"), (" \n\n", "no sequences found"),
            (">one\nEVQL\n>\nDIQM", "line 3: a header without a name"),
            (">one\n>two\nEVQL", "the sequence one is empty"),
            (">one\nEVQL\n>one\nDIQM", "line 3: the name one is used twice"),
            ("a,EVQL\na,DIQM", "line 2: the name a is used twice"),
            ("a,EVQL\ntwo words", "line 2 has no name and sequence"),
        ])
    func faults(_ text: String, _ words: String) {
        let error = #expect(throws: SequenceBlockError.self) { try SequenceBlock.entries(in: text) }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }

    @Test("Letters stay as they are: the rules check the amino acids")
    func letters() throws {
        #expect(try read(">one\nevxl") == [["one", "evxl"]])
    }
}
