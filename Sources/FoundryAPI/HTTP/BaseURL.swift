import FoundryFoundation

/// Reading of the API's address. The key goes to it, so what is not plainly safe is refused.
enum BaseURL {
    /// The address with its path ending in `/api/v1`.
    static func read(_ text: String, variable: String?, redactor: Redactor) throws(ConfigurationError) -> URL {
        let name = variable ?? "The base URL"
        func error(_ what: String) -> ConfigurationError {
            ConfigurationError(variable: variable, message: redactor.redact(what))
        }
        guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            let host = parts.host, !host.isEmpty
        else {
            throw error(
                "\(name) is “\(text)”, which is not a valid URL. Set one such as \(FoundryConfiguration.defaultURL).")
        }
        guard parts.user == nil, parts.password == nil, parts.query == nil, parts.fragment == nil else {
            throw error(
                "\(name) has more than scheme, host, port and path (for host \(host)). Leave out user name, password, "
                    + "query and fragment.")
        }
        switch scheme {
        case "https": break
        case "http" where isLoopback(host): break
        case "http":
            throw error(
                "\(name) is plain http to \(host), which would show the key to the network. Use https; http is for "
                    + "this machine only (127.0.0.1, ::1, localhost).")
        default:
            throw error("\(name) has the scheme “\(scheme)” (for host \(host)). Use https.")
        }
        var path = parts.percentEncodedPath
        while path.hasSuffix("/") { path.removeLast() }
        if !path.hasSuffix("/api/v1") { path += "/api/v1" }
        let authority = host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
        let port = parts.port.map { ":\($0)" } ?? ""
        guard parts.port.map((1...65_535).contains) ?? true,
            let url = URL(string: "\(scheme)://\(authority)\(port)\(path)"),
            url.host != nil
        else {
            throw error(
                "\(name) is “\(text)”, which is not a valid URL. Set one such as \(FoundryConfiguration.defaultURL).")
        }
        return url
    }

    /// Returns whether a host is this machine: 127.0.0.0/8 written in full, `::1`, or `localhost`.
    static func isLoopback(_ host: String) -> Bool {
        let host = host.lowercased()
        if ["localhost", "::1", "[::1]"].contains(host) { return true }
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false).map { part in
            (1...3).contains(part.utf8.count) && part.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(part) : nil
        }
        return numbers.count == 4 && numbers[0] == 127 && numbers.allSatisfy { ($0 ?? 256) < 256 }
    }
}
