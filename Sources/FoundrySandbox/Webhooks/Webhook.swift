import FoundryJSON

/// An organization's webhook. Its deliveries go to ``SandboxConfiguration/webhookReceiver`` if there is one, and nowhere
/// otherwise: the sandbox never connects to another machine.
struct Webhook: Codable, Sendable {
    let id: String
    let organizationID: String
    let createdAt: Timestamp
    var updatedAt: Timestamp
    var url: String
    var secret: String?
    var headers: JSON?
    var isEnabled = true

    static let minimumSecretLength = 32

    /// Returns what is wrong with a webhook's URL, which must be https to a public host, or nil.
    static func problem(with url: String) -> String? {
        let rest = url.dropFirst(8)
        let authority = rest.prefix { !"/?#".contains($0) }
        guard url.lowercased().hasPrefix("https://"), !authority.isEmpty, !authority.contains("@") else {
            return "must be an https URL, not \(url)"
        }
        let host = Webhook.host(of: String(authority)).lowercased()
        let isLocalName = ["localhost", "local", "internal"].contains { host == $0 || host.hasSuffix(".\($0)") }
        return isLocalName || Webhook.isLocalAddress(host) ? "must be publicly routable, which \(host) isn't" : nil
    }

    private static func host(of authority: String) -> String {
        if authority.hasPrefix("[") { return String(authority.dropFirst().prefix { $0 != "]" }) }
        return String(authority.prefix { $0 != ":" })
    }

    private static func isLocalAddress(_ host: String) -> Bool {
        if host.contains(":") {
            return host == "::" || host == "::1"
                || ["fc", "fd", "fe8", "fe9", "fea", "feb", "::ffff:"]
                    .contains { host.hasPrefix($0) }
        }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        guard parts.count == 4, let first = parts[0], let second = parts[1] else {
            // A number alone is an IPv4 address too.
            return host.allSatisfy(\.isNumber) || host.hasPrefix("0x")
        }
        switch (first, second) {
        case (0, _), (10, _), (127, _), (169, 254), (172, 16...31), (192, 168), (100, 64...127), (224..., _):
            return true
        default: return false
        }
    }
}
