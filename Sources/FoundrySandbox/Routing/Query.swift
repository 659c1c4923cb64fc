/// The parameters of a query.
struct Query: Sendable {
    let items: [(name: String, value: String)]

    init(_ items: [(name: String, value: String)]) {
        self.items = items
    }

    /// The first value of a name; an empty one is none.
    subscript(name: String) -> String? {
        items.first { $0.name == name && !$0.value.isEmpty }?.value
    }

    /// A boolean, false where it is not given.
    func flag(_ name: String) throws -> Bool {
        switch self[name] {
        case nil, "false": return false
        case "true": return true
        case .some(let other): throw APIError.badRequest("\(name) must be true or false, not \(other)")
        }
    }

    /// The page that is asked for.
    func page() throws -> (limit: Int, offset: Int) {
        func number(_ name: String, _ fallback: Int, _ range: ClosedRange<Int>, _ told: String) throws -> Int {
            guard let text = self[name] else { return fallback }
            guard let value = Int(text), range.contains(value) else {
                throw APIError.badRequest("\(name) must be a whole number \(told), not \(text)")
            }
            return value
        }
        return (
            try number("limit", 50, 1...100, "from 1 to 100"),
            try number("offset", 0, 0...Int.max / 2, "of 0 or more")
        )
    }
}
