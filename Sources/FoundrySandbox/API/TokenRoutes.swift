import FoundryJSON

/// Keys: which there are, deriving one with less rights, revoking a family.
enum TokenRoutes {
    static let table: [Route] = [
        .api("GET", "/tokens", .permission(.token, .list), list),
        .api("POST", "/tokens/attenuate", .permission(.token, .read), body: .json, attenuate),
        .api("POST", "/tokens/revoke", .permission(.token, .revoke, evenRevoked: true), revoke),
    ]

    private static func list(_ call: Call, _ world: inout World) throws -> Answer {
        let tokens = world.tokens.filter { $0.userID == call.token.userID }
        return try Listing.page(Array(tokens.reversed()), nil, call, in: world) { token in
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

    private static func attenuate(_ call: Call, _ world: inout World) throws -> Answer {
        var body = BodyReader(call.body)
        let secret = body.string("token", required: true)
        let name = body.string("name", required: true)
        let parentID = body.string("attenuated_parent_token_id")
        let spec = body.object("attenuation", required: true)
        var reader = BodyReader(spec ?? [:], path: "attenuation.")
        let attenuation = attenuation(&reader)
        body.add(reader.problems)
        try body.finish(status: 400)
        guard let secret, let place = world.tokenPlaces[secret] else {
            throw APIError.badRequest("token is not a valid key of the form abs0_…")
        }
        let parent = world.tokens[place]
        guard parent.revokedAt == nil, parent.expiresAt.map({ $0 > world.now }) ?? true else {
            throw APIError.badRequest("token has been revoked or has expired")
        }
        if let parentID, parent.parent == nil || parentID.lowercased() != parent.id {
            throw APIError.badRequest("attenuated_parent_token_id is not the id of the token that was given")
        }
        let at = world.tick()
        let derived = Token(
            id: world.newID("token"), secret: world.newSecret(), name: name ?? "", userID: parent.userID,
            organizationID: parent.organizationID, createdAt: at,
            expiresAt: [parent.expiresAt, attenuation.expiresAt].compactMap { $0 }.min(), isPartner: parent.isPartner,
            parent: Token.Parent(
                tokenID: parent.id, rootID: parent.rootID, attenuation: attenuation,
                restrictions: (parent.parent?.restrictions ?? []) + [attenuation]))
        world.add(derived)
        return Answer(["token": JSON(derived.secret), "id": JSON(derived.id)], status: 201)
    }

    /// Reads restrictions; what is wrong with them is gathered in the reader.
    static func attenuation(_ reader: inout BodyReader) -> Attenuation {
        let attenuation = Attenuation(
            readOnly: reader.bool("read_only") ?? false, nonDestructive: reader.bool("non_destructive") ?? false,
            actions: reader.strings("allowed_actions"), resources: reader.strings("allowed_resources"),
            organizationIDs: reader.strings("allowed_org_ids")?.map { $0.lowercased() },
            expiresAt: reader.time("expires_at"))
        for action in attenuation.actions ?? [] where Permission.Action(rawValue: action) == nil {
            let known = Permission.Action.allCases.map(\.rawValue).joined(separator: ", ")
            reader.add("allowed_actions: \(action) is none of \(known)")
        }
        for id in attenuation.organizationIDs ?? [] where Call.uuid(id) == nil {
            reader.add("allowed_org_ids: \(id) is not a UUID")
        }
        return attenuation
    }

    private static func revoke(_ call: Call, _ world: inout World) throws -> Answer {
        let rootID = call.token.rootID
        guard let root = world.tokens.firstIndex(where: { $0.id == rootID }) else {
            throw APIError.notFound("the key is not recorded")
        }
        let at = world.tokens[root].revokedAt ?? world.tick()
        var children = 0
        for place in world.tokens.indices where world.tokens[place].rootID == rootID {
            if world.tokens[place].revokedAt == nil {
                world.tokens[place].revokedAt = at
                if place != root { children += 1 }
            }
        }
        return Answer([
            "token_id": JSON(rootID), "revoked_at": JSON(at.text), "children_revoked": JSON(children),
        ])
    }
}
