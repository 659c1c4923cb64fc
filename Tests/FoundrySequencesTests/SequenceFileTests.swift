import Testing

@testable import FoundrySequences

@Suite("Sequences in files, and as people paste them", .timeLimit(.minutes(5)))
struct SequenceFileTests {
    private func read(_ text: String, _ options: SequenceFile.Options = .init()) throws -> [[String]] {
        try SequenceFile.constructs(in: text.utf8, options: options).constructs.map { [$0.name, $0.residues] }
    }

    private func reason(_ text: String, _ options: SequenceFile.Options = .init()) -> SequenceFileError? {
        #expect(throws: SequenceFileError.self) { try SequenceFile.constructs(in: text.utf8, options: options) }
    }

    @Test(
        "FASTA: headers, sequences over several lines, comments, ends of translations, line ends of all systems",
        arguments: [
            ">one\nEVQL\n>two\nDIQM\n", "\n; from a colleague\n>one\r\nEV\r\nQL*\r\n>two\r\nDI QM\r\n",
            ">  one \rEVQL\r\r;note\r>two\rDIQM", "\u{FEFF}>one\nEVQL\n>two\nDIQM",
        ])
    func fasta(_ text: String) throws {
        #expect(try read(text) == [["one", "EVQL"], ["two", "DIQM"]])
    }

    @Test("A header is a name as a whole, but for the remark that it is a control")
    func headers() throws {
        let set = try SequenceFile.constructs(
            in: ">my design 1\nACD\n>positive control\nACD\n>c [control=true]\nACD\n>d [control]\nACD\n".utf8)
        #expect(set.constructs.map(\.name) == ["my design 1", "positive control", "c", "d"])
        #expect(set.constructs.map(\.isControl) == [false, false, true, true])
        // What is read from the canonical form has the same digest, so a name keeps no remark.
        #expect(try read(">e [control=true] [control]\nACD\n").map(\.[0]) == ["e"])
        #expect(reason(">e\nACD\n>e [control] [control]\nACE\n")?.reason == .nameTwice)
    }

    @Test(
        "A table: comma, semicolon or tab, quotes, a header, empty lines",
        arguments: [
            "one,EVQL\ntwo,DIQM", "name;sequence\none;EVQL\n\ntwo;DIQM\n",
            "id\tAA\n\"one\"\t\"EVQL\"\ntwo\tDIQM\textra", "score,Sequence,Name\n0.5,EVQL,one\n0.1, diqm* ,two",
        ])
    func table(_ text: String) throws {
        #expect(try read(text).map { $0.map { $0.uppercased() } } == [["ONE", "EVQL"], ["TWO", "DIQM"]])
    }

    @Test("A table's columns by their titles, quotation marks within cells, and controls")
    func columns() throws {
        let text = "plate,who,prot,control\nA1,\"a \"\"b\"\", c\",EVQL,TRUE\nA2,d,DIQM,\n"
        let options = SequenceFile.Options(format: .csv, nameColumn: "who", sequenceColumn: "prot")
        let set = try SequenceFile.constructs(in: text.utf8, options: options)
        #expect(set.constructs.map(\.name) == ["a \"b\", c", "d"])
        #expect(set.constructs.map(\.isControl) == [true, false])
        #expect(reason(text, .init(sequenceColumn: "protein"))?.reason == .noColumn)
        #expect(reason(text, .init(nameColumn: "who"))?.reason == .noColumn)
    }

    @Test(
        "Columns of heavy and light chains are the chains of one construct, the heavy one first",
        arguments: [
            "name,heavy_chain,light_chain\none,EVQL,DIQM\ntwo,EVQV,\n", "ID\tVL\tVH\none\tDIQM\tEVQL\ntwo\tNA\tEVQV\n",
            "design;Heavy Chain Sequence;Light Chain Sequence\none;EVQL*;DIQM*\ntwo;EVQV;-\n",
            "batch,VH,VL\none,EVQL,DIQM\ntwo,EVQV\n",
        ])
    func chains(_ text: String) throws {
        #expect(try read(text) == [["one", "EVQL:DIQM"], ["two", "EVQV"]])
    }

