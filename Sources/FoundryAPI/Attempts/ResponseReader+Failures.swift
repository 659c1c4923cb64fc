import Foundation
import FoundryJSON

extension ResponseReader {
    /// The error that a status other than 2xx stands for. The body may be missing or cut off.
    func failure(_ head: HTTPHead, _ body: [UInt8], of operation: FoundryOperation) -> FoundryError {
        if (300..<400).contains(head.status) { return redirect(head, of: operation) }
        let value = try? JSON(parsing: body)
        let said = value?["error"]?.string.map { plain($0, limit: 2000) }
        let errorKind = value?["error_kind"]?.string.map { plain($0, limit: 100) }
        let hint = value?["hint"]?.string.map { plain($0, limit: 1000) }
        let quoted = said.map { ": “\($0)”" } ?? ""
        let (kind, what, isRetryable) = meaning(head, of: operation, quoted: quoted, errorKind: errorKind)
        var message = what
        if said == nil, head.status < 500, head.status != 401, head.status != 429 {
            message += " The answer has not the API's form: check that \(apiAddress) is the Foundry API."
        }
        if let hint { message += " The API's advice: \(hint)" }
        return FoundryError(
            kind, message + requestNote(head, value), httpStatus: head.status,
            requestID: requestID(head) ?? value?["request_id"]?.string.map { plain($0, limit: 100) },
            isRetryable: isRetryable, errorKind: errorKind, hint: hint, retryAfter: nil, isSandbox: isSandbox(head))
    }

    private func redirect(_ head: HTTPHead, of operation: FoundryOperation) -> FoundryError {
        let host = head["location"].flatMap { URLComponents(string: $0)?.host }.map { plain($0, limit: 200) }
        return FoundryError(
            .badResponse,
            "\(configuration.baseURL.host ?? "The API") answered \(operation.name) with a redirect (\(head.status))"
                + (host.map { " to \($0)" } ?? "")
                + ". It was not followed, so that the key goes nowhere else. Set \(configuration.urlVariable ?? FoundryConfiguration.Variable.url) "
                + "to the address that the API really has.\(requestNote(head, nil))",
            httpStatus: head.status, requestID: requestID(head), isSandbox: isSandbox(head))
    }

    // One case for each status that the API's document has; a table of texts would not read better.
    private func meaning(
        _ head: HTTPHead, of operation: FoundryOperation, quoted: String, errorKind: String?
    ) -> (FoundryError.Kind, String, isRetryable: Bool) {
        let status = head.status
        switch status {
        case 401:
            return (
                .authentication,
                "The API does not take the key of \(configuration.keyVariable ?? "this client") (401\(quoted)). It may be "
                    + "incomplete, expired or revoked. Get a key at https://foundry.adaptyvbio.com and set it as "
                    + "\(configuration.keyVariable ?? FoundryConfiguration.Variable.key).", false
            )
        case 403:
            return (
                .permission,
                "The key may not do \(operation.name) here (403\(quoted)). whoami tells what it may do and for which "
                    + "organisation.", false
            )
        case 404, 410:
            let advice = operation.finder.map { " \(FoundryOperation($0).name) finds the right identifier." } ?? ""
            return (.notFound, "What \(operation.name) names was not found (\(status)\(quoted)).\(advice)", false)
        case 409, 412:
            let transient = ["rate_limited", "upstream_server_error"].contains(errorKind)
            let advice = operation.reader.map { " \(FoundryOperation($0).name) reads what it is now." } ?? ""
            return (
                .conflict,
                "The present state does not allow \(operation.name) (\(status)\(quoted)).\(advice)"
                    + (transient ? " The cause may pass: try again in a minute." : ""), transient
            )
        case 400, 413, 415, 422:
            // The API answers 400 also for an experiment that it does not know.
            let advice = operation.pathArguments.isEmpty ? nil : operation.finder
            return (
                .invalidArguments,
                "The API refuses \(operation.name) (\(status)\(quoted))."
                    + (advice.map { " If the identifier is wrong, \(FoundryOperation($0).name) finds the right one." }
                        ?? ""),
                false
            )
        case 429:
            return (.rateLimited, "The API takes no more requests for now (429\(quoted)). Try again later.", true)
        case 408:
            return (.timeout, "The API did not wait for \(operation.name) (408\(quoted)).", operation.isRepeatable)
        case 500...:
            return (
                .upstream, "The API failed at \(operation.name) (\(status)\(quoted)).", operation.isRepeatable
            )
        default:
            return (.badResponse, "The API answered \(operation.name) with status \(status)\(quoted).", false)
        }
    }
}
