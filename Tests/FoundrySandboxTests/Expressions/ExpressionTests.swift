import Testing

@testable import FoundrySandbox

@Suite("Filter and sort expressions", .timeLimit(.minutes(5)))
struct ExpressionTests {
    @Test("A filter is parsed")
    func parses() throws {
        let filter = try FilterExpression(parsing: " and( gte( created_at , 2026-01-01 ), in(status,draft, done) ) ")
        #expect(
            filter.predicate
                == .all([
                    .compare(
                        .gte, .field("created_at", position: 11), ExpressionLiteral(text: "2026-01-01", position: 24)),
                    .isIn(
                        .field("status", position: 41),
                        [
                            ExpressionLiteral(text: "draft", position: 48),
                            ExpressionLiteral(text: "done", position: 55),
                        ]),
                ]))
    }

    @Test(
        "A quoted value may contain commas, parentheses and quotes",
        arguments: [
            ("'a, (b)'", "a, (b)"), ("\"it's\"", "it's"), ("'it''s'", "it's"), (#""a\"b""#, "a\"b"), ("''", ""),
            ("bare words here", "bare words here"), ("a'b", "a'b"), ("  x  ", "x"), ("ä日本", "ä日本"),
        ])
    func quotes(value: String, expected: String) throws {
        guard case .compare(_, _, let literal) = try FilterExpression(parsing: "eq(name,\(value))").predicate else {
            Issue.record("not a comparison")
            return
        }
        #expect(literal.text == expected)
    }

    @Test(
        "An invalid filter is refused at the position of the error",
        arguments: [
            ("", 0), ("eq", 2), ("eq(", 3), ("eq(status", 9), ("eq(status)", 9), ("eq(status,)", 10),
            ("eq(status,draft", 15), ("eq(status,draft))", 16), ("eq(a,b)x", 7), ("()", 0), ("nosuch(a,b)", 0),
            ("and()", 4), ("and(eq(a,b),)", 12), ("not(eq(a,b),eq(c,d))", 11), ("between(a,1)", 11), ("in(a)", 4),
            ("is_null(a,b)", 9), ("eq(f(a),1)", 3), ("eq(at(a),1)", 7), ("eq(a,'x)", 5), ("eq(a,f(x))", 6),
            ("eq(a,b,c)", 6), ("status=draft", 0), ("eq(a b,c)", 5), ("🧪", 0),
        ])
    func refuses(text: String, position: Int) {
        let error = #expect(throws: ExpressionError.self) { try FilterExpression(parsing: text) }
        #expect(error?.position == position, "\(text): \(error?.description ?? "")")
    }

    @Test("The nesting and length of expressions are limited")
    func bounds() {
        let deep = String(repeating: "not(", count: 40) + "eq(a,b)" + String(repeating: ")", count: 40)
        #expect(throws: ExpressionError.self) { try FilterExpression(parsing: deep) }
        let fine = String(repeating: "not(", count: 20) + "eq(a,b)" + String(repeating: ")", count: 20)
        #expect(throws: Never.self) { try FilterExpression(parsing: fine) }
        for part in ["at(", "float(", "eq(a,date("] {
            let text = "eq(" + String(repeating: part, count: 100_000)
            #expect(throws: ExpressionError.self) { try FilterExpression(parsing: text) }
            #expect(throws: ExpressionError.self) { try SortExpression(parsing: String(text.prefix(15_000))) }
        }
    }

    @Test("Random texts from the grammar's tokens are parsed or refused")
    func random() {
        let pieces = [
            "eq", "and", "not", "in", "at", "date", "(", ")", ",", "'", "\"", "\\", " ", "a", "status", "-", "+", ":",
            "desc", "1", "é", "\u{0}", "\n", "between",
        ]
        var generator = SeededRandomNumberGenerator(seed: 5, "expressions")
        for _ in 0..<5_000 {
            let text = (0..<Int.random(in: 0...14, using: &generator)).map { _ in
                pieces.randomElement(using: &generator) ?? ""
            }
            .joined()
            for parse in [{ _ = try FilterExpression(parsing: $0) }, { _ = try SortExpression(parsing: $0) }]
                as [(String) throws -> Void]
            {
                do {
                    try parse(text)
                } catch let error as ExpressionError {
                    #expect((0...text.unicodeScalars.count).contains(error.position))
                } catch {
                    Issue.record("another error: \(error)")
                }
            }
        }
    }

    @Test("A sort is parsed in its three forms")
    func sorts() throws {
        let canonical = try SortExpression(parsing: "desc(created_at),asc(name)").columns
        #expect(canonical.map(\.isDescending) == [true, false])
        for text in ["-created_at,+name", "created_at:desc,name:asc", "-created_at, name"] {
            let columns = try SortExpression(parsing: text).columns
            #expect(columns.map(\.isDescending) == [true, false])
            #expect(columns.map(\.operand).count == 2)
        }
        let deep = try SortExpression(parsing: "asc(date(at(metadata,start_date)))").columns
        #expect(
            deep == [
                .init(
                    operand: .cast(
                        .date, .element(.field("metadata", position: 12), key: "start_date", position: 9), position: 4),
                    isDescending: false)
            ])
    }

    @Test(
        "An invalid sort is refused at the position of the error",
        arguments: [
            ("", 0), ("desc(name", 9), ("name:sideways", 5), ("date(name)", 0), ("-date(name)", 1), ("name,", 5),
            ("name:desc:asc", 9), ("a,b,c,d,e,f,g,h,i", 16), ("--name", 1), ("name desc", 5),
        ])
    func refusesSorts(text: String, position: Int) {
        let error = #expect(throws: ExpressionError.self) { try SortExpression(parsing: text) }
        #expect(error?.position == position, "\(text): \(error?.description ?? "")")
    }

    @Test("A comparison with null matches neither the condition nor its negation")
    func nulls() throws {
        struct Row: Sendable { var value: Double? }
        let fields = Fields<Row>([.init("value", .number) { row, _ in row.value.map { .number($0) } ?? .null }])
        let state = SandboxState.initial(seed: 1, stageDuration: 1, quoteDelay: 0, now: Timestamp(microseconds: 0))
        func matches(_ filter: String, _ value: Double?) throws -> Bool {
            try BoundFilter(try FilterExpression(parsing: filter), fields).matches(Row(value: value), in: state)
        }
        for filter in ["eq(value,1)", "neq(value,1)", "not(eq(value,1))", "in(value,1,2)", "not(in(value,1,2))"] {
            #expect(try !matches(filter, nil))
        }
        #expect(try matches("or(eq(value,1),is_null(value))", nil))
        #expect(try !matches("and(eq(value,1),is_null(value))", nil))
        #expect(try matches("neq(value,1)", 2))
        #expect(try matches("between(value,1,2)", 1.5))
        #expect(try !matches("between(value,1,2)", 2.5))
    }
}
