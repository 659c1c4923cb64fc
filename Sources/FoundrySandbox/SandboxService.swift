import JSON
import Synchronization

/// Answers requests: finds the route, checks the key, reads the body, lets the handler work on the state.
final class SandboxService: Sendable {
    let world: Mutex<World>
    let log = RequestLog()
    private let seed: UInt64
    private let clock: @Sendable () -> Timestamp
    private let requests = Atomic<UInt64>(0)

    init(world: World, clock: @escaping @Sendable () -> Timestamp) {
        seed = world.seed
        self.world = Mutex(world)
        self.clock = clock
    }

    /// Answers a request that could be read.
    func respond(to request: HTTPRequest, pause: (Double) -> Bool) -> HTTPResponse {
        let requestID = nextRequestID()
        let response = SandboxService.response(carryOut(request), requestID: requestID)
        log.add(request, status: response.trouble.dropsConnection ? nil : response.status, requestID: requestID)
        return response
    }

    /// Answers what was no request.
    func refuse(_ malformed: HTTPRequestReader.Malformed) -> HTTPResponse {
        let refusal = Refusal(malformed.status, "malformed request: \(malformed.reason)")
        return SandboxService.response(.failure(refusal), requestID: nextRequestID())
    }

    private func nextRequestID() -> String {
        let number = requests.add(1, ordering: .relaxed).newValue
        var dice = Dice(seed: seed, "request", String(number))
        return "req_" + dice.uuid()
    }

    private func carryOut(_ request: HTTPRequest) -> Result<Answer, Refusal> {
        do {
            guard let segments = request.segments, let items = request.queryItems else {
                throw Refusal.badRequest("the URL has a broken percent-encoding")
            }
            switch RouteTable.match(request.method, segments) {
            case .none:
                throw Refusal.notFound("there is nothing at \(request.path)")
            case .otherMethods(let methods):
                throw Refusal(405, "\(request.path) takes \(methods.joined(separator: ", ")), not \(request.method)")
            case .route(let route, let parameters):
                return .success(try carryOut(route, request, parameters, Query(items)))
            }
        } catch let refusal as Refusal {
            return .failure(refusal)
        } catch {
            return .failure(Refusal(500, "internal error: \(error)"))
        }
    }

    private func carryOut(
        _ route: Route, _ request: HTTPRequest, _ parameters: [String: String], _ query: Query
    ) throws -> Answer {
        // The body is parsed outside the lock; a fault in it is told only to who may call the route.
        let body = SandboxService.body(of: request, route.body)
        let bearer = SandboxService.bearer(of: request)
        return try world.withLock { world in
            world.advance(to: clock())
            let token = try Authorization.check(route.access, bearer: bearer, world) ?? world.tokens[0]
            let call = Call(parameters: parameters, query: query, body: try body.get(), token: token)
            let answer = try route.handler(call, &world)
            if route.changesState { world.revision += 1 }
            return answer
        }
    }

    private static func bearer(of request: HTTPRequest) -> String? {
        guard let value = request.header("authorization") else { return nil }
        let parts = value.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return String(parts[1].trimming { $0 == " " })
    }

    private static func body(of request: HTTPRequest, _ rule: Route.BodyRule) -> Result<JSON, Refusal> {
        guard rule == .json else { return .success(.null) }
        let type = (request.header("content-type") ?? "").split(separator: ";").first.map(String.init) ?? ""
        guard type.trimming(where: " ").lowercased() == "application/json" else {
            return .failure(
                Refusal(415, "the body must be sent as Content-Type: application/json, not '\(type)'"))
        }
        do {
            return .success(try JSON(parsing: request.body))
        } catch {
            return .failure(Refusal.badRequest("the body is not JSON: \(error)"))
        }
    }

    private static func response(_ result: Result<Answer, Refusal>, requestID: String) -> HTTPResponse {
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
        case .failure(let refusal):
            if refusal.status == 401 { headers.append((name: "www-authenticate", value: "Bearer")) }
            let body = JSON(
                [JSON.Member("error", JSON(refusal.message)), JSON.Member("request_id", JSON(requestID))] + refusal.more
            )
            return HTTPResponse(status: refusal.status, headers: headers, body: body.utf8)
        }
    }
}

extension String {
    /// The text without a character at its ends.
    func trimming(where character: Character) -> String {
        String(Substring(self).trimming { $0 == character })
    }
}
