/// Every operation that is served.
enum RouteTable {
    static let all: [Route] =
        AccountRoutes.table + ExperimentRoutes.table + ExperimentQuoteRoutes.table + QuoteRoutes.table
        + ResultRoutes.table + SequenceRoutes.table + CustomTargetRoutes.table + TargetRoutes.table
        + UpdateRoutes.table + TokenRoutes.table + FeedbackRoutes.table + PartnerRoutes.table + SandboxRoutes.table

    /// What a method and a path lead to.
    enum Match {
        case route(Route, parameters: [String: String])
        /// The path is known, the method is another.
        case otherMethods([String])
        case none
    }

    /// Finds the row of a request; literal parts of a path win over parameters, by their place in the table.
    static func match(_ method: String, _ segments: [String]) -> Match {
        var methods: [String] = []
        for route in all {
            guard let parameters = route.match(segments) else { continue }
            if route.method == method { return .route(route, parameters: parameters) }
            methods.append(route.method)
        }
        return methods.isEmpty ? .none : .otherMethods(methods)
    }
}
