import Foundation
import FoundryJSON
import TestSupport
import Testing

@testable import FoundrySandbox

@Suite("Quotes as PDF", .opensDescriptors)
struct PDFTests {
    @Test("A PDF's cross-reference table is correct, and its text has the amounts")
    func structure() throws {
        let client = try SandboxClient()
        let name = "Prüfung (a) \\ 日本 " + String(repeating: "long ", count: 60)
        let id = try client.create(Spec.of("affinity", sequences: 60), name: name, ["skip_draft": true])
        let answer = try client.get("/experiments/\(id)/quote/pdf")
        #expect(answer.reply.header("content-type") == "application/pdf")
        check(answer.reply.body)
        let text = String(decoding: answer.reply.body, as: UTF8.self)
        #expect(text.contains("(Total: 21,120.00 USD)"))
        #expect(try client.get("/experiments/\(id)/quote")["amount_total"]?.int == 2_112_000)
    }

    @Test("A quote of many lines fills several pages")
    func pages() {
        let document = PDFDocument(title: "x", lines: (0..<200).map { .init("line \($0)") })
        check(document.bytes)
        let text = String(decoding: document.bytes, as: UTF8.self)
        #expect(text.contains("/Count 5"))
        #expect(text.contains("(line 199) Tj"))
    }

    private func check(_ bytes: [UInt8]) {
        #expect(bytes.starts(with: Array("%PDF-1.4".utf8)))
        #expect(bytes.suffix(6).elementsEqual(Array("%%EOF\n".utf8)))
        let text = String(decoding: bytes.map { $0 < 0x80 ? $0 : 0x3F }, as: UTF8.self)
        let start = text.components(separatedBy: "startxref\n").last?.split(separator: "\n").first.flatMap { Int($0) }
        let table = bytes[(start ?? 0)...]
        #expect(table.starts(with: Array("xref\n".utf8)))
        let entries = String(decoding: table, as: UTF8.self).components(separatedBy: " 00000 n \n").dropLast()
        for (number, entry) in entries.enumerated() {
            let offset = Int(entry.suffix(10)) ?? 0
            #expect(bytes[offset...].starts(with: Array("\(number + 1) 0 obj\n".utf8)))
        }
        #expect(entries.count >= 7)
    }

    @Test(
        "Amounts are formatted with separators and currency",
        arguments: [(0, "0.00 USD"), (5, "0.05 USD"), (106_000, "1,060.00 USD"), (123_456_789, "1,234,567.89 USD")])
    func money(cents: Int, text: String) {
        #expect(BillingPDF.money(cents) == text)
    }
}
