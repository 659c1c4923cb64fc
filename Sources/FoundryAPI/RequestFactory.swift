import Foundation
import JSON

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Makes the HTTP request of an operation: the one place where the key is put into something that is sent.
struct RequestFactory: Sendable {
    let configuration: FoundryConfiguration

    /// The request with the headers that all share.
    ///
    /// - Throws: `FoundryError` of kind `invalid_arguments`
    func urlRequest(_ operation: FoundryOperation, _ arguments: JSON) throws(FoundryError) -> URLRequest {
        let parts = try operation.request(arguments, key: configuration.key)
        guard let url = URL(string: configuration.baseURL.absoluteString + parts.target) else {
            throw FoundryError(.invalidArguments, "\(operation.name) was not sent: its arguments make no URL.")
        }
        var request = URLRequest(url: url)
        request.httpMethod = operation.method.rawValue
        request.setValue(operation.media.rawValue, forHTTPHeaderField: "Accept")
        request.setValue("foundry-mcp (Swift)", forHTTPHeaderField: "User-Agent")
        if operation.needsKey, let key = configuration.key {
            request.setValue("Bearer \(key.text)", forHTTPHeaderField: "Authorization")
        }
        if let body = parts.body {
            request.setValue("application/json", forHTTPHeaderField: "Content-Type")
            request.httpBody = Data(body.utf8)
        }
        return request
    }
}
