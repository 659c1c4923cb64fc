/// What a comparison looks at: a field, an element of a JSON field, or either of them cast.
indirect enum Operand: Equatable, Sendable {
    case field(String, position: Int)
    case element(Operand, key: String, position: Int)
    case cast(Cast, Operand, position: Int)

    /// How a value is made into one of another type.
    enum Cast: String, CaseIterable, Sendable {
        case float, int, text, timestamp, date
    }
}
