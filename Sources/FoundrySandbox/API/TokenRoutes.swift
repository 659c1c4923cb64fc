import FoundryJSON

/// API keys: listing, deriving one with fewer rights, and revoking a family.
enum TokenRoutes {
    static let table: [Route] = [
        .api("GET", "/tokens", .permission(.token, .list), list),
        .api("POST", "/tokens/attenuate", .permission(.token, .read), takesJSON: true, attenuate),
        .api("POST", "/tokens/revoke", .permission(.token, .revoke, evenRevoked: true), revoke),
    ]

    private static func list(_ context: RequestContext, _ state: inout SandboxState) throws -> HandlerResponse {
        let tokens = state.tokens.filter { $0.userID == context.token.userID }
        return try Listing.page(Array(tokens.reversed()), nil, context, in: state) { token in
            [
                "id": JSON(token.id), "name": JSON(token.name),
                "kind": token.parent == nil ? "root" : "attenuated",
                "token_type": token.parent == nil ? "user" : .null,
                "parent_token_id": token.parent.map { JSON($0.tokenID) } ?? .null,
                "root_token_id": token.parent.map { JSON($0.rootID) } ?? .null,
                "attenuation_spec": token.parent.map { $0.attenuation.json } ?? .null,
                "created_at": JSON(token.createdAt.text), "expires_at": token.expiresAt.map { JSON($0.text) } ?? .null,
                "revoked_at": token.revokedAt.map { JSON($0.text) } ?? .null,
            ]
        }
    }

    private static func attenuate(_ context: RequestContext, _ state: inout SandboxState) throws -> HandlerResponse {
        var body = BodyReader(context.body)
        let secret = body.string("token", required: true)
        let name = body.string("name", required: true)
        let parentID = body.string("attenuated_parent_token_id")
        let spec = body.object("attenuation", required: true)
        var reader = BodyReader(spec ?? [:], path: "attenuation.")
        let attenuation = attenuation(&reader)
        body.add(reader.problems)
        try body.finish(status: 400)
        guard let secret, let index = state.indexOfToken(secret) else {
            throw APIError.badRequest("token is not a valid key, which has the form abs0_…")
        }
        let parent = state.tokens[index]
        guard parent.revokedAt == nil, parent.expiresAt.map({ $0 > state.now }) ?? true else {
            throw APIError.badRequest("token has been revoked or has expired")
        }
        if let parentID, parent.parent == nil || parentID.lowercased() != parent.id {
            throw APIError.badRequest("attenuated_parent_token_id is not the id of the token that was given")
        }
        let time = state.nextInstant()
        let derived = Token(
            id: state.newID("token"), secret: SandboxState.newSecret(), name: name ?? "", userID: parent.userID,
            organizationID: parent.organizationID, createdAt: time,
            expiresAt: [parent.expiresAt, attenuation.expiresAt].compactMap { $0 }.min(), isPartner: parent.isPartner,
            parent: Token.Parent(
                tokenID: parent.id, rootID: parent.rootID, attenuation: attenuation,
                restrictions: (parent.parent?.restrictions ?? []) + [attenuation]))
        state.add(derived)
        return HandlerResponse(["token": JSON(derived.secret), "id": JSON(derived.id)], status: 201)
    }

    /// Parses restrictions. Problems are collected in the reader.
    static func attenuation(_ reader: inout BodyReader) -> Attenuation {
        let attenuation = Attenuation(
            readOnly: reader.bool("read_only") ?? false, nonDestructive: reader.bool("non_destructive") ?? false,
            actions: reader.strings("allowed_actions"), resources: reader.strings("allowed_resources"),
            organizationIDs: reader.strings("allowed_org_ids")?.map { $0.lowercased() },
            expiresAt: reader.time("expires_at"), paymentPolicy: reader.value("payment_policy"))
        for action in attenuation.actions ?? [] where Permission.Action(rawValue: action) == nil {
            let known = Permission.Action.allCases.map(\.rawValue).joined(separator: ", ")
            reader.add("allowed_actions: \(action) is not one of \(known)")
        }
        for id in attenuation.organizationIDs ?? [] where RequestContext.uuid(id) == nil {
            reader.add("allowed_org_ids: \(id) is not a UUID")
        }
        return attenuation
    }

    private static func revoke(_ context: RequestContext, _ state: inout SandboxState) throws -> HandlerResponse {
        let rootID = context.token.rootID
        guard let root = state.tokens.firstIndex(where: { $0.id == rootID }) else {
            throw APIError.notFound("the key's root is unknown")
        }
        let time = state.tokens[root].revokedAt ?? state.nextInstant()
        var children = 0
        for index in state.tokens.indices where state.tokens[index].rootID == rootID {
            if state.tokens[index].revokedAt == nil {
                state.revokeToken(at: index, at: time)
                if index != root { children += 1 }
            }
        }
        return HandlerResponse([
            "token_id": JSON(rootID), "revoked_at": JSON(time.text), "children_revoked": JSON(children),
        ])
    }
}
