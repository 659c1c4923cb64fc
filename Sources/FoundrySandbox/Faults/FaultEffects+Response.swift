import Foundation
import FoundryJSON

extension FaultEffects {
    /// What is answered instead of carrying out, or of what was carried out.
    /// - Parameter now: for a date in `Retry-After`.
    func substitute(now: Date) -> (result: Result<Answer, APIError>, headers: [(name: String, value: String)]) {
        var headers: [(name: String, value: String)] = []
        if let retryAfter { headers.append((name: "retry-after", value: String(retryAfter))) }
        if let retryAfterDate {
            headers.append(
                (name: "retry-after", value: HTTPDate.text(now.addingTimeInterval(Double(retryAfterDate)))))
        }
        if let redirect { headers.append((name: "location", value: redirect)) }
        if let submitConflict { return (.failure(SubmitConflict.error(submitConflict)), headers) }
        let status = status ?? (redirect == nil ? 429 : 302)
        return (.failure(APIError(status, "the sandbox was told to answer \(status)")), headers)
    }

    /// Breaks a response as far as it is to be broken.
    func spoil(_ response: inout HTTPResponse, key: String?) {
        if echoesKey, let key { response.body = KeyEcho.adding(key, to: response.body) }
        if let contentType {
            setHeader("content-type", contentType, in: &response)
            if contentType.lowercased().contains("html") {
                response.body = Array("<!DOCTYPE html>\n<title>Bad Gateway</title>\n<h1>502 Bad Gateway</h1>\n".utf8)
            }
        }
        if malforms, !response.body.isEmpty { response.body.removeLast() }
        if breaksUTF8 {
            let place = response.body.firstIndex(of: UInt8(ascii: "\"")).map { $0 + 1 } ?? response.body.count
            response.body.insert(contentsOf: [0xC3, 0x28, 0xFF], at: place)
        }
        if sendsGzipBomb {
            response.headers.append((name: "content-encoding", value: "gzip"))
            response.body = GzipBomb.bytes
        }
        if truncates { response.delivery.closesAfter = response.body.count / 2 }
        if tellsWrongLength { response.delivery.toldLength = max(0, response.body.count - 7) }
        response.delivery.bodySeconds = bodySeconds
        response.delivery.delaySeconds = latencyAfter
        response.delivery.resets = resets
        response.delivery.dropsConnection = dropsBefore || dropsAfter
    }

    private func setHeader(_ name: String, _ value: String, in response: inout HTTPResponse) {
        response.headers.removeAll { $0.name == name }
        response.headers.append((name: name, value: value))
    }
}
