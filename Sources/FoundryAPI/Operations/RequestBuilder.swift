import FoundryFoundation
import FoundryJSON

/// A builder of the HTTP requests of operations.
///
/// The key goes into the `Authorization` header. One operation, `attenuate_token`, also has it in the body
/// (``FoundryEndpoint/keyArgument``).
struct RequestBuilder: Sendable {
    let configuration: FoundryConfiguration

    /// Returns the request, with the headers that all requests share.
    ///
    /// - Throws: ``FoundryError`` of kind `invalid_arguments`.
    func request(_ endpoint: FoundryEndpoint, _ arguments: JSON) throws(FoundryError) -> HTTPRequest {
        let parts = try endpoint.request(arguments, key: configuration.key)
        guard let url = URL(string: configuration.baseURL.absoluteString + parts.target) else {
            throw FoundryError(.invalidArguments, "\(endpoint.name) was not sent: its arguments do not make a URL.")
        }
        var fields = [("Accept", endpoint.media.rawValue), ("User-Agent", "foundry-mcp (Swift)")]
        if endpoint.needsKey, let key = configuration.key { fields.append(("Authorization", "Bearer \(key.text)")) }
        if parts.body != nil { fields.append(("Content-Type", "application/json")) }
        fields += TraceContext.current?.fields ?? []
        return HTTPRequest(
            method: endpoint.method.rawValue, url: url, fields: fields.map { (name: $0.0, value: $0.1) },
            body: parts.body?.utf8)
    }

    /// Returns the request for a file that the API redirects to, which carries no key; nil if the place is not https.
    ///
    /// An API on this machine, such as the sandbox, may redirect to another http server on this machine.
    func request(redirectedTo location: String, _ endpoint: FoundryEndpoint) -> HTTPRequest? {
        guard let parts = URLComponents(string: location), let url = parts.url, let host = parts.host, !host.isEmpty,
            parts.user == nil, parts.password == nil
        else { return nil }
        switch parts.scheme?.lowercased() {
        case "https": break
        case "http" where configuration.baseURL.scheme == "http" && BaseURL.isLoopback(host): break
        default: return nil
        }
        return HTTPRequest(
            method: "GET", url: url,
            fields: [("Accept", endpoint.media.rawValue), ("User-Agent", "foundry-mcp (Swift)")]
                .map { (name: $0.0, value: $0.1) },
            body: nil)
    }
}

extension FoundryEndpoint {
    /// The parts of a request that differ between operations.
    struct Request {
        /// The path and query below the base URL, percent-encoded.
        let target: String
        /// The JSON body, if there is one.
        let body: JSON?
    }

    /// Puts each argument into the path, the query or the body.
    ///
    /// - Throws: ``FoundryError`` of kind `invalid_arguments` that lists every problem.
    func request(_ arguments: JSON, key: APIKey?) throws(FoundryError) -> Request {
        var problems: [String] = []
        guard let given = arguments.members else {
            throw FoundryError(
                .invalidArguments, "\(name) takes an object of arguments, not \(arguments.kind.rawValue).")
        }
        let target = path(given, &problems) + queryString(given, &problems)
        let body = bodyValue(given, key: key, &problems)
        guard problems.isEmpty else {
            throw FoundryError(.invalidArguments, "\(name) was not sent: " + problems.joined(separator: "; ") + ".")
        }
        return Request(target: target, body: body)
    }

    private func path(_ given: [JSON.Member], _ problems: inout [String]) -> String {
        var result = ""
        for segment in path.split(separator: "/") {
            guard segment.first == "{" else {
                result += "/" + segment
                continue
            }
            let argument = String(segment.dropFirst().dropLast())
            switch given.last(where: { $0.name == argument })?.value {
            case let value? where value.string == "." || value.string == ".." || value.string == "":
                problems.append("/\(argument) is “\(value.string ?? "")”, which is not an identifier")
            case let value?:
                if let text = Self.text(of: value) {
                    result += "/" + Self.percentEncoded(text)
                } else {
                    problems.append("/\(argument) is of type \(value.kind.rawValue), not a string")
                }
            case nil:
                problems.append("/\(argument) is missing")
            }
        }
        return result
    }

    private func queryString(_ given: [JSON.Member], _ problems: inout [String]) -> String {
        var result = ""
        for member in given where query.contains(member.name) && !member.value.isNull {
            guard let text = Self.text(of: member.value) else {
                problems.append(
                    "/\(member.name) is of type \(member.value.kind.rawValue), which cannot go into a query")
                continue
            }
            result += (result.isEmpty ? "?" : "&") + Self.percentEncoded(member.name) + "=" + Self.percentEncoded(text)
        }
        return result
    }

    private func bodyValue(_ given: [JSON.Member], key: APIKey?, _ problems: inout [String]) -> JSON? {
        let routed = Set(pathArguments + query)
        var members: [JSON.Member] = []
        for member in given where !routed.contains(member.name) {
            let belongs =
                switch body {
                case .none: false
                case .arguments(let names): names.contains(member.name)
                case .remaining: true
                }
            if belongs {
                members.append(member)
            } else {
                problems.append("/\(member.name) is not an argument of \(name)")
            }
        }
        if let keyArgument, let key, !members.contains(where: { $0.name == keyArgument }) {
            members.insert(JSON.Member(keyArgument, JSON(key.text)), at: 0)
        }
        // Not with a conditional expression: its nil would be taken for JSON's null.
        guard body != .none else { return Optional.none }
        return JSON(members)
    }

    /// The text of a value in a path or query, or nil for one that has none.
    private static func text(of value: JSON) -> String? {
        switch value.kind {
        case .string: value.string
        case .number: value.numberText
        case .boolean: value.bool == true ? "true" : "false"
        case .null, .array, .object: nil
        }
    }

    /// A text with all but RFC 3986's unreserved characters encoded, so that it can be no more than one segment of a
    /// path or one value of a query.
    static func percentEncoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var out: [UInt8] = []
        out.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                out.append(byte)
            default:
                out.append(contentsOf: [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 0xF)]])
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}
