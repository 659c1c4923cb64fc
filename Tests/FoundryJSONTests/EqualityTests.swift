import Testing

@testable import FoundryJSON

@Suite("Comparing values", .timeLimit(.minutes(5)))
struct EqualityTests {
    @Test(
        "Equal values are equal and hash alike",
        arguments: [
            ("1", "1.0"), ("1", "10e-1"), ("0", "-0.0"), ("0", "0e5"), ("100", "1E2"), ("0.1", "0.10"),
            ("-5e-1", "-0.5"),
            ("1e400", "10e399"), (#""a""#, #""\u0061""#), ("[1,2]", "[ 1.0 , 2 ]"),
            (#"{"a":1,"b":2}"#, #"{"b":2,"a":1}"#),
            (#"{"a":1,"a":2}"#, #"{"a":2}"#), ("null", " null"), ("{}", "{ }"), (#"{"a":[{}]}"#, #"{"\u0061":[{}]}"#),
        ])
    func areEqual(_ one: String, _ other: String) throws {
        let (left, right) = (try JSON(parsing: one), try JSON(parsing: other))
        #expect(left == right)
        #expect(right == left)
        #expect(left.hashValue == right.hashValue)
    }

    @Test(
        "Values that differ are not equal",
        arguments: [
            ("1", "2"), ("1", "-1"), ("0.1", "0.10000000000000001"), ("9007199254740993", "9007199254740992"),
            ("1e400", "1e401"),
            ("1", "\"1\""), ("true", "1"), ("null", "false"), ("[]", "{}"), ("[1,2]", "[2,1]"), ("[1]", "[1,1]"),
            (#"{"a":1}"#, #"{"a":2}"#), (#"{"a":1}"#, #"{"b":1}"#), (#"{"a":1}"#, #"{"a":1,"b":1}"#),
            (#"{"a":1,"a":1}"#, #"{"a":1,"b":2}"#), ("\"\u{E9}\"", "\"e\u{301}\""), (#"{"a":null}"#, "{}"),
            ("1e99999999999999999999", "1"), ("1e-99999999999999999999", "1"), ("1e9223372036854775807", "0"),
        ])
    func differ(_ one: String, _ other: String) throws {
        let (left, right) = (try JSON(parsing: one), try JSON(parsing: other))
        #expect(left != right)
        #expect(right != left)
    }

    @Test("A parsed value equals the built one")
    func mixes() throws {
        let built: JSON = ["a": [1, 2.5, .null, true], "b": ["c": "é\n"]]
        #expect(try JSON(parsing: #"{"b":{"c":"\u00e9\n"},"a":[1.0,25e-1,null,true]}"#) == built)
        #expect(JSON(textOf: [1]) == "[1]")
    }

    @Test("Decimal numbers are ordered without rounding")
    func orders() {
        let ascending = [
            "-1e400", "-10", "-9.99", "-1", "-0.1", "-0.01", "0", "1e-400", "0.1", "0.10000000000000001", "0.2", "1",
            "1.5", "2",
            "9", "10", "1e19", "1e400", "1e99999999999999999999",
        ].map(ExactDecimal.init)
        for (index, left) in ascending.enumerated() {
            for (other, right) in ascending.enumerated() {
                #expect((left < right) == (index < other))
                #expect((left == right) == (index == other))
            }
        }
    }

    @Test("Extreme exponents do not overflow")
    func survivesExtremeExponents() {
        for exponent in ["9223372036854775807", "-9223372036854775808", "9223372036854775808", "+4611686018427387903"] {
            let decimal = ExactDecimal("123.45e\(exponent)")
            #expect(decimal == decimal)
            #expect(decimal.int == nil)
            #expect(decimal > ExactDecimal("0"))
            _ = decimal.isMultiple(of: ExactDecimal("7"))
            _ = ExactDecimal("7").isMultiple(of: decimal)
        }
    }

    @Test(
        "Multiples are found without rounding",
        arguments: [
            ("0.07", "0.01", true), ("4.35", "0.01", true), ("1", "0.3", false), ("0", "7", true), ("-8", "4", true),
            ("6", "4", false), ("1e400", "8", true), ("1e400", "3", false), ("0.5", "1", false),
            ("12345678901234567890", "10", true),
            ("12345678901234567891", "10", false), ("3e2", "150", true), ("1e-3", "1e-4", true),
            ("1e-4", "1e-3", false),
        ])
    func findsMultiples(_ number: String, _ divisor: String, _ expected: Bool) {
        #expect(ExactDecimal(number).isMultiple(of: ExactDecimal(divisor)) == expected)
    }
}
