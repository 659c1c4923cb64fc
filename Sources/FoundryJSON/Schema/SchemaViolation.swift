/// One thing in a value that its schema does not allow.
public struct SchemaViolation: Sendable, Hashable, CustomStringConvertible {
    /// The place in the value; for a member that is missing, the place where it should be.
    public let pointer: JSONPointer
    /// The offending value, cut where it is long, and what is allowed instead.
    public let message: String

    /// Makes a violation, such as a rule that no schema can say.
    public init(at pointer: JSONPointer, _ message: String) {
        self.pointer = pointer
        self.message = message
    }

    /// Place and message: `/experiment_spec/n_replicates: 9 is more than 5`.
    public var description: String {
        pointer.tokens.isEmpty ? message : "\(pointer): \(message)"
    }
}
