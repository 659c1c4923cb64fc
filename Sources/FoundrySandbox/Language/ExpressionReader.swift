/// Reads the parts that filter and sort expressions are made of, and knows where it stands.
struct ExpressionReader {
    /// How long an expression may be, in characters.
    static let lengthLimit = 16_384
    /// How deeply calls may be nested.
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

    /// The next character that is no space, or nil at the end.
    mutating func peek() -> Unicode.Scalar? {
        while position < scalars.count, scalars[position].properties.isWhitespace { position += 1 }
        return position < scalars.count ? scalars[position] : nil
    }

    /// Takes a character if it is the next one.
    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard peek() == scalar else { return false }
        position += 1
        return true
    }

    /// Takes a character that must come.
    mutating func expect(_ scalar: Unicode.Scalar, _ why: String) throws(ExpressionError) {
        guard take(scalar) else { throw error("'\(scalar)' was expected \(why), \(found)") }
    }

    /// An error at this place.
    func error(_ message: String) -> ExpressionError {
        ExpressionError(message: message, position: position)
    }

    /// What stands here, for messages.
    var found: String {
        position < scalars.count ? "but '\(scalars[position])' was found" : "but the expression ends"
    }

    /// A name: letters, digits, underscores.
    mutating func name(_ what: String) throws(ExpressionError) -> (text: String, position: Int) {
        _ = peek()
        let start = position
        while position < scalars.count, ExpressionReader.isOfName(scalars[position]) { position += 1 }
        guard position > start else { throw error("\(what) was expected, \(found)") }
        return (String(String.UnicodeScalarView(scalars[start..<position])), start)
    }

    static func isOfName(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || (scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)))
    }

    /// Whether the next character that is no space opens a call.
    mutating func isCall() -> Bool { peek() == "(" }

    /// A field, `at(operand,key)`, or a cast of either.
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
                message: "\(name.text) is not known here; around a field may stand at(field,key), "
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

    /// A value: in quotes, bare up to a comma or parenthesis, or a cast of one.
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
                throw error("a value with parentheses or commas must stand in quotes")
            }
            _ = take("(")
            var inner = try literal(depth: depth + 1)
            try expect(")", "after the value of \(text)")
            inner.casts.append(cast)
            return inner
        }
        guard !text.isEmpty else { throw error("a value was expected, \(found)") }
        return ExpressionLiteral(text: text, position: start)
    }

    /// A value in quotes; a backslash or a doubled quote stands for the character after it.
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
        throw ExpressionError(message: "the quote that opens here is not closed", position: start)
    }

    /// Refuses what stands after the end.
    mutating func finish() throws(ExpressionError) {
        if peek() != nil { throw error("the expression was complete, \(found)") }
    }
}
