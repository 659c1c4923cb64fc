/// A place within a value, by RFC 6901: `/experiment_spec/sequences/mAb~11`. The whole value is the empty pointer.
public struct JSONPointer: Sendable, Hashable, CustomStringConvertible {
    /// The names and indices on the way, unescaped.
    public private(set) var tokens: [String] = []

    /// The whole value.
    public init() {}

    /// The place that these names and indices lead to.
    public init(_ tokens: [String]) {
        self.tokens = tokens
    }

    /// The member or element below this place.
    public func appending(_ token: some CustomStringConvertible) -> JSONPointer {
        JSONPointer(tokens + [token.description])
    }

    /// The pointer as RFC 6901 writes it.
    public var description: String {
        tokens.map { "/" + $0.replacing("~", with: "~0").replacing("/", with: "~1") }.joined()
    }
}
