import FoundryJSON
import FoundryJSONRPC
import Synchronization

extension Server {
    /// A reply by work that runs beside other requests, with progress where the client asked for it. What the work throws
    /// becomes the answer: ``InputRequired`` a result by which the user is asked, every other error one of the protocol.
    func answering(
        _ params: JSON, _ context: RequestContext, _ connection: Connection,
        _ work: @escaping @Sendable (RequestContext) async throws -> JSON
    ) throws(RPCError) -> Reply {
        var context = context
        context.progress = try progressTokens.reporter(for: params, on: connection)
        return .deferred { [self, context] in
            defer { context.progress?.end() }
            do {
                // Of a cancelled request nothing more may be told, though its work may take a while to end.
                return .success(
                    try await withTaskCancellationHandler {
                        try await work(context)
                    } onCancel: {
                        context.progress?.end()
                    })
            } catch let required as InputRequired {
                return .success(inputRequired(required.elicitation, context))
            } catch let error as RPCError {
                return .failure(error)
            } catch let error as ElicitationError {
                return .failure(.internalError("the user could not be asked: \(error.reason)"))
            } catch is CancellationError {
                return .failure(.internalError("the request was cancelled"))
            } catch {
                return .failure(.internalError("the request failed: \(error)"))
            }
        }
    }
}

extension Server {
    /// A result with what every result of its revision has.
    /// - Parameter hasIcon: whether the server introduces itself with this result.
    func finished(
        _ members: [JSON.Member], meta: [JSON.Member] = [], type: String = "complete", hasIcon: Bool = false,
        _ context: RequestContext
    ) -> JSON {
        var members = members
        var meta = meta
        if context.revision.isModern {
            members.insert(JSON.Member("resultType", JSON(type)), at: 0)
            let signature = implementation.json(in: context.revision, hasIcon: hasIcon)
            meta.append(JSON.Member(MetaKey.serverInfo, signature))
        }
        if !meta.isEmpty { members.append(JSON.Member("_meta", JSON(meta))) }
        return JSON(members)
    }

    /// A result that a modern client may keep.
    /// - Parameter lifetime: how long it stays fresh. What is listed is fixed for the life of this
    ///   process, but another may be started with other flags.
    func cacheable(
        _ members: [JSON.Member], lifetime: Duration = .seconds(300), hasIcon: Bool = false, _ context: RequestContext
    ) -> JSON {
        guard context.revision.isModern else { return finished(members, context) }
        // Private: what is offered and read depends on the caller's flags and key.
        let hints = [JSON.Member("ttlMs", JSON(lifetime.milliseconds)), JSON.Member("cacheScope", "private")]
        return finished(members + hints, hasIcon: hasIcon, context)
    }
}

/// The progress tokens of requests in flight: a token names one request at a time.
final class ProgressTokens: Sendable {
    private let active = Mutex<Set<RequestID>>([])

    /// The reporter for a request, or nil where it has no token. ``ProgressReporter/end()`` gives the token back.
    /// - Throws: -32602 where the token is of the wrong kind, or of another request in flight.
    func reporter(for params: JSON, on connection: Connection) throws(RPCError) -> ProgressReporter? {
        guard let value = params["_meta"]?[MetaKey.progressToken] else { return nil }
        guard let token = RequestID(value) else {
            throw .invalidParams("a progressToken is a string or a whole number, not \(value.excerpt)")
        }
        guard active.withLock({ $0.insert(token).inserted }) else {
            throw .invalidParams("the progressToken \(token) belongs to another request that is still in flight")
        }
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
