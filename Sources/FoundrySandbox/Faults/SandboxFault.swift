/// A fault that the sandbox injects: a condition and its effects.
///
/// A fault is written as directives joined by colons. Four of them are the condition: `route=POST /experiments`,
/// `rate=0.1`, `times=2` and `after=3`; a fault without them always applies. The others are its effects; see
/// ``directives``. If several faults apply to a request, their effects add up. Requests outside the API are never affected.
public struct SandboxFault: Sendable {
    let condition: FaultCondition
    let effects: [FaultDirective.Effect]

    /// Parses a fault such as `rate=0.1:status=503` or `route=POST /experiments:drop-after-commit`.
    /// - Throws: ``SandboxError``, which names the invalid directive and lists the valid ones.
    public init(parsing text: String) throws {
        var condition = FaultCondition()
        var effects: [FaultDirective.Effect] = []
        for (name, value) in SandboxFault.split(text) {
            guard let directive = FaultDirective.all.first(where: { $0.name == name }) else {
                throw SandboxError("unknown directive '\(name)'. \(SandboxFault.help)")
            }
            guard (value == nil) == (directive.value == nil), let effect = directive.parse(value ?? "", &condition)
            else {
                let given = value.map { "\(name)=\($0)" } ?? name
                throw SandboxError("write \(directive.usage) (\(directive.summary)), not \(given)\(directive.advice)")
            }
            effects.append(effect)
        }
        var total = FaultEffects()
        for effect in effects { effect(&total) }
        guard total != FaultEffects() else {
            throw SandboxError("'\(text)' has no effect. \(SandboxFault.help)")
        }
        if total.submitConflict != nil, condition.appliesToAnyRoute {
            _ = condition.setRoute("POST /experiments/{experiment_id}/submit")
        }
        self.condition = condition
        self.effects = effects
    }

    /// All directives: how each is written, and its effect.
    public static var directives: [(usage: String, summary: String)] {
        FaultDirective.all.map { ($0.usage, $0.summary) }
    }

    private static var help: String {
        "A fault is directives joined by colons, for example rate=0.1:status=503. Directives: "
            + FaultDirective.all.map(\.usage).joined(separator: ", ")
    }

    /// Returns the directives' names and values. A colon within a URL doesn't end a directive.
    private static func split(_ text: String) -> [(name: String, value: String?)] {
        var pieces: [String] = []
        for piece in text.split(separator: ":", omittingEmptySubsequences: false).map(String.init) {
            let name = piece.split(separator: "=", maxSplits: 1).first.map(String.init) ?? ""
            let isKnown = FaultDirective.all.contains { $0.name == name }
            if !isKnown, let last = pieces.last, last.hasPrefix("redirect=") {
                pieces[pieces.count - 1] += ":" + piece
            } else {
                pieces.append(piece)
            }
        }
        return pieces.map { piece in
            let pair = piece.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (String(pair[0].trimmingBlanks), pair.count > 1 ? String(pair[1]) : nil)
        }
    }
}

/// The requests to which a fault applies.
struct FaultCondition: Sendable {
    private var method: String?
    /// The segments of a template, nil for parameters; nil for any path.
    private var path: [String?]?
    /// The share of matching requests.
    var rate = 1.0
    /// The number of times.
    var times = Int.max
    /// The number of matching requests to spare first.
    var after = 0

    var appliesToAnyRoute: Bool { method == nil && path == nil }

    /// Restricts the fault to a route: a method, a path of the API with or without ``Route/apiPrefix``, or both.
    /// - Returns: false if there is no such route.
    mutating func setRoute(_ text: String) -> Bool {
        let parts = text.split(separator: " ")
        guard parts.count == 1 || parts.count == 2, let last = parts.last else { return false }
        if parts.count == 2 || !last.hasPrefix("/") { method = parts[0].uppercased() }
        if last.hasPrefix("/") {
            let whole = last.hasPrefix(Route.apiPrefix) ? String(last) : Route.apiPrefix + last
            path = whole.split(separator: "/").map { $0.hasPrefix("{") ? nil : String($0) }
        } else if parts.count == 2, last != "*" {
            return false
        }
        return RouteTable.all.contains(where: matches)
    }

    func matches(_ route: Route) -> Bool {
        guard method == nil || method == route.method else { return false }
        guard let path else { return true }
        return path.count == route.segments.count
            && zip(path, route.segments).allSatisfy { part, segment in
                switch segment {
                case .literal(let text): part == text
                case .parameter: part == nil
                }
            }
    }
}
