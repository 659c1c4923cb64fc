/// A parser of the parts of filter and sort expressions, from left to right.
struct ExpressionReader {
    /// The maximum length in characters.
    static let lengthLimit = 16_384
    /// The maximum nesting of calls.
    static let depthLimit = 32

    private let scalars: [Unicode.Scalar]
    private(set) var position = 0

    init(_ text: String) throws(ExpressionError) {
        scalars = Array(text.unicodeScalars)
        guard scalars.count <= ExpressionReader.lengthLimit else {
            throw ExpressionError(
                message: "the expression is longer than \(ExpressionReader.lengthLimit) characters",
                position: ExpressionReader.lengthLimit)
        }
    }

    /// Returns the next character that isn't white space, or nil at the end.
    mutating func peek() -> Unicode.Scalar? {
        while position < scalars.count, scalars[position].properties.isWhitespace { position += 1 }
        return position < scalars.count ? scalars[position] : nil
    }

    /// Consumes a character if it comes next.
    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard peek() == scalar else { return false }
        position += 1
        return true
    }

    /// Consumes a character that must come next.
    mutating func expect(_ scalar: Unicode.Scalar, _ context: String) throws(ExpressionError) {
        guard take(scalar) else { throw error("expected '\(scalar)' \(context), \(found)") }
    }

    /// Returns an error at this position.
    func error(_ message: String) -> ExpressionError {
        ExpressionError(message: message, position: position)
    }

    /// The next character, for messages.
    var found: String {
        position < scalars.count ? "but found '\(scalars[position])'" : "but the expression ends"
    }

    /// Parses a name of letters, digits and underscores.
    mutating func name(_ what: String) throws(ExpressionError) -> (text: String, position: Int) {
        _ = peek()
        let start = position
        while position < scalars.count, ExpressionReader.isNameCharacter(scalars[position]) { position += 1 }
        guard position > start else { throw error("expected \(what), \(found)") }
        return (String(String.UnicodeScalarView(scalars[start..<position])), start)
    }

    static func isNameCharacter(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || (scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)))
    }

    /// Returns whether a call opens next.
    mutating func isCall() -> Bool { peek() == "(" }

    /// Parses a field, `at(operand,key)`, or a cast of either.
    mutating func operand(depth: Int) throws(ExpressionError) -> Operand {
        guard depth < ExpressionReader.depthLimit else { throw tooDeep }
        let name = try name("a field")
        guard isCall() else { return .field(name.text, position: name.position) }
        _ = take("(")
        if name.text == "at" {
            let inner = try operand(depth: depth + 1)
            try expect(",", "between the field and the key of at")
            let key = try literal(depth: depth + 1)
            try expect(")", "after the key of at")
            return .element(inner, key: key.text, position: name.position)
        }
        guard let cast = Operand.Cast(rawValue: name.text) else {
            throw ExpressionError(
                message: "unknown function \(name.text); a field may be inside at(field,key), "
                    + Operand.Cast.allCases.map { "\($0.rawValue)(…)" }.joined(separator: ", "),
                position: name.position)
        }
        let inner = try operand(depth: depth + 1)
        try expect(")", "after the operand of \(name.text)")
        return .cast(cast, inner, position: name.position)
    }

    var tooDeep: ExpressionError {
        error("calls are nested more than \(ExpressionReader.depthLimit) deep")
    }

    /// Parses a value: quoted, bare up to a comma or parenthesis, or a cast.
    mutating func literal(depth: Int) throws(ExpressionError) -> ExpressionLiteral {
        guard depth < ExpressionReader.depthLimit else { throw tooDeep }
        let first = peek()
        let start = position
        if let first, first == "\"" || first == "'" { return try quoted(first) }
        while position < scalars.count, !",()".unicodeScalars.contains(scalars[position]) { position += 1 }
        var text = String(String.UnicodeScalarView(scalars[start..<position]))
        while text.unicodeScalars.last?.properties.isWhitespace == true { text.unicodeScalars.removeLast() }
        if isCall() {
            guard let cast = Operand.Cast(rawValue: text) else {
                throw error("a value with parentheses or commas must be quoted")
            }
            _ = take("(")
            var inner = try literal(depth: depth + 1)
            try expect(")", "after the value of \(text)")
            inner.casts.append(cast)
            return inner
        }
        guard !text.isEmpty else { throw error("expected a value, \(found)") }
        return ExpressionLiteral(text: text, position: start)
    }

    /// Parses a quoted value. A backslash or a doubled quote escapes the next character.
    private mutating func quoted(_ quote: Unicode.Scalar) throws(ExpressionError) -> ExpressionLiteral {
        let start = position
        position += 1
        var text = String.UnicodeScalarView()
        while position < scalars.count {
            let scalar = scalars[position]
            let next = position + 1 < scalars.count ? scalars[position + 1] : nil
            if scalar == quote, next != quote {
                position += 1
                return ExpressionLiteral(text: String(text), position: start)
            }
            if scalar == quote || scalar == "\\", let next {
                text.append(next)
                position += 2
            } else {
                text.append(scalar)
                position += 1
            }
        }
        throw ExpressionError(message: "the quote is never closed", position: start)
    }

    /// Checks that nothing follows.
    mutating func finish() throws(ExpressionError) {
        if peek() != nil { throw error("expected the end, \(found)") }
    }
}

/// An error in a filter or sort expression.
struct ExpressionError: Error, Equatable, CustomStringConvertible {
    var message: String
    /// The offending character, counted from 0.
    var position: Int

    /// The message with the position counted from 1.
    var description: String { "\(message) (at character \(position + 1))" }
}
