/// A regular expression that is searched for in a string, as `pattern` asks: it matches anywhere unless it is anchored.
///
/// It is Swift's own, set to read code points rather than characters, and `\d`, `\w` as ASCII, as ECMA-262 does. Where
/// the two still differ (`[` and `&&` within a class) a pattern should stay with what both read alike.
///
/// `@unchecked`: `Regex` is not declared `Sendable` because RegexBuilder can put code into one. One made of text holds
/// none; it is not changed after it was made, and the program that its first use compiles is stored atomically.
struct SchemaPattern: @unchecked Sendable {
    let text: String
    private let regex: Regex<AnyRegexOutput>

    /// - Throws: What is wrong with the expression.
    init(_ text: String) throws {
        self.text = text
        regex = try Regex(text).matchingSemantics(.unicodeScalar).asciiOnlyDigits().asciiOnlyWordCharacters()
    }

    func isFound(in string: String) -> Bool {
        // An error can only come from code within an expression.
        (try? regex.firstMatch(in: string)) != nil
    }
}
