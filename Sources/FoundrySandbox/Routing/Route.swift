import JSON

/// One operation: a row of the table of routes.
struct Route: Sendable {
    typealias Handler = @Sendable (Call, inout World) throws -> Answer

    var method: String
    /// The path with `{name}` for the parts that vary.
    var template: String
    var access: Access
    var body: BodyRule
    /// Whether the state may be another afterwards.
    var changesState: Bool
    var handler: Handler
    /// The template's parts between slashes.
    let segments: [Segment]

    enum Segment: Sendable {
        case literal(String)
        case parameter(String)
    }

    /// Who may call it.
    enum Access: Sendable {
        /// Anybody.
        case anonymous
        /// Whoever has a valid key.
        case authenticated
        /// Whoever has a key that grants this.
        case permission(Permission)
        /// As `permission`, and a revoked key is still let in.
        case permissionEvenRevoked(Permission)
        /// Only who holds the sandbox's own key; these routes are no part of the API.
        case sandboxKey
    }

    /// What is expected of the body.
    enum BodyRule: Sendable {
        case none, json
    }

    init(
        _ method: String, _ template: String, _ access: Access, body: BodyRule = .none, changes: Bool? = nil,
        _ handler: @escaping Handler
    ) {
        self.method = method
        self.template = template
        self.access = access
        self.body = body
        changesState = changes ?? (method != "GET")
        self.handler = handler
        segments = template.split(separator: "/").map { part in
            part.hasPrefix("{") ? .parameter(String(part.dropFirst().dropLast())) : .literal(String(part))
        }
    }

    /// Whether it is an operation of the API, and none of the sandbox's own.
    var isOfAPI: Bool { template.hasPrefix("/api/") }

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