    @Test("Columns of chains by their titles; a column of whole sequences comes before those of chains")
    func namedChains() throws {
        let text = "name,first,second,vh,vl\none,EVQL,DIQM,AAAA,CCCC\n"
        #expect(try read(text, .init(sequenceColumn: "first:second")) == [["one", "EVQL:DIQM"]])
        #expect(try read(text, .init(sequenceColumn: "second:FIRST")) == [["one", "DIQM:EVQL"]])
        #expect(try read(text) == [["one", "AAAA:CCCC"]])
        #expect(reason(text, .init(sequenceColumn: "first:third"))?.reason == .noColumn)
        #expect(try read("name,vh,vl,sequence\none,AAAA,CCCC,EVQL\n") == [["one", "EVQL"]])
        #expect(try read("name,a:b\none,EVQL\n", .init(sequenceColumn: "a:b")) == [["one", "EVQL"]])
        #expect(reason("name,vh,vl\none,,DIQM\n")?.reason == .emptySequence)
    }

    @Test("The title of a column never passes for a sequence")
    func titles() throws {
        // Each of these is made of letters that are amino acids.
        for title in ["heavy", "VH", "VHH", "aa", "Peptide seq"] {
            if let constructs = try? read("name,\(title)\none,EVQL\n") { #expect(constructs == [["one", "EVQL"]]) }
        }
        #expect(reason("name,peptide\none,EVQL\n")?.reason == .noSequenceColumn)
        #expect(reason("peptide,id\nEVQL,one\n")?.reason == .noSequenceColumn)
        // Names that happen to be titles, above a whole sequence.
        #expect(try read("VH,EVQLVESGGGLVQPGGSLRLSCAAS\nVHx,DIQM").map(\.[0]) == ["VH", "VHx"])
        #expect(try read("construct,EVQLVESGGGLVQPGGSLRLSCAAS").count == 1)
    }

    @Test("The stars in which translations end are no residues, however many there are")
    func stars() throws {
        #expect(try read(">one\nEVQL**\n") == [["one", "EVQL"]])
        #expect(reason(">one\n*\n")?.reason == .emptySequence)
    }

    @Test("A line that is a sequence alone is named for the line")
    func unnamed() throws {
        #expect(try read("EVQL\n\nDIQM:EVQL") == [["sequence_1", "EVQL"], ["sequence_3", "DIQM:EVQL"]])
    }

    @Test("GenBank: the translations of coding sequences, and nothing of other features")
    func genBank() throws {
        let text = """
            LOCUS       pET28_binder            5400 bp    DNA     circular SYN 01-JAN-2026
            DEFINITION  .
            FEATURES             Location/Qualifiers
                 misc_feature    1..20
                                 /note="CDS of nothing, with
                                 CDS at the start of a line
                                 /translation=WWW in a note"
                 CDS             join(100..160,
                                 200..260)
                                 /codon_start=1
                                 /label="binder 1"
                                 /translation="MKTAYI
                                 AKQR"
                 CDS             300..400
                                 /gene="kanR"
                                 /product="kinase"
                                 /translation="MSHIQ"
                 CDS             500..600
                                 /label="without"
            ORIGIN
                    1 atgcatgc
            //
            LOCUS       BINDER2                   9 aa            linear   SYN 01-JAN-2026
            ORIGIN
                    1 evqlve sgg
            //

            """
        #expect(
            try read(text) == [["binder 1", "MKTAYIAKQR"], ["kanR", "MSHIQ"], ["BINDER2", "evqlvesgg"]])
        #expect(reason("LOCUS  x  10 bp DNA\nORIGIN\n 1 atgc\n//\n")?.reason == .noTranslation)
        // A name has no spaces around it, or the canonical form would have another digest.
        let feature = " CDS 1..2\n /label=\"  \"\n /gene=\" g \"\n /translation=\"ACD\"\n//"
        #expect(try read("LOCUS  x  10 bp DNA\nFEATURES\n" + feature) == [["g", "ACD"]])
        #expect(try read("LOCUS  x\t 3 aa\nORIGIN\n 1 acd\n//") == [["x", "acd"]])
    }

