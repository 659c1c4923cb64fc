import FoundryJSON

/// The W3C Trace Context of a request, as the client sent it in `_meta` (SEP-414). Its format has not been checked.
public struct TraceMetadata: Sendable, Equatable {
    /// The member `traceparent`.
    public let parent: String
    /// The member `tracestate`, or nil if there is none.
    public let state: String?

    /// Creates trace metadata.
    public init(parent: String, state: String? = nil) {
        self.parent = parent
        self.state = state
    }

    /// Reads the parameters of a request; nil if they have no trace.
    init?(of params: JSON) {
        guard let parent = params["_meta"]?["traceparent"]?.string else { return nil }
        self.init(parent: parent, state: params["_meta"]?["tracestate"]?.string)
    }
}
