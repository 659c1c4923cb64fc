import FoundryFoundation
import FoundryJSON
import Synchronization

/// Responds to requests: finds the route, checks the key, parses the body, and calls the handler with the state.
final class SandboxService: Sendable {
    let log = RequestLog()
    /// The key that grants everything.
    let key: String
    private let state: Mutex<SandboxState>
    private let clock: @Sendable () -> Timestamp
    private let faults: FaultEngine
    private let file: StateFile?

    /// - Throws: ``SandboxError`` if the state file can't be used. A file that can't be written is found now rather than
    ///   with the first order.
    init(_ configuration: SandboxConfiguration) throws {
        let clock = configuration.clock
        self.clock = { Timestamp(clock()) }
        let quoteDelay = configuration.quoteDelay ?? configuration.pace / 4
        let file = try configuration.stateFile.map(StateFile.init)
        var state = SandboxState.initial(
            seed: configuration.seed, stageDuration: configuration.pace, quoteDelay: quoteDelay,
            now: Timestamp(clock()))
        if let file {
            key = try file.locked {
                if let saved = try file.loadIfChanged() { state.replaceRecords(with: saved) }
                let key = try state.sandboxKey()
                do {
                    try file.save(state)
                } catch {
                    throw SandboxError(
                        "the state file \(configuration.stateFile?.path ?? "") can't be written: \(error)")
                }
                return key
            }
        } else {
            key = try state.sandboxKey()
        }
        faults = FaultEngine(configuration.faults, seed: configuration.seed)
        self.state = Mutex(state)
        self.file = file
    }

    var faultCounts: [Int] { faults.counts }

    /// Returns the deliveries of webhooks that are due for what happened after a time, and the time up to which they are.
    /// - Parameter start: The time, or nil for now.
    func deliveries(after start: Timestamp?) -> (deliveries: [WebhookDelivery], end: Timestamp) {
        state.withLock { state in
            if let file, let saved = try? file.locked({ try file.loadIfChanged() }) {
                state.replaceRecords(with: saved)
            }
            state.advance(to: clock())
            return (start.map { state.deliveries(after: $0) } ?? [], state.now)
        }
    }

    /// Responds to a request.
    /// - Parameter pause: A function that waits for a number of seconds and returns whether the server still runs then.
    func respond(to request: HTTPRequest, pause: (Double) -> Bool) -> HTTPResponse {
        let requestID = SandboxService.newRequestID()
        let response = dated(response(to: request, requestID: requestID, pause: pause))
        log.add(request, status: response.delivery.dropsConnection ? nil : response.status, requestID: requestID)
        return response
    }

    /// Responds to a request that couldn't be read.
    func refuse(_ malformed: HTTPRequestReader.Malformed) -> HTTPResponse {
        let error = APIError(malformed.status, "malformed request: \(malformed.reason)")
        return dated(SandboxService.response(.failure(error), requestID: SandboxService.newRequestID()))
    }

    private static func newRequestID() -> String { "req_" + UUID().uuidString.lowercased() }

    /// Adds the time by the sandbox's clock (RFC 9110, 6.6.1), from which clients learn how far the clocks are apart.
    private func dated(_ response: HTTPResponse) -> HTTPResponse {
        var response = response
        response.headers.append((name: "date", value: HTTPDate.text(clock().date)))
        return response
    }

    private func response(to request: HTTPRequest, requestID: String, pause: (Double) -> Bool) -> HTTPResponse {
        do {
            guard request.isAddressedToLoopback else {
                throw APIError(
                    421,
                    "the sandbox serves 127.0.0.1:\(request.port), localhost:\(request.port) and "
                        + "[::1]:\(request.port) only, not \(request.header("host") ?? "no host")")
            }
            guard let segments = request.segments, let items = request.queryItems else {
                throw APIError.badRequest("the URL has an invalid percent-encoding")
            }
            switch RouteTable.match(request.method, segments) {
            case .none:
                throw APIError.notFound("there is nothing at \(request.path)")
            case .otherMethods(let methods):
                throw APIError(405, "\(request.path) takes \(methods.joined(separator: ", ")), not \(request.method)")
            case .route(let route, let parameters):
                let routed = RoutedRequest(route: route, request: request, parameters: parameters, query: Query(items))
                return response(to: routed, requestID: requestID, pause: pause)
            }
        } catch {
            return SandboxService.response(.failure(APIError(wrapping: error)), requestID: requestID)
        }
    }

    /// A request and its route.
    private struct RoutedRequest {
        var route: Route
        var request: HTTPRequest
        var parameters: [String: String]
        var query: Query
    }

