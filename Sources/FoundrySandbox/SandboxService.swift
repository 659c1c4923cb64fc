import FoundryJSON
import Synchronization

/// Answers requests: finds the route, checks the key, reads the body, lets the handler work on the state.
final class SandboxService: Sendable {
    let world: Mutex<World>
    let log = RequestLog()
    private let seed: UInt64
    private let clock: @Sendable () -> Timestamp
    private let requests = Atomic<UInt64>(0)
    private let faults: FaultEngine
    private let store: StateStore?
    /// Distinguishes the request ids of a sandbox that was restarted with its state.
    private let generation: String

    init(
        world: World, faults: [SandboxFault], store: StateStore?, clock: @escaping @Sendable () -> Timestamp
    ) {
        seed = world.seed
        generation = String(world.made)
        self.world = Mutex(world)
        self.faults = FaultEngine(faults, seed: world.seed)
        self.store = store
        self.clock = clock
    }

    /// How many times each fault was made.
    var faultCounts: [Int] { faults.applied }

    /// Answers a request that could be read.
    func respond(to request: HTTPRequest, pause: (Double) -> Bool) -> HTTPResponse {
        let requestID = nextRequestID()
        let response = dated(response(to: request, requestID: requestID, pause: pause))
        log.add(request, status: response.delivery.dropsConnection ? nil : response.status, requestID: requestID)
        return response
    }

    /// Answers what was no request.
    func refuse(_ malformed: HTTPRequestReader.Malformed) -> HTTPResponse {
        let error = APIError(malformed.status, "malformed request: \(malformed.reason)")
        return dated(SandboxService.response(.failure(error), requestID: nextRequestID()))
    }

    /// The response with the time by the sandbox's clock, which a server that has a clock must tell (RFC 9110, 6.6.1):
    /// clients learn from it how far the two clocks are apart.
    private func dated(_ response: HTTPResponse) -> HTTPResponse {
        var response = response
        response.headers.append((name: "date", value: HTTPDate.text(clock().date)))
        return response
    }

    private func nextRequestID() -> String {
        let number = requests.add(1, ordering: .relaxed).newValue
        var dice = Dice(seed: seed, "request", generation, String(number))
        return "req_" + dice.uuid()
    }

    private func response(to request: HTTPRequest, requestID: String, pause: (Double) -> Bool) -> HTTPResponse {
        do {
            guard let segments = request.segments, let items = request.queryItems else {
                throw APIError.badRequest("the URL has a broken percent-encoding")
            }
            switch RouteTable.match(request.method, segments) {
            case .none:
                throw APIError.notFound("there is nothing at \(request.path)")
            case .otherMethods(let methods):
                throw APIError(405, "\(request.path) takes \(methods.joined(separator: ", ")), not \(request.method)")
            case .route(let route, let parameters):
                let visit = Visit(route: route, request: request, parameters: parameters, query: Query(items))
                return response(to: visit, requestID: requestID, pause: pause)
            }
        } catch {
            return SandboxService.response(.failure(APIError(wrapping: error)), requestID: requestID)
        }
    }

    /// A request whose route was found.
    private struct Visit {
        var route: Route
        var request: HTTPRequest
        var parameters: [String: String]
        var query: Query
    }

    /// Carries out a request, or does what the faults say.
    private func response(to visit: Visit, requestID: String, pause: (Double) -> Bool) -> HTTPResponse {
        guard let effects = faults.effects(for: visit.route) else {
            return SandboxService.response(carryOut(visit), requestID: requestID)
        }
        if effects.latencyBefore > 0, !pause(effects.latencyBefore) {
            var response = SandboxService.response(.failure(APIError(503, "the sandbox stops")), requestID: requestID)
            response.delivery.dropsConnection = true
            return response
        }
        var result: Result<Answer, APIError>?
        if !effects.isInstead { result = carryOut(visit) }
        var headers: [(name: String, value: String)] = []
        if effects.replacesAnswer { (result, headers) = effects.substitute(now: clock().date) }
        var response = SandboxService.response(
            result ?? .failure(APIError(503, "the connection is dropped")), requestID: requestID)
        response.headers += headers
        effects.spoil(&response, key: SandboxService.bearer(of: visit.request))
        return response
    }

    private func carryOut(_ visit: Visit) -> Result<Answer, APIError> {
        switch visit.route.service {
        case .open(let answer): .success(answer())
        case .keyed(let access, let handler): call(handler, visit, access)
        }
    }

    private func call(_ handler: Route.Handler, _ visit: Visit, _ access: Route.Access) -> Result<Answer, APIError> {
        // The body is parsed outside the lock; what is wrong with it is told only to who may call the route.
        let body = SandboxService.body(of: visit.request, visit.route.body)
        let bearer = SandboxService.bearer(of: visit.request)
        do {
            let (answer, revision) = try world.withLock { world in
                world.advance(to: clock())
                let token = try Authorization.check(access, bearer: bearer, world)
                let call = Call(
                    parameters: visit.parameters, query: visit.query, body: try body.get(), token: token)
                let answer = try handler(call, &world)
                if visit.route.changesState { world.revision += 1 }
                return (answer, visit.route.changesState ? world.revision : nil)
            }
            if let store, let revision {
                try store.save(upTo: revision) { world.withLock { $0 } }
            }
            return .success(answer)
        } catch {
            return .failure(APIError(wrapping: error))
        }
    }

    private static func bearer(of request: HTTPRequest) -> String? {
        guard let value = request.header("authorization") else { return nil }
        let parts = value.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return String(parts[1].trimming { $0 == " " })
    }

    private static func body(of request: HTTPRequest, _ rule: Route.BodyRule) -> Result<JSON, APIError> {
        guard rule == .json else { return .success(.null) }
        let type = (request.header("content-type") ?? "").split(separator: ";").first.map(String.init) ?? ""
        guard type.trimming({ $0 == " " }).lowercased() == "application/json" else {
            return .failure(
                APIError(415, "the body must be sent as Content-Type: application/json, not '\(type)'"))
        }
        do {
            return .success(try JSON(parsing: request.body))
        } catch {
            return .failure(APIError.badRequest("the body is not JSON: \(error)"))
        }
    }

    private static func response(_ result: Result<Answer, APIError>, requestID: String) -> HTTPResponse {
        var headers = [
            (name: "content-type", value: "application/json"), (name: "x-request-id", value: requestID),
            (name: "x-foundry-sandbox", value: "true"),
        ]
        switch result {
        case .success(let answer):
            switch answer.body {
            case .json(let json):
                return HTTPResponse(status: answer.status, headers: headers, body: json.utf8)
            case .bytes(let bytes, let type, let filename):
                headers[0].value = type
                headers.append((name: "content-disposition", value: "attachment; filename=\"\(filename)\""))
                return HTTPResponse(status: answer.status, headers: headers, body: bytes)
            }
        case .failure(let error):
            if error.status == 401 { headers.append((name: "www-authenticate", value: "Bearer")) }
            let body = JSON(
                [JSON.Member("error", JSON(error.message)), JSON.Member("request_id", JSON(requestID))] + error.more
            )
            return HTTPResponse(status: error.status, headers: headers, body: body.utf8)
        }
    }
}
