import FoundryJSON

/// What could stand for an argument that somebody has begun to fill in.
public struct Completion: Sendable {
    /// The most values that an answer may have.
    static let limit = 100

    /// The values, best first.
    let values: [String]
    /// How many there are in all.
    let total: Int

    /// Makes a completion; what exceeds the limit is counted and left out.
    public init(_ values: [String], total: Int? = nil) {
        self.values = Array(values.prefix(Self.limit))
        self.total = max(total ?? 0, values.count)
    }

    var json: JSON {
        [
            "values": JSON(values.map { JSON($0) }), "total": JSON(total),
            "hasMore": JSON(total > values.count),
        ]
    }
}

/// Where an argument stands that is being filled in.
public enum CompletionReference: Sendable {
    /// An argument of a prompt.
    case prompt(String)
    /// A variable of a resource template.
    case resource(template: String)
}

/// What completes arguments for a ``Server``.
public protocol CompletionProvider: Sendable {
    /// What could stand for an argument.
    /// - Parameters:
    ///   - name: the argument or variable.
    ///   - value: what has been typed.
    ///   - others: the arguments that are filled in already.
    /// - Throws: `RPCError` where the reference or the argument does not exist; `CancellationError`.
    func complete(
        _ reference: CompletionReference, argument name: String, value: String, others: [String: String]
    ) async throws -> Completion
}
