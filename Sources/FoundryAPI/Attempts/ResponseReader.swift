import FoundryFoundation
import FoundryJSON
import FoundryText

/// The reader of HTTP responses: as the result that an operation promises, or as the failure that they report.
struct ResponseReader: Sendable {
    let configuration: FoundryConfiguration
    let redactor: Redactor

    /// Returns the result, or the failure. A response of a success status that cannot be read is a `bad_response`.
    func read(_ response: HTTPResponse, of endpoint: FoundryEndpoint) -> Result<FoundryResponse, FoundryError> {
        let status = response.head.status
        guard (200..<300).contains(status) || endpoint.successStatuses.contains(status) else {
            return .failure(failure(response.head, response.body, of: endpoint))
        }
        do throws(FoundryError) {
            return .success(
                FoundryResponse(
                    status: status, body: try body(response, of: endpoint), requestID: requestID(response.head),
                    isSandbox: isSandbox(response.head), serverDate: response.head["date"].flatMap(HTTPDate.read),
                    inference: nil))
        } catch {
            // A failing health check may also fail like any other operation.
            return .failure((200..<300).contains(status) ? error : failure(response.head, response.body, of: endpoint))
        }
    }

    private func body(
        _ response: HTTPResponse, of endpoint: FoundryEndpoint
    ) throws(FoundryError) -> FoundryResponse.Body {
        let mimeType = self.mimeType(response.head)
        switch endpoint.media {
        case .pdf:
            guard mimeType == endpoint.media.rawValue, response.body.starts(with: "%PDF".utf8) else {
                throw bad(response, of: endpoint, "is not a PDF")
            }
            return .data(redactor.redact(bytes: response.body), mimeType: endpoint.media.rawValue)
        case .json:
            if response.body.isEmpty, response.head.status == 204 { return .none }
            guard mimeType.map({ $0 == "application/json" || $0.hasSuffix("+json") }) ?? true else {
                throw bad(response, of: endpoint, "is not JSON")
            }
            return .json(try json(response, of: endpoint))
        }
    }

    private func json(_ response: HTTPResponse, of endpoint: FoundryEndpoint) throws(FoundryError) -> JSON {
        guard !response.body.isEmpty else { throw bad(response, of: endpoint, "is empty") }
        let value: JSON
        do throws(JSONParseError) {
            value = try JSON(parsing: response.body)
        } catch {
            throw bad(response, of: endpoint, "is not valid JSON (\(error))")
        }
        if let name = endpoint.arrayName, value.kind == .array {
            return redactor.redact(JSON([JSON.Member(name, value)]))
        }
        guard value.kind == .object else {
            throw bad(response, of: endpoint, "is a JSON \(value.kind.rawValue) where an object was expected")
        }
        if endpoint.query.contains("limit"), value["items"]?.kind != .array {
            throw bad(response, of: endpoint, "has no list of items")
        }
        return redactor.redact(value, parsedFrom: response.body, sparingIssuedKeys: endpoint.issuesKey)
    }

    private func bad(_ response: HTTPResponse, of endpoint: FoundryEndpoint, _ what: String) -> FoundryError {
        let head = response.head
        let type = head["content-type"].map { plain($0, limit: 100) } ?? "not given"
        let excerpt = plain(String(decoding: response.body.prefix(4096), as: UTF8.self), limit: 160)
        let begins = response.body.isEmpty ? "" : " It begins: “\(excerpt)”."
        return FoundryError(
            .badResponse,
            "The response to \(endpoint.name) (status \(head.status), content type \(type)) \(what).\(begins) "
                + "Check that \(apiAddress) is the Foundry API; if it is, the fault is the API's.\(requestNote(head, nil))",
            httpStatus: head.status, requestID: requestID(head), isSandbox: isSandbox(head))
    }

    // MARK: Parts of a response

    /// The API's host and port, and where they are set.
    var apiAddress: String {
        let url = configuration.baseURL
        let host = (url.host ?? "") + (url.port.map { ":\($0)" } ?? "")
        if let variable = configuration.urlVariable { return "\(host) (from \(variable))" }
        let isDefault = FoundryConfiguration.defaultURL.hasSuffix("//\(host)")
        return isDefault ? "\(host) (the default; \(FoundryConfiguration.Variable.url) changes it)" : host
    }

    /// A text of the server without keys, cut, and without control characters other than line break and tab.
    func plain(_ text: String, limit: Int) -> String {
        let clean = redactor.redact(text)
        let scalars = clean.unicodeScalars.prefix(limit).map { scalar in
            scalar.properties.generalCategory == .control && scalar != "\n" && scalar != "\t" ? " " : scalar
        }
        var out = String(String.UnicodeScalarView(scalars)).trimmed
        if clean.unicodeScalars.count > limit { out += "…" }
        return out
    }

    func requestID(_ head: HTTPHead) -> String? {
        head["x-request-id"].map { plain($0, limit: 100) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    func isSandbox(_ head: HTTPHead) -> Bool {
        head["x-foundry-sandbox"] == "true"
    }

    func requestNote(_ head: HTTPHead?, _ body: JSON?) -> String {
        let id = head.flatMap { requestID($0) } ?? body?["request_id"]?.string.map { plain($0, limit: 100) }
        return id.map { " (Request id: \($0).)" } ?? ""
    }

    /// The media type without parameters. A header that was repeated names one if it is always the same.
    private func mimeType(_ head: HTTPHead) -> String? {
        guard let text = head["content-type"] else { return nil }
        if text == "application/json" { return text }
        let types = Set(text.split(separator: ",").map { $0.prefix { $0 != ";" }.trimmed.lowercased() })
        return types.count == 1 ? types.first : text
    }
}
