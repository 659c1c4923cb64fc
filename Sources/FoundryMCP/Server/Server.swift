public import FoundryJSON
public import FoundryJSONRPC
import Synchronization

/// A server of the Model Context Protocol for one connection, in both its eras.
///
/// A request with modern `_meta` is served by that alone; after `initialize`, requests without it are served in the
/// revision that was negotiated. Both may come down one pipe.
public final class Server: Sendable {
    /// What the server says of itself.
    let implementation: Implementation
    /// What a model should know before it uses the server.
    let instructions: String
    let features: Features
    /// Takes out of an error what must not be written, though the client may have said it itself.
    private let redact: @Sendable (JSON) -> JSON
    private let session = Mutex<Session?>(nil)
    let progressTokens = ProgressTokens()
    private let toolLists: ToolLists
    let subscriptions: Subscriptions?

    /// What `initialize` settled, for the legacy revisions.
    struct Session: Sendable {
        let revision: Revision
        let capabilities: ClientCapabilities
    }

    /// Makes a server.
    /// - Parameter redact: is applied to the texts and data of all errors of the protocol.
    public init(
        implementation: Implementation, instructions: String, features: Features,
        redact: @escaping @Sendable (JSON) -> JSON
    ) {
        self.redact = redact
        self.implementation = implementation
        self.instructions = instructions
        self.features = features
        toolLists = ToolLists(features.tools)
        subscriptions = features.resources.map { Subscriptions($0) }
    }
}

// MARK: - Messages

extension Server: MessageHandler {
    /// Answers a request in its era.
    public func reply(to request: Request, on connection: Connection) -> Reply {
        switch unredactedReply(to: request, on: connection) {
        case .immediate(let outcome):
            .immediate(outcome.mapError(redacted))
        case .deferred(let work):
            .deferred { [self] in await work().mapError(redacted) }
        }
    }

    private func redacted(_ error: RPCError) -> RPCError {
        RPCError(
            code: error.code, message: redact(JSON(error.message)).string ?? "", data: error.data.map(redact))
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

    /// Takes a notification; those that mean nothing here are ignored, as the protocol wants it.
    public func receive(_ notification: Notification, on connection: Connection) {
        if notification.method == ServerMethod.cancelled.rawValue,
            let id = notification.params["requestId"].flatMap(RequestID.init)
        {
            connection.cancel(id)
        }
    }

    /// Whether the negotiated revision has batches.
    public var acceptsBatches: Bool {
        session.withLock { $0?.revision.hasBatches ?? false }
    }

    /// The client is gone.
    public func inputEnded() {
        subscriptions?.end()
    }

    private func reply(
        to method: Method, _ params: JSON, _ context: RequestContext, _ connection: Connection
    ) throws(RPCError) -> Reply {
        switch method {
        case .ping:
            return .immediate(.success(finished([], context)))
        case .discover:
            return .immediate(.success(discover(context)))
        case .listTools:
            try Cursor.refuse(params)
            let tools = JSON.Member(
                "tools", toolLists.list(in: context.revision, hasViews: context.capabilities.showsViews))
            return .immediate(.success(cacheable([tools], context)))
        case .callTool: return try callTool(params, context, connection)
        case .listResources: return try listResources(params, context, connection)
        case .listResourceTemplates: return try listResourceTemplates(params, context)
        case .readResource: return try readResource(params, context, connection)
        case .subscribe, .unsubscribe: return try subscribe(method, params, context, connection)
        case .listen: return try listen(params, context, connection)
        case .listPrompts: return try listPrompts(params, context)
        case .getPrompt: return try getPrompt(params, context, connection)
        case .complete: return try complete(params, context, connection)
        case .getTask, .updateTask, .cancelTask: return try serveTask(method, params, context, connection)
        }
    }
}

// MARK: - Eras

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
            // A ping may come before `initialize`.
            (revision, capabilities) = (.latestLegacy, ClientCapabilities())
        } else {
            throw .invalidParams(
                """
                \(request.method) needs either params._meta with "\(MetaKey.protocolVersion)" and \
                "\(MetaKey.clientCapabilities)" (revision \(Revision.latest.rawValue)), or an initialize request before it
                """)
        }
        return RequestContext(
            revision: revision, capabilities: capabilities, id: request.id,
            ask: try ask(for: params, in: revision, capabilities, on: connection))
    }

    private func initialize(_ params: JSON) throws(RPCError) -> JSON {
        guard let requested = params["protocolVersion"]?.string else {
            throw .invalidParams("initialize needs protocolVersion, a string")
        }
        let capabilities = params["capabilities"] ?? [:]
        guard capabilities.kind == .object else { throw .invalidParams("capabilities must be an object") }
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
