/// A JSON Pointer by RFC 6901, such as `/experiment_spec/sequences/mAb~11`. The empty pointer refers to the whole value.
public struct JSONPointer: Sendable, Hashable, CustomStringConvertible {
    /// The unescaped names and indices that lead to the value.
    public private(set) var tokens: [String] = []

    /// Creates a pointer to the whole value.
    public init() {}

    /// Creates a pointer from names and indices.
    public init(_ tokens: [String]) {
        self.tokens = tokens
    }

    /// Returns the pointer to a member or element of the value that this pointer refers to.
    public func appending(_ token: some CustomStringConvertible) -> JSONPointer {
        JSONPointer(tokens + [token.description])
    }

    /// The pointer in the syntax of RFC 6901.
    public var description: String {
        tokens.map { "/" + $0.replacing("~", with: "~0").replacing("/", with: "~1") }.joined()
    }
}
