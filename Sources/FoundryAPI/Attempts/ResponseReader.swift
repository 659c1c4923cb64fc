import FoundryFoundation
import FoundryJSON
import FoundryText

/// The reader of HTTP responses: as the result that an operation promises, or as the failure that they report.
struct ResponseReader: Sendable {
    let configuration: FoundryConfiguration
    let redactor: Redactor

    /// Returns the result, or the failure. A response of a success status that cannot be read is a `bad_response`.
    func read(_ answer: HTTPResponse, of operation: FoundryEndpoint) -> Result<FoundryResponse, FoundryError> {
        let status = answer.head.status
        guard (200..<300).contains(status) || operation.successStatuses.contains(status) else {
            return .failure(failure(answer.head, answer.body, of: operation))
        }
        do throws(FoundryError) {
            return .success(
                FoundryResponse(
                    status: status, body: try body(answer, of: operation), requestID: requestID(answer.head),
                    isSandbox: isSandbox(answer.head), serverDate: answer.head["date"].flatMap(HTTPDate.read),
                    inference: nil))
        } catch {
            // A failing health probe may also fail like any other operation.
            return .failure((200..<300).contains(status) ? error : failure(answer.head, answer.body, of: operation))
        }
    }

    private func body(
        _ answer: HTTPResponse, of operation: FoundryEndpoint
    ) throws(FoundryError) -> FoundryResponse.Body {
        let mimeType = self.mimeType(answer.head)
        switch operation.media {
        case .pdf:
            guard mimeType == operation.media.rawValue, answer.body.starts(with: "%PDF".utf8) else {
                throw bad(answer, of: operation, "is not a PDF")
            }
            return .data(redactor.redact(bytes: answer.body), mimeType: operation.media.rawValue)
        case .json:
            if answer.body.isEmpty, answer.head.status == 204 { return .none }
            guard mimeType.map({ $0 == "application/json" || $0.hasSuffix("+json") }) ?? true else {
                throw bad(answer, of: operation, "is not JSON")
            }
            return .json(try json(answer, of: operation))
        }
    }

    private func json(_ answer: HTTPResponse, of operation: FoundryEndpoint) throws(FoundryError) -> JSON {
        guard !answer.body.isEmpty else { throw bad(answer, of: operation, "is empty") }
        let value: JSON
        do throws(JSONParseError) {
            value = try JSON(parsing: answer.body)
        } catch {
            throw bad(answer, of: operation, "is not valid JSON (\(error))")
        }
        if let name = operation.arrayName, value.kind == .array {
            return redactor.redact(JSON([JSON.Member(name, value)]))
        }
        guard value.kind == .object else {
            throw bad(answer, of: operation, "is a JSON \(value.kind.rawValue) where an object was expected")
        }
        if operation.query.contains("limit"), value["items"]?.kind != .array {
            throw bad(answer, of: operation, "has no list of items")
        }
        return redactor.redact(value, parsedFrom: answer.body, sparingIssuedKeys: operation.issuesKey)
    }

    private func bad(_ answer: HTTPResponse, of operation: FoundryEndpoint, _ what: String) -> FoundryError {
        let head = answer.head
        let type = head["content-type"].map { plain($0, limit: 100) } ?? "not given"
        let excerpt = plain(String(decoding: answer.body.prefix(4096), as: UTF8.self), limit: 160)
        let begins = answer.body.isEmpty ? "" : " It begins: “\(excerpt)”."
        return FoundryError(
            .badResponse,
            "The response to \(operation.name) (status \(head.status), content type \(type)) \(what).\(begins) "
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
        let types = Set(text.split(separator: ",").map { $0.prefix { $0 != ";" }.trimmed.lowercased() })
        return types.count == 1 ? types.first : text
    }
}
