import FoundryFoundation
import FoundryJSON
import FoundryJSONRPC
import Synchronization

extension Server {
    /// Returns a reply by work that runs concurrently with other requests, and reports progress if the client asked for
    /// it. If the work throws ``InputRequired``, the result asks for the user's answer; other errors become errors of
    /// the protocol.
    func deferred(
        _ params: JSON, _ context: RequestContext, _ connection: Connection,
        _ work: @escaping @Sendable (RequestContext) async throws -> JSON
    ) throws(RPCError) -> Reply {
        var context = context
        context.progress = try progressTokens.reporter(for: params, on: connection)
        return .deferred { [self, context] in
            defer { context.progress?.end() }
            do {
                // Nothing is reported for a cancelled request, even if its work takes a while to end.
                return .success(
                    try await withTaskCancellationHandler {
                        try await work(context)
                    } onCancel: {
                        context.progress?.end()
                    })
            } catch let required as InputRequired {
                return .success(inputRequired(required, context))
            } catch {
                return .failure(Self.protocolError(error))
            }
        }
    }

    /// Returns the error of the protocol for an error of a provider.
    static func protocolError(_ error: any Error) -> RPCError {
        switch error {
        case let error as RPCError: error
        case let error as ElicitationError: .internalError("the user could not be asked: \(error.reason)")
        case is CancellationError: .internalError("the request was cancelled")
        default: .internalError("the request failed: \(error)")
        }
    }

    // MARK: - Results

    /// Returns a result with the members that every result of its revision has.
    ///
    /// - Parameter hasIcon: Whether the description of the server includes its icon.
    func result(
        _ members: [JSON.Member], meta: [JSON.Member] = [], type: String = "complete", hasIcon: Bool = false,
        _ context: RequestContext
    ) -> JSON {
        var members = members
        var meta = meta
        if context.revision.isModern {
            members.insert(JSON.Member("resultType", JSON(type)), at: 0)
            let serverInfo = implementation.json(in: context.revision, hasIcon: hasIcon)
            meta.append(JSON.Member(MetaKey.serverInfo, serverInfo))
        }
        if !meta.isEmpty { members.append(JSON.Member("_meta", JSON(meta))) }
        return JSON(members)
    }

    /// Returns a result that a modern client may cache.
    ///
    /// - Parameter lifetime: The time for which the result is fresh. Lists are fixed while this process runs, but the
    ///   next one may have other flags.
    func cacheable(
        _ members: [JSON.Member], lifetime: Duration = .seconds(300), hasIcon: Bool = false, _ context: RequestContext
    ) -> JSON {
        guard context.revision.isModern else { return result(members, context) }
        // Private, since lists and resources depend on the caller's flags and key.
        let hints = [JSON.Member("ttlMs", JSON(lifetime.milliseconds)), JSON.Member("cacheScope", "private")]
        return result(members + hints, hasIcon: hasIcon, context)
    }
}

/// The progress tokens of requests in flight. A token belongs to one request at a time.
final class ProgressTokens: Sendable {
    private let active = Mutex<Set<RequestID>>([])

    /// Returns the progress token of a request; nil if it has none. Requests are read one after the other, so that the
    /// token stays free until its request is served.
    ///
    /// - Throws: -32602 if the token is of the wrong kind, or belongs to another request in flight.
    @discardableResult
    func token(of params: JSON) throws(RPCError) -> RequestID? {
        guard let value = params["_meta"]?[MetaKey.progressToken] else { return nil }
        guard let token = RequestID(value) else {
            throw .invalidParams("a progressToken must be a string or an integer, not \(value.excerpt)")
        }
        guard !active.withLock({ $0.contains(token) }) else {
            throw .invalidParams("the progressToken \(token) belongs to another request in flight")
        }
        return token
    }

    /// Returns the reporter for a request, or nil if it has no token. ``ProgressReporter/end()`` releases the token.
    ///
    /// - Throws: -32602 as ``token(of:)`` does.
    func reporter(for params: JSON, on connection: Connection) throws(RPCError) -> ProgressReporter? {
        guard let token = try token(of: params) else { return nil }
        active.withLock { _ = $0.insert(token) }
        return ProgressReporter(onEnd: { [self] in active.withLock { _ = $0.remove(token) } }) { report in
            connection.notify(
                Notification(
                    .progress,
                    .object([
                        "progressToken": token.json,
                        "progress": JSON(report.progress),
                        "total": report.total.map { JSON($0) },
                        "message": report.message.map { JSON($0) },
                    ])))
        }
    }
}
