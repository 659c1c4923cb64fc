import FoundryAPI
import FoundryMCP

extension RequestContext {
    /// Does work whose requests to the API belong to the trace of this request, if it has one that is well-formed.
    func traced<Result>(_ work: () async throws -> Result) async rethrows -> Result {
        guard let trace, let context = TraceContext(traceparent: trace.parent, tracestate: trace.state) else {
            return try await work()
        }
        return try await TraceContext.$current.withValue(context, operation: work)
    }
}
