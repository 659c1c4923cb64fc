import FoundryText
import Testing

@Suite("Text from outside stays within its place in a file", .timeLimit(.minutes(5)))
struct FormatTests {
    // MARK: - Markdown

    @Test(
        "A Markdown cell escapes what would end the cell or become markup",
        arguments: [
            ("x|y", #"x\|y"#), (#"\|"#, #"\\\|"#), ("![a](b)", #"!\[a]\(b)"#), ("[a](b)", #"[a]\(b)"#),
            ("`code`", #"\`code\`"#), ("<img src=x>", #"\<img src=x>"#), ("a\nb\tc\r\n", "a b c "),
            ("Fab[H] (v2)", "Fab[H] (v2)"), ("a\u{202E}b", #"a\u{202e}b"#), (#"a\b"#, #"a\b"#),
            ("|\u{301}", "\\|\u{301}"),
        ])
    func markdownCell(_ text: String, _ cell: String) {
        #expect(MarkdownTable.cell(text).unicodeScalars.elementsEqual(cell.unicodeScalars))
    }

    @Test("A Markdown table has a header, a rule and a line for each row")
    func markdownTable() {
        var table = MarkdownTable(["A", "B|C"])
        table.append(["x|y", "z"])
        table.append([.code("get_x"), .code("a`b|c")])
        #expect(table.text == "| A | B\\|C |\n| --- | --- |\n| x\\|y | z |\n| `get_x` | a\\`b\\|c |")
    }

    // MARK: - CSV

    @Test("A plain number is not quoted", arguments: ["0", "-0.5", "1.50e-9", "3E5", "12e+3", ""])
    func csvNumber(_ text: String) {
        #expect(CSV.field(text) == text)
    }

    @Test(
        "A CSV field that is not a plain number is quoted",
        arguments: [
            ("a", #""a""#), ("a,b", #""a,b""#), ("a\"b", #""a""b""#), ("a\nb", "\"a\nb\""), ("1.", #""1.""#),
            (".5", #"".5""#), ("1e", #""1e""#), ("NaN", #""NaN""#), ("--1", #""'--1""#), ("1,5", #""1,5""#),
            ("a\"\u{301},b", "\"a\"\"\u{301},b\""), ("a\u{200B}", #""a\u{200b}""#), ("a\u{2028}b", #""a\u{2028}b""#),
        ])
    func csvQuoting(_ text: String, _ field: String) {
        #expect(CSV.field(text).unicodeScalars.elementsEqual(field.unicodeScalars))
    }

    @Test(
        "A CSV field that a spreadsheet would run becomes text",
        arguments: [
            ("=1+1", #""'=1+1""#), ("+1", #""'+1""#), ("-1+1", #""'-1+1""#), ("@SUM(A1)", #""'@SUM(A1)""#),
            ("\tx", "\"'\tx\""), ("\n=1", "\"'\n=1\""), ("\r=1", #""'\u{d}=1""#), ("\r\n=1", "\"'\n=1\""),
            ("=\u{338}1", "\"'=\u{338}1\""), ("＝1", #""'＝1""#), ("a=1", #""a=1""#), ("'=1", #""'=1""#),
        ])
    func csvFormulas(_ text: String, _ field: String) {
        #expect(CSV.field(text).unicodeScalars.elementsEqual(field.unicodeScalars))
    }

    @Test("A CSV line ends with a carriage return and a newline")
    func csvLine() {
        #expect(CSV.line(["a", "1", ""]) == "\"a\",1,\r\n")
    }

    // MARK: - FASTA

    @Test("A FASTA record has a header line and residues in lines of 60")
    func fastaRecord() {
        let row = String(repeating: "A", count: 60)
        #expect(FASTA.record(name: "one", note: "control", residues: row + "C:D") == ">one control\n\(row)\nC:D\n")
        #expect(FASTA.record(name: "exact", residues: row) == ">exact\n\(row)\n")
        #expect(FASTA.record(name: "empty", residues: "") == ">empty\n")
    }

    @Test(
        "Text that is not residues does not become a record",
        arguments: ["AC\n>second\nGG", "AC>DE", "AC DE", "AC\r", "AC1", "ACé", "A\u{301}C", "AC\u{200B}"])
    func fastaResidues(_ residues: String) {
        let record = FASTA.record(name: "one", residues: residues)
        #expect(record.utf8.count { $0 == UInt8(ascii: ">") } == 1)
        #expect(record.utf8.count { $0 == UInt8(ascii: "\n") } == 1)
        #expect(!FASTA.areResidues(residues))
    }

    @Test("A name stays on the header line")
    func fastaName() {
        #expect(FASTA.record(name: "a\n>b\r\nACD\u{2028}", residues: "AC") == ">a >b ACD\\u{2028}\nAC\n")
    }

    // MARK: - Shell

    @Test(
        "A word is quoted for the shell where it must be",
        arguments: [
            ("plain-1_2./:,@%+=", "plain-1_2./:,@%+="), ("", "''"), ("a b", "'a b'"), ("a'b", #"'a'\''b'"#),
            ("'\u{301}", "''\\''\u{301}'"), ("$(rm)", "'$(rm)'"), ("a\nb", "'a\nb'"), ("é", "'é'"), ("~", "'~'"),
        ])
    func shellWord(_ word: String, _ quoted: String) {
        #expect(ShellCommand.quoted(word).unicodeScalars.elementsEqual(quoted.unicodeScalars))
    }

    @Test("A command line is its words with spaces between them")
    func shellLine() {
        #expect(ShellCommand.line(["claude", "mcp", "a b"]) == "claude mcp 'a b'")
    }
}