    @Test(
        "What cannot be read is told with its line",
        arguments: [
            ("", .noSequences, nil), (" \n\n", .noSequences, nil), (">one\nEVQL\n>\nDIQM", .namelessHeader, 3),
            (">one\n>two\nEVQL", .emptySequence, 1), (">one\nEVQL\n>one\nDIQM", .nameTwice, 3),
            ("a,EVQL\na,DIQM", .nameTwice, 2), ("a,EVQL\ntwo words", .noNameAndSequence, 2),
            (">one\nEV/QL", .unknownCharacter, 2), (">one\nEVQL1", .unknownCharacter, 2),
            ("a,\"EVQL\nb,DIQM", .openQuotation, 1), ("a,EVQL\nb,", .emptySequence, 2),
            (">a\nBJOUXZ", .notProtein, nil), (">a\n" + String(repeating: "acgtn", count: 20), .nucleotides, nil),
            ("Dear colleague,\nthe password is: hunter2", .emptySequence, 1),
            ("root:x:0:0:root:/root:/bin/bash", .unknownCharacter, 1), ("\u{0}\u{1}", .notText, nil),
            ("{\"key\": \"secret\"}", .noNameAndSequence, 1),
        ] as [(String, SequenceFileError.Reason, Int?)])
    func faults(_ text: String, _ reason: SequenceFileError.Reason, _ line: Int?) {
        let error = self.reason(text)
        #expect(error?.reason == reason, "\(error?.description ?? "")")
        #expect(error?.line == line)
    }

    @Test("UTF-16, other bytes and a file that is too large are told for what they are")
    func bytes() {
        func reason(_ bytes: [UInt8]) -> SequenceFileError.Reason? {
            (#expect(throws: SequenceFileError.self) { try SequenceFile.constructs(in: bytes) })?.reason
        }
        #expect(reason([0xFF, 0xFE, 0x3E, 0]) == .utf16)
        #expect(reason(Array(">a\nAC".utf8) + [0xC3, 0x28]) == .notText)
        #expect(reason([0x7F, 0x45, 0x4C, 0x46]) == .notText)
        #expect(reason([UInt8](repeating: 0x41, count: SequenceFile.sizeLimit + 1)) == .tooLarge)
    }

    @Test("No error repeats what the file holds")
    func leaksNothing() {
        let secret = "Hunter2Secret"
        for text in [
            secret, "\(secret)\n>a\nACD", ">\(secret)\n", ">a\n\(secret)", "name,\(secret)", "\(secret),\(secret)",
            "\"\(secret)", "LOCUS \(secret)\nORIGIN\n//", ">\(secret)\nACD\n>\(secret)\nACD",
        ] {
            let error = reason(text)
            #expect(error?.description.lowercased().contains("secret") == false, "\(error?.description ?? "")")
        }
    }

    @Test("Letters are left as they are: what is no amino acid is for the checks to say")
    func letters() throws {
        #expect(try read(">one\nevxl") == [["one", "evxl"]])
    }

    @Test("A million sequences of one residue are refused before they are all kept")
    func million() {
        var bytes: [UInt8] = []
        for number in 0..<1_000_000 { bytes += Array(">\(number)\nA\n".utf8) }
        // The last would be refused for another reason, if it were read.
        bytes += Array(">0\n1\n".utf8)
        let error = #expect(throws: SequenceFileError.self) { try SequenceFile.constructs(in: bytes) }
        #expect(error?.reason == .tooMany)
    }

    @Test("As many as the limit are read")
    func limit() throws {
        let text = (0..<SequenceFile.countLimit).map { ">\($0)\nACD\n" }.joined()
        #expect(try SequenceFile.constructs(in: text.utf8).count == SequenceFile.countLimit)
    }
}
