public import FoundryJSON
public import FoundryJSONRPC
import FoundryText
import Synchronization

/// A server of the Model Context Protocol for one connection, in modern and legacy revisions.
///
/// A request with modern metadata is served according to that metadata. Requests without it are served in the legacy
/// revision that `initialize` negotiated. A client may send both.
public final class Server: Sendable {
    /// The description of the server.
    let implementation: Implementation
    /// The instructions for models.
    let instructions: String
    let features: Features
    /// Removes secrets from errors, even those that the client sent itself.
    private let redact: @Sendable (JSON) -> JSON
    private let session = Mutex<Session?>(nil)
    let progressTokens = ProgressTokens()
    let subscriptions: Subscriptions?
    let inputStates: InputStates
    let elicitationTimeout: Duration

    /// The result of `initialize`, for legacy revisions.
    struct Session: Sendable {
        let revision: Revision
        let capabilities: ClientCapabilities
    }

    /// Creates a server.
    ///
    /// - Parameters:
    ///   - elicitationTimeout: The time for which a question to the user waits for an answer.
    ///   - redact: A function that is applied to the message and data of every error of the protocol.
    public init(
        implementation: Implementation, instructions: String, features: Features,
        elicitationTimeout: Duration = .seconds(600), redact: @escaping @Sendable (JSON) -> JSON
    ) {
        self.implementation = implementation
        self.instructions = instructions
        self.features = features
        self.elicitationTimeout = elicitationTimeout
        self.redact = redact
        inputStates = InputStates(lifetime: elicitationTimeout)
        subscriptions = features.resources.map { Subscriptions($0) }
    }
}

// MARK: - Messages

extension Server: MessageHandler {
    /// Replies to a request in its revision.
    public func reply(to request: Request, on connection: Connection) -> Reply {
        switch unredactedReply(to: request, on: connection) {
        case .immediate(let result):
            .immediate(result.mapError(redacted))
        case .deferred(let work):
            .deferred { [self] in await work().mapError(redacted) }
        case .longLived(let work):
            .longLived { [self] in await work().mapError(redacted) }
        }
    }

    /// Returns an error without secrets, and with a message that is safe to print.
    private func redacted(_ error: RPCError) -> RPCError {
        let message = SafeText.visible(redact(JSON(error.message)).string ?? "")
        return RPCError(code: error.code, message: message, data: error.data.map(redact))
    }

    private func unredactedReply(to request: Request, on connection: Connection) -> Reply {
        do throws(RPCError) {
            if request.method == Method.initialize, !RequestMetadata.isPresent(in: request.params) {
                return .immediate(.success(try initialize(request.params)))
            }
            let context = try context(of: request, on: connection)
            guard let method = Method(rawValue: request.method), method.exists(in: context.revision) else {
                throw .methodNotFound(request.method)
            }
            return try reply(to: method, request.params, context, connection)
        } catch {
            return .immediate(.failure(error))
        }
    }

    /// Receives a notification. Unknown ones are ignored, as the protocol requires.
    public func receive(_ notification: Notification, on connection: Connection) {
        if notification.method == ServerMethod.cancelled.rawValue,
            let id = notification.params["requestId"].flatMap(RequestID.init)
        {
            connection.cancel(id)
        }
    }

    /// A Boolean value indicating whether the negotiated revision has batches.
    public var acceptsBatches: Bool {
        session.withLock { $0?.revision.hasBatches ?? false }
    }

    /// Ends subscriptions, since the client has disconnected.
    public func inputEnded() {
        subscriptions?.end()
    }

    private func reply(
        to method: Method, _ params: JSON, _ context: RequestContext, _ connection: Connection
    ) throws(RPCError) -> Reply {
        switch method {
        case .ping:
            return .immediate(.success(result([], context)))
        case .discover:
            return .immediate(.success(discover(context)))
        case .listTools:
            try Cursor.rejectCursor(in: params)
            let tools = JSON.Member(
                "tools", toolList(in: context.revision, hasViews: context.capabilities.supportsViews))
            return .immediate(.success(cacheable([tools], context)))
        case .callTool: return try callTool(params, context, connection)
        case .listResources: return try listResources(params, context, connection)
        case .listResourceTemplates: return try listResourceTemplates(params, context)
        case .readResource: return try readResource(params, context, connection)
        case .subscribe: return try subscribe(params, context, connection)
        case .unsubscribe: return try unsubscribe(params, context)
        case .listen: return try listen(params, context, connection)
        case .listPrompts: return try listPrompts(params, context)
        case .getPrompt: return try getPrompt(params, context, connection)
        case .complete: return try complete(params, context, connection)
        case .listSkills: return try listSkills(params, context)
        case .getSkill: return try getSkill(params, context)
        case .readDirectory: return try readDirectory(params, context)
        case .getTask, .updateTask, .cancelTask: return try serveTask(method, params, context, connection)
        }
    }
}

// MARK: - Revisions

extension Server {
    private func context(of request: Request, on connection: Connection) throws(RPCError) -> RequestContext {
        let params = request.params
        let revision: Revision
        let capabilities: ClientCapabilities
        if RequestMetadata.isPresent(in: params) || Method(rawValue: request.method)?.isModernOnly == true {
            let metadata = try RequestMetadata(of: params)
            (revision, capabilities) = (metadata.revision, metadata.capabilities)
        } else if let session = session.withLock({ $0 }) {
            (revision, capabilities) = (session.revision, session.capabilities)
        } else if request.method == Method.ping.rawValue {
            // A client may send `ping` before `initialize`.
            (revision, capabilities) = (.latestLegacy, ClientCapabilities())
        } else {
            throw .invalidParams(
                """
                \(request.method) requires either params._meta with "\(MetaKey.protocolVersion)" and \
                "\(MetaKey.clientCapabilities)" (revision \(Revision.latest.rawValue)), or a preceding initialize request
                """)
        }
        return RequestContext(
            revision: revision, capabilities: capabilities, id: request.id, trace: TraceMetadata(of: params),
            ask: try ask(for: request, in: revision, capabilities, on: connection))
    }

    private func initialize(_ params: JSON) throws(RPCError) -> JSON {
        guard let requested = params["protocolVersion"]?.string else {
            throw .invalidParams("initialize requires \"protocolVersion\", a string")
        }
        let capabilities = params["capabilities"] ?? [:]
        guard capabilities.kind == .object else { throw .invalidParams("\"capabilities\" must be an object") }
        let revision = Revision.legacy.first { $0.rawValue == requested } ?? .latestLegacy
        let isFirst = session.withLock { session in
            guard session == nil else { return false }
            session = Session(revision: revision, capabilities: ClientCapabilities(capabilities))
            return true
        }
        guard isFirst else { throw .invalidRequest("initialize was already called on this connection") }
        return [
            "protocolVersion": JSON(revision.rawValue),
            "capabilities": features.capabilities(in: revision, for: ClientCapabilities(capabilities)),
            "serverInfo": implementation.json(in: revision, hasIcon: true),
            "instructions": JSON(instructions),
        ]
    }

    private func discover(_ context: RequestContext) -> JSON {
        cacheable(
            [
                JSON.Member("supportedVersions", JSON(Revision.modern.map { JSON($0.rawValue) })),
                JSON.Member("capabilities", features.capabilities(in: context.revision, for: context.capabilities)),
                JSON.Member("instructions", JSON(instructions)),
            ], hasIcon: true, context)
    }
}
