extension JSON {
    /// The value `null`.
    ///
    /// It has no literal, because `nil` stands for the absence of a value, which ``object(_:)`` leaves out.
    public static let null = JSON(.null)

    /// Creates a boolean.
    public init(_ value: Bool) {
        self.init(.boolean(value))
    }

    /// Creates an integer.
    public init(_ value: some BinaryInteger) {
        self.init(.number(String(value)))
    }

    /// Creates a number with the fewest digits that read back as the same value, or `null` if the value is not finite,
    /// since JSON has no such numbers.
    public init(_ value: Double) {
        guard value.isFinite else {
            self.init(.null)
            return
        }
        // A whole number is written without the ".0" that Swift would add. (Not `rounded()`: it would need the C
        // library's mathematics, which nothing else here links.)
        if abs(value) < 0x1p54, Double(Int64(value)) == value {
            self.init(.number(String(Int64(value))))
        } else {
            self.init(.number(value.description))
        }
    }

    /// Creates a number with exactly these digits, or `null` if the text is not a JSON number.
    public init(number text: String) {
        guard let parsed = try? JSON(parsing: text), parsed.kind == .number else {
            self = .null
            return
        }
        self = parsed
    }

    /// Creates a string.
    public init(_ value: String) {
        self.init(.string(value))
    }

    /// Creates a string that holds the compact text of a value. The text is produced only when it is written.
    public init(textOf value: JSON) {
        self.init(.text(value))
    }

    /// Creates an array.
    public init(_ elements: [JSON]) {
        self.init(.array(elements))
    }

    /// Creates an object with these members, in this order.
    public init(_ members: [Member]) {
        self.init(.object(members))
    }

    /// Returns an object of the members whose value is not nil.
    public static func object(_ members: KeyValuePairs<String, JSON?>) -> JSON {
        JSON(members.compactMap { name, value in value.map { Member(name, $0) } })
    }
}

extension JSON: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringInterpolation, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    /// Creates a boolean.
    public init(booleanLiteral value: Bool) { self.init(value) }
    /// Creates an integer.
    public init(integerLiteral value: Int) { self.init(value) }
    /// Creates a number.
    public init(floatLiteral value: Double) { self.init(value) }
    /// Creates a string.
    public init(stringLiteral value: String) { self.init(value) }
    /// Creates an array.
    public init(arrayLiteral elements: JSON...) { self.init(elements) }
    /// Creates an object whose members keep the order of the literal.
    public init(dictionaryLiteral elements: (String, JSON)...) {
        self.init(elements.map { Member($0.0, $0.1) })
    }
}

// MARK: - Modifying

extension JSON {
    /// Returns this object with a member set, in its place if the name exists and at the end otherwise.
    ///
    /// A value of another kind becomes an object of that one member.
    public func setting(_ name: String, to value: JSON) -> JSON {
        var members = members ?? []
        if let place = members.lastIndex(where: { $0.isNamed(name) }) {
            members[place] = Member(name, value)
        } else {
            members.append(Member(name, value))
        }
        return JSON(members)
    }

    /// Returns this object without the members of that name.
    public func removing(_ name: String) -> JSON { removing([name]) }

    /// Returns this object with only the members of these names; another kind of value stays as it is.
    public func keeping(_ names: [String]) -> JSON {
        guard let members else { return self }
        return JSON(members.filter { member in names.contains { member.isNamed($0) } })
    }

    /// Returns this object without the members of those names.
    public func removing(_ names: [String]) -> JSON {
        guard let members else { return self }
        return JSON(members.filter { member in !names.contains { member.isNamed($0) } })
    }
}
