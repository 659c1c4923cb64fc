/// When a fault applies.
struct FaultCondition: Sendable {
    private var method: String?
    /// The segments of the template, nil for those that vary; nil for any path.
    private var path: [String?]?
    /// How often, of the requests that match.
    var rate = 1.0
    /// How many times at most.
    var times = Int.max
    /// How many matching requests are spared first.
    var after = 0

    /// Whether no route was named.
    var isOfAnyRoute: Bool { method == nil && path == nil }

    /// Takes a route: a method, a path of the API with or without ``Route/apiPrefix``, or both; false where there is none such.
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

    /// Whether requests of a route are meant.
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
