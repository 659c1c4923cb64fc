/// Every operation that is served. To serve one more is one row in one of these tables.
enum RouteTable {
    static let all: [Route] =
        AccountRoutes.table + ExperimentRoutes.table + ExperimentQuoteRoutes.table + QuoteRoutes.table
        + ResultRoutes.table + SequenceRoutes.table + CustomTargetRoutes.table + TargetRoutes.table
        + UpdateRoutes.table + TokenRoutes.table + FeedbackRoutes.table + PartnerRoutes.table + SandboxRoutes.table

    /// What there is to be granted: what the operations of the API ask for, and reading one's organization, which
    /// `whoami` tells of though it does not ask for it.
    static let permissions: [Permission] = {
        let asked = Set(all.compactMap(\.permission) + [Permission(.organization, .read)])
        return Permission.Resource.allCases.flatMap { resource in
            Permission.Action.allCases.map { Permission(resource, $0) }.filter(asked.contains)
        }
    }()

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