    /// Carries out a request, with the faults that apply to it.
    private func response(to routed: RoutedRequest, requestID: String, pause: (Double) -> Bool) -> HTTPResponse {
        guard let effects = faults.effects(for: routed.route) else {
            return SandboxService.response(carryOut(routed), requestID: requestID)
        }
        if effects.latencyBefore > 0, !pause(effects.latencyBefore) {
            var response = SandboxService.response(
                .failure(APIError(503, "the sandbox is stopping")), requestID: requestID)
            response.delivery.dropsConnection = true
            return response
        }
        var result: Result<HandlerResponse, APIError>?
        if !effects.preventsExecution { result = carryOut(routed) }
        var headers: [(name: String, value: String)] = []
        if effects.replacesResponse { (result, headers) = effects.replacement(now: clock().date) }
        var response = SandboxService.response(
            result ?? .failure(APIError(503, "the connection is dropped")), requestID: requestID)
        response.headers += headers
        effects.corrupt(&response, key: SandboxService.bearer(of: routed.request))
        return response
    }

    private func carryOut(_ routed: RoutedRequest) -> Result<HandlerResponse, APIError> {
        // The body is parsed outside the lock, but only callers with the right to send it learn what is wrong with it.
        let body = routed.route.takesJSON ? SandboxService.body(of: routed.request) : .success(.null)
        let bearer = SandboxService.bearer(of: routed.request)
        do {
            return .success(
                try withState(isChanging: routed.route.changesState) { state in
                    state.advance(to: clock())
                    state.origin = "http://127.0.0.1:\(routed.request.port)"
                    switch routed.route.service {
                    case .public(let handler):
                        return try handler(PublicRequest(parameters: routed.parameters), &state)
                    case .authorized(let access, let handler):
                        let token = try Authorization.check(access, bearer: bearer, state)
                        let context = RequestContext(
                            parameters: routed.parameters, query: routed.query, headers: routed.request.headers,
                            body: try body.get(), token: token)
                        return try handler(context, &state)
                    }
                })
        } catch {
            return .failure(APIError(wrapping: error))
        }
    }

    /// Calls `body` with the state, which other processes may share. A change is on the disk when this returns; if it
    /// can't be saved, nothing is changed.
    private func withState(
        isChanging: Bool, _ body: (inout SandboxState) throws -> HandlerResponse
    ) throws -> HandlerResponse {
        try state.withLock { state in
            guard let file else { return try body(&state) }
            return try file.locked {
                if let saved = try file.loadIfChanged() { state.replaceRecords(with: saved) }
                guard isChanging else { return try body(&state) }
                let previous = state
                let result = try body(&state)
                do {
                    try file.save(state)
                } catch {
                    state = previous
                    throw APIError(500, "nothing was changed, because the state could not be saved: \(error)")
                }
                return result
            }
        }
    }

    private static func bearer(of request: HTTPRequest) -> String? {
        guard let value = request.header("authorization") else { return nil }
        let parts = value.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return String(parts[1].trimmingBlanks)
    }

    private static func body(of request: HTTPRequest) -> Result<JSON, APIError> {
        let type = (request.header("content-type") ?? "").split(separator: ";").first.map(String.init) ?? ""
        guard type.trimmingBlanks.lowercased() == "application/json" else {
            return .failure(
                APIError(415, "the body must be sent as Content-Type: application/json, not '\(type)'"))
        }
        do {
            return .success(try JSON(parsing: request.body))
        } catch {
            return .failure(APIError.badRequest("the body is not JSON: \(error)"))
        }
    }

    private static func response(_ result: Result<HandlerResponse, APIError>, requestID: String) -> HTTPResponse {
        var headers = [(name: "x-request-id", value: requestID), (name: "x-foundry-sandbox", value: "true")]
        switch result {
        case .success(let response):
            headers += response.headers
            switch response.body {
            case .json(let json):
                headers.append((name: "content-type", value: "application/json"))
                return HTTPResponse(status: response.status, headers: headers, body: json.utf8)
            case .bytes(let bytes, let type, let filename):
                headers.append((name: "content-type", value: type))
                if let filename {
                    headers.append((name: "content-disposition", value: "attachment; filename=\"\(filename)\""))
                }
                return HTTPResponse(status: response.status, headers: headers, body: bytes)
            case .none:
                return HTTPResponse(status: response.status, headers: headers, body: [])
            }
        case .failure(let error):
            headers += error.headers + [(name: "content-type", value: "application/json")]
            if error.status == 401 { headers.append((name: "www-authenticate", value: "Bearer")) }
            let members =
                [JSON.Member("error", JSON(error.message)), JSON.Member("request_id", JSON(requestID))] + error.details
            return HTTPResponse(status: error.status, headers: headers, body: JSON(members).utf8)
        }
    }
}
