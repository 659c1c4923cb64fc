@testable import FoundrySandbox

/// Reads the input as a sort, writes it, reads it again, and sorts records by it.
enum SortTarget {
    static func run(_ bytes: UnsafeBufferPointer<UInt8>) -> CInt {
        let text = String(decoding: bytes, as: UTF8.self)
        do throws(ExpressionError) {
            let sort = try SortExpression(parsing: text)
            let written = ExpressionWriter.text(sort)
            if written.unicodeScalars.count <= ExpressionReader.lengthLimit {
                let again = require("\(written) cannot be read") { try SortExpression(parsing: written) }
                let rewritten = ExpressionWriter.text(again)
                expect(rewritten.utf8.elementsEqual(written.utf8), "\(written) becomes \(rewritten)")
            }
            try apply(sort)
        } catch {
            expect((0...text.unicodeScalars.count).contains(error.position), "\(error) is outside the text")
            expect(!error.message.isEmpty, "an error says nothing")
        }
        return 0
    }

    /// Sorting keeps every record, and sorting what is sorted changes nothing.
    private static func apply(_ sort: SortExpression) throws(ExpressionError) {
        let bound = try BoundSort(sort, Samples.fields)
        let numbered = Samples.records.enumerated().map { number, record in
            record.merging(["": .number(Double(number))]) { $1 }
        }
        let sorted = bound.sorted(numbered, in: Samples.state)
        expect(Set(sorted.map(number)) == Set(numbered.map(number)), "records are lost")
        expect(
            bound.sorted(sorted, in: Samples.state).map(number) == sorted.map(number), "sorted twice is another order")
    }

    private static func number(_ record: Samples.Record) -> Double? {
        if case .number(let number) = record[""] { number } else { nil }
    }
}
