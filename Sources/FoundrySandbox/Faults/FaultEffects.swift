import FoundryCrypto
import FoundryFoundation
import FoundryJSON
import Synchronization

/// The engine that decides which faults apply. The same requests in the same order meet the same faults.
final class FaultEngine: Sendable {
    private let faults: [SandboxFault]
    private let seed: UInt64
    private let state: Mutex<[(matched: Int, applied: Int)]>

    init(_ faults: [SandboxFault], seed: UInt64) {
        self.faults = faults
        self.seed = seed
        state = Mutex(faults.map { _ in (0, 0) })
    }

    /// The number of times that each fault has been applied.
    var counts: [Int] { state.withLock { $0.map(\.applied) } }

    /// Returns the effects on a request to a route, or nil if no fault applies.
    func effects(for route: Route) -> FaultEffects? {
        guard !faults.isEmpty, route.isPartOfAPI else { return nil }
        return state.withLock { counts in
            var effects: FaultEffects?
            for (index, fault) in faults.enumerated() where fault.condition.matches(route) {
                counts[index].matched += 1
                let condition = fault.condition
                guard counts[index].matched > condition.after, counts[index].applied < condition.times else { continue }
                var generator = SeededRandomNumberGenerator(
                    seed: seed, "fault", String(index), String(counts[index].matched))
                guard generator.uniform() < condition.rate else { continue }
                counts[index].applied += 1
                var sum = effects ?? FaultEffects()
                for effect in fault.effects { effect(&sum) }
                effects = sum
            }
            return effects
        }
    }
}

/// The effects of all faults that apply to a request.
struct FaultEffects: Equatable, Sendable {
    var status: Int?
    /// In seconds.
    var retryAfter: Int?
    /// In seconds from now, sent as a date.
    var retryAfterDate: Int?
    var redirect: String?
    /// The `error_kind` with which a submission is refused.
    var submitConflict: String?
    /// A Boolean value that indicates whether the request is carried out although the response is replaced.
    var carriesOut = false
    var dropsBefore = false
    var dropsAfter = false
    var resets = false
    /// Seconds before the request is carried out.
    var latencyBefore = 0.0
    /// Seconds between carrying out and responding.
    var latencyAfter = 0.0
    /// Seconds over which the body is sent.
    var bodySeconds = 0.0
    var truncates = false
    var understatesLength = false
    var breaksJSON = false
    var breaksUTF8 = false
    var contentType: String?
    var sendsGzipBomb = false
    var echoesKey = false

    /// A Boolean value that indicates whether the request isn't carried out.
    var preventsExecution: Bool { !carriesOut && (dropsBefore || replacesResponse) }

    /// A Boolean value that indicates whether the response isn't the handler's.
    var replacesResponse: Bool {
        status != nil || retryAfter != nil || retryAfterDate != nil || redirect != nil || submitConflict != nil
    }

    /// Returns the response that replaces the handler's.
    func replacement(now: Date) -> (result: Result<HandlerResponse, APIError>, headers: [(name: String, value: String)])
    {
        var headers: [(name: String, value: String)] = []
        if let retryAfter { headers.append((name: "retry-after", value: String(retryAfter))) }
        if let retryAfterDate {
            headers.append(
                (name: "retry-after", value: HTTPDate.text(now.addingTimeInterval(Double(retryAfterDate)))))
        }
        if let redirect { headers.append((name: "location", value: redirect)) }
        if let submitConflict { return (.failure(SubmitConflict.error(submitConflict)), headers) }
        let status = status ?? (redirect == nil ? 429 : 302)
        return (.failure(APIError(status, "the sandbox was told to respond with \(status)")), headers)
    }

