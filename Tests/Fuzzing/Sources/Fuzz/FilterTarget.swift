@testable import FoundrySandbox

/// Reads the input as a filter, writes it, reads it again, and applies it to records.
enum FilterTarget {
    static func run(_ bytes: UnsafeBufferPointer<UInt8>) -> CInt {
        let text = String(decoding: bytes, as: UTF8.self)
        do throws(ExpressionError) {
            let filter = try FilterExpression(parsing: text)
            checkRoundTrip(filter)
            try apply(filter)
        } catch {
            expect((0...text.unicodeScalars.count).contains(error.position), "\(error) is outside the text")
            expect(!error.message.isEmpty, "an error says nothing")
        }
        return 0
    }

    private static func checkRoundTrip(_ filter: FilterExpression) {
        let written = ExpressionWriter.text(filter.predicate)
        guard written.unicodeScalars.count <= ExpressionReader.lengthLimit else { return }
        let again = require("\(written) cannot be read") { try FilterExpression(parsing: written) }
        let rewritten = ExpressionWriter.text(again.predicate)
        // Byte by byte, since two texts of other code points can be equal.
        expect(rewritten.utf8.elementsEqual(written.utf8), "\(written) becomes \(rewritten)")
    }

    /// No record passes a filter and its opposite, and the opposite of the opposite is the filter.
    private static func apply(_ filter: FilterExpression) throws(ExpressionError) {
        let opposite = FilterExpression(predicate: .not(filter.predicate))
        let filters = [filter, opposite, FilterExpression(predicate: .not(opposite.predicate))]
        var passing: [[Bool]] = []
        for filter in filters {
            let bound = try BoundFilter(filter, Samples.fields)
            passing.append(Samples.records.map { bound.matches($0, in: Samples.state) })
        }
        expect(!zip(passing[0], passing[1]).contains { $0 && $1 }, "a record passes a filter and its opposite")
        expect(passing[0] == passing[2], "a filter twice reversed is another")
    }
}
