import FoundryFoundation
import FoundryJSON

extension ResponseReader {
    /// Returns the error for a status other than 2xx. The body may be missing or cut off.
    func failure(_ head: HTTPHead, _ body: [UInt8], of endpoint: FoundryEndpoint) -> FoundryError {
        if (300..<400).contains(head.status) { return redirect(head, of: endpoint) }
        let value = try? JSON(parsing: body)
        let said = value?["error"]?.string.map { plain($0, limit: 2000) }
        let errorKind = value?["error_kind"]?.string.map { plain($0, limit: 100) }
        let hint = value?["hint"]?.string.map { plain($0, limit: 1000) }
        let quoted = said.map { ": “\($0)”" } ?? ""
        let (kind, what, isRetryable) = meaning(head, of: endpoint, quoted: quoted, errorKind: errorKind)
        var message = what
        if said == nil, head.status < 500, head.status != 401, head.status != 429 {
            message += " Unexpected response format: check that \(apiAddress) is the Foundry API."
        }
        if let hint { message += " The API advises: \(hint)" }
        return FoundryError(
            kind, message + requestNote(head, value), httpStatus: head.status,
            requestID: requestID(head) ?? value?["request_id"]?.string.map { plain($0, limit: 100) },
            isRetryable: isRetryable, errorKind: errorKind, hint: hint, retryAfter: nil, isSandbox: isSandbox(head))
    }

    private func redirect(_ head: HTTPHead, of endpoint: FoundryEndpoint) -> FoundryError {
        let host = head["location"].flatMap { URLComponents(string: $0)?.host }.map { plain($0, limit: 200) }
        return FoundryError(
            .badResponse,
            "\(configuration.baseURL.host ?? "The API") responded to \(endpoint.name) with a redirect (\(head.status))"
                + (host.map { " to \($0)" } ?? "")
                + ". It was not followed, so that the key goes nowhere else. Set \(configuration.urlVariable ?? FoundryConfiguration.Variable.url) "
                + "to the actual address of the API.\(requestNote(head, nil))",
            httpStatus: head.status, requestID: requestID(head), isSandbox: isSandbox(head))
    }

    // One case for each status in the API's document; a table of texts would not read better.
    private func meaning(
        _ head: HTTPHead, of endpoint: FoundryEndpoint, quoted: String, errorKind: String?
    ) -> (FoundryError.Kind, String, isRetryable: Bool) {
        let status = head.status
        switch status {
        case 401:
            return (
                .authentication,
                "The API rejected the key from \(configuration.keyVariable ?? "this client") (401\(quoted)). It may be "
                    + "incomplete, expired or revoked. Get a key at https://foundry.adaptyvbio.com, replace it there, "
                    + "and start this program again.", false
            )
        case 402:
            return (
                .refused,
                "The API asks for a machine payment (402\(quoted))\(paymentMethods(head)). This client holds no wallet and "
                    + "sends no credential; nothing was paid. Pay on the invoice's page (get_invoice).", false
            )
        case 403:
            return (
                .permission,
                "The key does not permit \(endpoint.name) here (403\(quoted)). whoami shows its permissions and "
                    + "organization.", false
            )
        case 404, 410:
            let advice = endpoint.identifierOperation.map { " \($0.name) finds the right identifier." } ?? ""
            return (.notFound, "\(endpoint.name): not found (\(status)\(quoted)).\(advice)", false)
        case 409, 412:
            let transient = ["rate_limited", "upstream_server_error"].contains(errorKind)
            let advice = endpoint.stateOperation.map { " \($0.name) reads the current state." } ?? ""
            return (
                .conflict,
                "\(endpoint.name) is not allowed in the current state (\(status)\(quoted)).\(advice)"
                    + (transient ? " This may be temporary: try again in a minute." : ""), transient
            )
        case 400, 413, 415, 422:
            // The API also responds with 400 for an experiment that it does not know.
            let advice = endpoint.pathArguments.isEmpty ? nil : endpoint.identifierOperation
            return (
                .invalidArguments,
                "The API rejected \(endpoint.name) (\(status)\(quoted))."
                    + (advice.map { " If the identifier is wrong, \($0.name) finds the right one." }
                        ?? ""),
                false
            )
        case 429:
            return (.rateLimited, "The API's rate limit is exceeded (429\(quoted)). Try again later.", true)
        case 408:
            return (.timeout, "The API gave up waiting for \(endpoint.name) (408\(quoted)).", endpoint.isRepeatable)
        case 500...:
            return (
                .upstream, "The API failed at \(endpoint.name) (\(status)\(quoted)).", endpoint.isRepeatable
            )
        default:
            return (.badResponse, "The API responded to \(endpoint.name) with status \(status)\(quoted).", false)
        }
    }

    /// The payment methods that a 402 asks for, as part of a sentence: the schemes of its challenges.
    private func paymentMethods(_ head: HTTPHead) -> String {
        let challenge = head["www-authenticate"]?.split(separator: " ").first.map { plain(String($0), limit: 60) }
        let methods = [challenge, head["payment-required"] == nil ? nil : "x402"].compactMap(\.self)
        return methods.isEmpty ? "" : ", by \(methods.joined(separator: " or "))"
    }
}
