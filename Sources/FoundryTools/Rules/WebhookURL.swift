import FoundryFoundation
import FoundryJSON

/// The rule for the URLs of webhooks: https, to a host that the public Internet reaches.
enum WebhookURL {
    /// Returns what is wrong with a URL argument, if the call has it.
    static func violations(of name: String, in arguments: JSON) -> [SchemaViolation] {
        guard let text = arguments[name]?.string, let problem = problem(with: text) else { return [] }
        return [SchemaViolation(at: JSONPointer([name]), problem)]
    }

    /// Returns what is wrong with a URL; nil if nothing is.
    static func problem(with text: String) -> String? {
        guard let parts = URLComponents(string: text), parts.scheme?.lowercased() == "https", let host = parts.host,
            !host.isEmpty
        else { return "must be an https URL, such as https://example.com/foundry" }
        guard parts.user == nil, parts.password == nil else { return "must not hold a user name or password" }
        return isPublic(host.lowercased()) ? nil : "must be on the public Internet: \(JSON(host).text) is not"
    }

    private static func isPublic(_ host: String) -> Bool {
        let name = host.hasSuffix(".") ? String(host.dropLast()) : host
        if name.contains(":") { return isPublicIPv6(name.filter { $0 != "[" && $0 != "]" }) }
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.allSatisfy({ !$0.isEmpty }) else { return false }
        // Whatever ends in a number is an IPv4 address to most resolvers, in one of its many spellings.
        if let last = labels.last, last.first?.isNumber == true, last.allSatisfy({ $0.isHexDigit || $0 == "x" }) {
            return isPublicIPv4(name)
        }
        guard labels.count > 1, let last = labels.last else { return false }
        return !localDomains.contains(String(last))
    }

    /// Top-level domains that no public name server knows, or that routers and clusters use for themselves.
    private static let localDomains: Set = [
        "alt", "arpa", "box", "consul", "corp", "default", "docker", "example", "home", "internal", "intranet",
        "invalid", "lan", "local", "localdomain", "localhost", "mail", "onion", "private", "svc", "test",
    ]

    private static func isPublicIPv4(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { part in
            // Octal and hexadecimal are not worth reading: nobody has to write them.
            part == "0" || part.first != "0" ? UInt8(part) : nil
        }
        guard parts.count == 4, let a = parts[0], let b = parts[1], let c = parts[2], parts[3] != nil else {
            return false
        }
        return switch (a, b, c) {
        case (0, _, _), (10, _, _), (127, _, _), (169, 254, _), (172, 16...31, _), (192, 168, _), (100, 64...127, _),
            (192, 0, 0), (192, 0, 2), (198, 18...19, _), (198, 51, 100), (203, 0, 113), (224..., _, _):
            false
        default: true
        }
    }

    /// Public IPv6 addresses are those of 2000::/3, without the ranges for protocols, for documentation, and for tunnels that
    /// carry IPv4.
    private static func isPublicIPv6(_ text: String) -> Bool {
        guard let first = text.split(separator: ":", omittingEmptySubsequences: false).first,
            let number = UInt16(first, radix: 16), number & 0xE000 == 0x2000
        else { return false }
        let groups = text.split(separator: ":", omittingEmptySubsequences: false)
        let second = groups.count > 1 ? UInt16(groups[1], radix: 16) ?? 0 : 0
        switch (number, second) {
        case (0x2001, 0..<0x0200), (0x2001, 0x0DB8), (0x2002, _), (0x3FFF, 0..<0x1000): return false
        default: return true
        }
    }
}
