import FoundryJSON

/// An operation: a row of the route table.
struct Route: Sendable {
    typealias Handler = @Sendable (RequestContext, inout SandboxState) throws -> HandlerResponse
    /// A handler of requests without a key.
    typealias PublicHandler = @Sendable (PublicRequest, inout SandboxState) throws -> HandlerResponse

    /// The start of every path of the API.
    static let apiPrefix = "/api/v1"

    var method: String
    /// The path, with `{name}` for the parts that vary.
    var template: String
    var service: Service
    var takesJSON = false
    /// A Boolean value that indicates whether the operation may change the state.
    var changesState = false
    /// The parts of the template between slashes.
    let segments: [Segment]

    enum Segment: Sendable {
        case literal(String)
        case parameter(String)
    }

    /// The callers that an operation serves.
    enum Service: Sendable {
        /// Any caller, without a key.
        case `public`(PublicHandler)
        /// A caller whose key has these rights.
        case authorized(Access, Handler)
    }

    /// The rights that a key needs.
    enum Access: Sendable {
        /// Any valid key.
        case authenticated
        /// A key that grants a permission; `evenRevoked` accepts a revoked one too.
        case permission(Permission.Resource, Permission.Action, evenRevoked: Bool = false)
        /// The sandbox's own key, for routes that aren't part of the API.
        case sandboxKey
    }

    private init(_ method: String, _ template: String, _ service: Service) {
        self.method = method
        self.template = template
        self.service = service
        segments = template.split(separator: "/").map { part in
            part.hasPrefix("{") ? .parameter(String(part.dropFirst().dropLast())) : .literal(String(part))
        }
    }

    /// Makes an operation that needs a key.
    /// - Parameter changes: Whether it may change the state; nil if everything but `GET` does.
    init(
        _ method: String, _ template: String, _ access: Access, takesJSON: Bool = false, changes: Bool? = nil,
        _ handler: @escaping Handler
    ) {
        self.init(method, template, .authorized(access, handler))
        self.takesJSON = takesJSON
        changesState = changes ?? (method != "GET")
    }

    /// Makes an operation for anybody.
    init(_ method: String, _ template: String, public handler: @escaping PublicHandler) {
        self.init(method, template, .public(handler))
        changesState = method != "GET"
    }

    /// Returns an operation of the API that needs a key.
    /// - Parameter path: The path below ``apiPrefix``.
    static func api(
        _ method: String, _ path: String, _ access: Access, takesJSON: Bool = false, changes: Bool? = nil,
        _ handler: @escaping Handler
    ) -> Route {
        Route(method, apiPrefix + path, access, takesJSON: takesJSON, changes: changes, handler)
    }

    /// Returns a `GET` operation of the API for anybody.
    static func api(_ path: String, public handler: @escaping PublicHandler) -> Route {
        Route("GET", apiPrefix + path, public: handler)
    }

    /// A Boolean value that indicates whether it is an operation of the API rather than the sandbox's own.
    var isPartOfAPI: Bool { template.hasPrefix(Route.apiPrefix + "/") }

    /// The permission that a key must grant, if any.
    var permission: Permission? {
        guard case .authorized(.permission(let resource, let action, _), _) = service else { return nil }
        return Permission(resource, action)
    }

    /// Returns the values of the template's parameters, or nil if the path doesn't match.
    func match(_ path: [String]) -> [String: String]? {
        guard path.count == segments.count else { return nil }
        var parameters: [String: String] = [:]
        for (part, segment) in zip(path, segments) {
            switch segment {
            case .literal(let text): if text != part { return nil }
            case .parameter(let name):
                if part.isEmpty { return nil }
                parameters[name] = part
            }
        }
        return parameters
    }
}

/// All operations. To add one, add a row to one of these tables.
enum RouteTable {
    static let all: [Route] =
        AccountRoutes.table + ExperimentRoutes.table + QuoteRoutes.table + InvoiceRoutes.table + ResultRoutes.table
        + SequenceRoutes.table + CustomTargetRoutes.table + TargetRoutes.table + UpdateRoutes.table + TokenRoutes.table
        + WebhookRoutes.table + PartnerRoutes.table + LinkRoutes.table + SandboxRoutes.table

    /// The permissions of a root key: those that operations need, and to read one's organization, which only `whoami` lists.
    static let permissions: [Permission] = {
        let needed = Set(all.compactMap(\.permission) + [Permission(.organization, .read)])
        return Permission.Resource.allCases.flatMap { resource in
            Permission.Action.allCases.map { Permission(resource, $0) }.filter(needed.contains)
        }
    }()

    /// The outcome of a search for a route.
    enum Match {
        case route(Route, parameters: [String: String])
        /// The path exists for other methods.
        case otherMethods([String])
        case none
    }

    /// Returns the first matching row. Rows with literal parts precede those with parameters.
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
