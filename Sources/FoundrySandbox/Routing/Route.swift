import FoundryJSON

/// One operation: a row of the table of routes.
struct Route: Sendable {
    typealias Handler = @Sendable (Call, inout World) throws -> Answer

    /// What stands before every path of the API.
    static let apiPrefix = "/api/v1"

    var method: String
    /// The path with `{name}` for the parts that vary.
    var template: String
    var service: Service
    var body: BodyRule = .none
    /// Whether the state may be another afterwards.
    var changesState = false
    /// The template's parts between slashes.
    let segments: [Segment]

    enum Segment: Sendable {
        case literal(String)
        case parameter(String)
    }

    /// Whom it serves, and how.
    enum Service: Sendable {
        /// Anybody. There is no caller, so there is nothing to be seen or changed in anybody's name.
        case open(@Sendable () -> Answer)
        /// Whoever has a key of this kind; the handler is given it.
        case keyed(Access, Handler)
    }

    /// The key that is needed.
    enum Access: Sendable {
        /// Any that is valid.
        case authenticated
        /// One that grants this; `evenRevoked` lets in a revoked one too.
        case permission(Permission.Resource, Permission.Action, evenRevoked: Bool = false)
        /// The sandbox's own; these routes are no part of the API.
        case sandboxKey
    }

    /// What is expected of the body.
    enum BodyRule: Sendable {
        case none, json
    }

    private init(_ method: String, _ template: String, _ service: Service) {
        self.method = method
        self.template = template
        self.service = service
        segments = template.split(separator: "/").map { part in
            part.hasPrefix("{") ? .parameter(String(part.dropFirst().dropLast())) : .literal(String(part))
        }
    }

    /// An operation that needs a key.
    /// - Parameter changes: whether it may change the state; nil for what its method says.
    init(
        _ method: String, _ template: String, _ access: Access, body: BodyRule = .none, changes: Bool? = nil,
        _ handler: @escaping Handler
    ) {
        self.init(method, template, .keyed(access, handler))
        self.body = body
        changesState = changes ?? (method != "GET")
    }

    /// A `GET` for anybody.
    init(_ template: String, open answer: @escaping @Sendable () -> Answer) {
        self.init("GET", template, .open(answer))
    }

    /// An operation of the API that needs a key.
    /// - Parameter path: below ``apiPrefix``.
    static func api(
        _ method: String, _ path: String, _ access: Access, body: BodyRule = .none, changes: Bool? = nil,
        _ handler: @escaping Handler
    ) -> Route {
        Route(method, apiPrefix + path, access, body: body, changes: changes, handler)
    }

    /// A `GET` of the API for anybody.
    static func api(_ path: String, open answer: @escaping @Sendable () -> Answer) -> Route {
        Route(apiPrefix + path, open: answer)
    }

    /// Whether it is an operation of the API, and none of the sandbox's own.
    var isOfAPI: Bool { template.hasPrefix(Route.apiPrefix + "/") }

    /// What a key must grant to be served, if it must grant anything.
    var permission: Permission? {
        guard case .keyed(.permission(let resource, let action, _), _) = service else { return nil }
        return Permission(resource, action)
    }

    /// The values of the template's parameters, or nil where the path is another.
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
