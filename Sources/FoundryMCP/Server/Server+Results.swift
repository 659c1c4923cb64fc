import FoundryJSON

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
