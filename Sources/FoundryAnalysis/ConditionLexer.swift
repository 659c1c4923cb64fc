/// A piece of a condition.
struct ConditionToken {
    enum Kind: Equatable {
        case word(String)
        case quoted(String)
        case number(Double)
        case comparison(Condition.Comparison)
        case open, close
        case scope(String)
        case end
    }

    let kind: Kind
    let column: Int
}

/// A reader of the pieces of a condition.
struct ConditionLexer {
    private let source: String
    private let letters: [Character]
    private var place = 0

    init(_ source: String) {
        self.source = source
        letters = Array(source)
    }

    mutating func tokens() throws(ConditionError) -> [ConditionToken] {
        var tokens: [ConditionToken] = []
        repeat {
            while place < letters.count, letters[place].isWhitespace { place += 1 }
            let column = place + 1
            tokens.append(ConditionToken(kind: try next(after: tokens.last?.kind), column: column))
        } while tokens.last?.kind != .end
        return tokens
    }

    private mutating func next(after previous: ConditionToken.Kind?) throws(ConditionError) -> ConditionToken.Kind {
        guard place < letters.count else { return .end }
        let letter = letters[place]
        switch letter {
        case "(":
            place += 1
            return .open
        case ")":
            place += 1
            return .close
        case "[": return .scope(try enclosed(until: "]"))
        case "\"", "'": return .quoted(try enclosed(until: letter))
        case "<", ">", "=", "!", "~", "≤", "≥", "≠": return .comparison(try comparison())
        default: break
        }
        // After a number, `1/s` is a unit.
        if case .number = previous, letter == "1", place + 1 < letters.count, letters[place + 1] == "/" {
            return .word(word())
        }
        if let number = number() { return .number(number) }
        guard Self.isPartOfWord(letter) else {
            throw ConditionError("\(letter) means nothing here", column: place + 1, in: source)
        }
        return .word(word())
    }

    private mutating func comparison() throws(ConditionError) -> Condition.Comparison {
        let column = place + 1
        let start = place
        while place < letters.count, place < start + 2, "<>=!~≤≥≠".contains(letters[place]) { place += 1 }
        let text = String(letters[start..<place])
        switch text {
        case "≤": return .lessOrEqual
        case "≥": return .greaterOrEqual
        case "≠", "<>": return .notEqual
        case "==": return .equal
        default:
            guard let comparison = Condition.Comparison(rawValue: text) else {
                throw ConditionError(
                    "\(text) is not a comparison; these are < <= > >= = != ~ (contains)", column: column, in: source)
            }
            return comparison
        }
    }

    private mutating func enclosed(until end: Character) throws(ConditionError) -> String {
        let start = place + 1
        guard let close = letters[start...].firstIndex(of: end) else {
            throw ConditionError("\(letters[place]) is never closed with \(end)", column: place + 1, in: source)
        }
        place = close + 1
        return String(letters[start..<close])
    }

    private mutating func number() -> Double? {
        var end = place
        func isDigit(_ index: Int) -> Bool {
            index < letters.count && letters[index].isASCII && letters[index].isNumber
        }
        if end < letters.count, letters[end] == "-" || letters[end] == "+" { end += 1 }
        guard isDigit(end) || (end < letters.count && letters[end] == "." && isDigit(end + 1)) else { return nil }
        while isDigit(end) { end += 1 }
        if end < letters.count, letters[end] == "." {
            end += 1
            while isDigit(end) { end += 1 }
        }
        if end < letters.count, letters[end] == "e" || letters[end] == "E" {
            let sign = end + 1 < letters.count && (letters[end + 1] == "-" || letters[end + 1] == "+") ? 1 : 0
            if isDigit(end + 1 + sign) {
                end += 1 + sign
                while isDigit(end) { end += 1 }
            }
        }
        guard let number = Double(String(letters[place..<end])), number.isFinite else { return nil }
        place = end
        return number
    }

    private static func isPartOfWord(_ letter: Character) -> Bool {
        letter.isLetter || letter.isNumber || "_-./°%·".contains(letter)
    }

    private mutating func word() -> String {
        let start = place
        while place < letters.count, Self.isPartOfWord(letters[place]) { place += 1 }
        return String(letters[start..<place])
    }
}
