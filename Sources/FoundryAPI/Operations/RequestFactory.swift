import Foundation
import FoundryJSON

/// Makes the HTTP request of an operation. The key goes into its `Authorization` header; one operation,
/// `attenuate_token`, has it in the body too, where its row says so (``FoundryOperation/keyArgument``).
struct RequestFactory: Sendable {
    let configuration: FoundryConfiguration

    /// The request with the headers that all share.
    ///
    /// - Throws: `FoundryError` of kind `invalid_arguments`
    func request(_ operation: FoundryOperation, _ arguments: JSON) throws(FoundryError) -> HTTPRequest {
        let parts = try operation.request(arguments, key: configuration.key)
        guard let url = URL(string: configuration.baseURL.absoluteString + parts.target) else {
            throw FoundryError(.invalidArguments, "\(operation.name) was not sent: its arguments make no URL.")
        }
        var fields = [("Accept", operation.media.rawValue), ("User-Agent", "foundry-mcp (Swift)")]
        if operation.needsKey, let key = configuration.key { fields.append(("Authorization", "Bearer \(key.text)")) }
        if parts.body != nil { fields.append(("Content-Type", "application/json")) }
        return HTTPRequest(
            method: operation.method.rawValue, url: url, fields: fields.map { (name: $0.0, value: $0.1) },
            body: parts.body?.utf8)
    }
}
