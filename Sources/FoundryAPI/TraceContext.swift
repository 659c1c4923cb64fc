/// The trace that a task's requests to the API belong to, by the W3C recommendation Trace Context.
///
/// Set ``current`` around calls of a client. Their requests then carry the headers `traceparent` and `tracestate`, and their
/// lines in the log the trace's id:
///
/// ```swift
/// try await TraceContext.$current.withValue(TraceContext(traceparent: header)) {
///     try await client.send(.whoami)
/// }
/// ```
public struct TraceContext: Sendable, Equatable {
    /// The trace of the present task, or nil if it has none.
    @TaskLocal public static var current: TraceContext?

    /// The largest number of bytes of a `tracestate`.
    private static let stateLimit = 512

    /// The value of the header `traceparent`.
    public let traceparent: String
    /// The value of the header `tracestate`, or nil if it is not sent.
    public let tracestate: String?

    /// Creates a trace context from the values of the two headers.
    ///
    /// A `tracestate` that is malformed, or longer than 512 bytes, is left out, as the recommendation demands.
    ///
    /// - Returns: nil if `traceparent` is malformed.
    public init?(traceparent: String, tracestate: String? = nil) {
        guard Self.isParent(traceparent) else { return nil }
        self.traceparent = traceparent
        self.tracestate = tracestate.flatMap { Self.isState($0) ? $0 : nil }
    }

    /// The id of the trace: 32 hexadecimal digits.
    public var traceID: String { String(traceparent.dropFirst(3).prefix(32)) }

    /// The header fields.
    var fields: [(String, String)] {
        [("traceparent", traceparent)] + (tracestate.map { [("tracestate", $0)] } ?? [])
    }

    /// Returns whether a text is version, trace id, parent id and flags, in lower-case hexadecimal.
    private static func isParent(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.map(\.count) == [2, 32, 16, 2] else { return false }
        let areDigits = parts.allSatisfy { part in
            part.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
        }
        // The version ff and ids of zeros are invalid.
        return areDigits && !parts[0].elementsEqual("ff".utf8)
            && parts[1...2].allSatisfy { id in id.contains { $0 != UInt8(ascii: "0") } }
    }

    /// Returns whether a text is a list of at most 32 members `key=value` of printable ASCII characters.
    private static func isState(_ text: String) -> Bool {
        guard !text.isEmpty, text.utf8.count <= stateLimit, text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            return false
        }
        let members = text.split(separator: ",", omittingEmptySubsequences: false)
        return members.count <= 32
            && members.allSatisfy { member in
                let parts = member.drop { $0 == " " }.split(
                    separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2, let first = parts[0].utf8.first, !parts[1].contains("=") else { return false }
                return ((0x61...0x7A).contains(first) || (0x30...0x39).contains(first))
                    && parts[0].utf8.allSatisfy { (0x61...0x7A).contains($0) || "0123456789_-*/@".utf8.contains($0) }
            }
    }
}