    /// Corrupts a response.
    /// - Parameter key: The caller's key.
    func corrupt(_ response: inout HTTPResponse, key: String?) {
        if echoesKey, let key { response.body = KeyEcho.adding(key, to: response.body) }
        if let contentType {
            response.headers.removeAll { $0.name == "content-type" }
            response.headers.append((name: "content-type", value: contentType))
            if contentType.lowercased().contains("html") {
                response.body = Array("<!DOCTYPE html>\n<title>Bad Gateway</title>\n<h1>502 Bad Gateway</h1>\n".utf8)
            }
        }
        if breaksJSON, !response.body.isEmpty { response.body.removeLast() }
        if breaksUTF8 {
            let index = response.body.firstIndex(of: UInt8(ascii: "\"")).map { $0 + 1 } ?? response.body.count
            response.body.insert(contentsOf: [0xC3, 0x28, 0xFF], at: index)
        }
        if sendsGzipBomb {
            response.headers.append((name: "content-encoding", value: "gzip"))
            response.body = GzipBomb.bytes
        }
        if truncates { response.delivery.closesAfter = response.body.count / 2 }
        if understatesLength { response.delivery.contentLength = max(0, response.body.count - 7) }
        response.delivery.bodySeconds = bodySeconds
        response.delivery.delaySeconds = latencyAfter
        response.delivery.resets = resets
        response.delivery.dropsConnection = dropsBefore || dropsAfter
    }
}

/// The refusal of a submission because the payment provider made no quote.
enum SubmitConflict {
    /// The API's kinds of failure, with a hint for each.
    static let hints = [
        "customer_quote_cap":
            "The organization has reached its limit of draft quotes. Ask an administrator to cancel stale ones.",
        "rate_limited": "The payment provider is receiving too many requests. Submit again in a few seconds.",
        "upstream_server_error": "The payment provider had an internal error. Submit again in a minute.",
        "missing_customer":
            "The payment provider doesn't know the organization. Contact support to set up billing.",
        "missing_product": "The price list lacks an item of this experiment. Contact support.",
        "other": "The payment provider refused the quote. Contact support with the request id.",
    ]

    static func error(_ kind: String) -> APIError {
        APIError(
            409, "cannot submit the draft: no quote could be created",
            details: [
                JSON.Member("error_kind", JSON(kind)), JSON.Member("hint", hints[kind].map { JSON($0) } ?? .null),
            ])
    }
}

/// The repetition of a key in the ways in which a careless or hostile service might do it.
enum KeyEcho {
    /// Returns a JSON object with a member `echo` that holds the key; any other body unchanged.
    static func adding(_ key: String, to body: [UInt8]) -> [UInt8] {
        guard let json = try? JSON(parsing: body), json.kind == .object else { return body }
        return json.setting("echo", to: echoes(of: key)).utf8
    }

    private static func echoes(of key: String) -> JSON {
        let bytes = Array(key.utf8)
        let base64 = Data(bytes).base64EncodedString()
        let hex = bytes.map { [$0].hexadecimal }
        // A parsed string is written with the escapes that it was read with.
        let escaped = try? JSON(parsing: "\"" + hex.map { "\\u00\($0)" }.joined() + "\"")
        return JSON([
            JSON.Member("plain", JSON(key)),
            JSON.Member("sentence", JSON("The header was Authorization: Bearer \(key).")),
            JSON.Member("escaped", escaped ?? .null),
            JSON.Member("json_in_json", JSON(textOf: ["authorization": JSON("Bearer \(key)")])),
            JSON.Member("base64", JSON(base64)),
            JSON.Member("base64_of_header", JSON(Data(("Bearer " + key).utf8).base64EncodedString())),
            JSON.Member("base64url", JSON(bytes.base64URL)),
            JSON.Member("hex", JSON(hex.joined())),
            JSON.Member("percent", JSON(hex.map { "%" + $0.uppercased() }.joined())),
            JSON.Member("html", JSON(bytes.map { "&#\($0);" }.joined())),
            JSON.Member("url", JSON("https://example.com/?token=\(key)&x=1")),
            JSON.Member("upper_case", JSON(key.uppercased())),
            JSON.Member("list", JSON([JSON(key), [JSON(key)]])),
            JSON.Member(key, "as a name"),
        ])
    }
}
