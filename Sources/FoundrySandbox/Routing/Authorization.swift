/// Who may do what.
enum Authorization {
    /// The caller's key, where it is valid and is what a route needs.
    /// - Throws: 401 or 403.
    static func check(_ access: Route.Access, bearer: String?, _ world: World) throws -> Token {
        switch access {
        case .authenticated:
            return try token(bearer, world)
        case .permission(let resource, let action, let evenRevoked):
            return try granted(Permission(resource, action), try token(bearer, world, evenRevoked: evenRevoked))
        case .sandboxKey:
            let token = try token(bearer, world)
            guard token.parent == nil, token.isPartner else {
                throw APIError(403, "only the sandbox's own key may do this")
            }
            return token
        }
    }

    /// What a caller is told whose key does not grant a permission.
    static func lacking(_ permission: Permission) -> APIError {
        APIError(403, "insufficient permissions: the token lacks \(permission.text)")
    }

    private static func granted(_ permission: Permission, _ token: Token) throws -> Token {
        guard token.mayActFor(token.organizationID) else {
            throw APIError(
                403,
                "insufficient permissions for \(permission.text): the token may not act for its organization "
                    + "\(token.organizationID) (allowed_org_ids)")
        }
        guard token.allows(permission) else { throw lacking(permission) }
        return token
    }

    private static func token(_ bearer: String?, _ world: World, evenRevoked: Bool = false) throws -> Token {
        guard let bearer else { throw APIError(401, "missing authentication token: send Authorization: Bearer TOKEN") }
        guard let place = world.tokenPlaces[bearer] else { throw APIError(401, "invalid authentication token") }
        let token = world.tokens[place]
        if token.revokedAt != nil, !evenRevoked { throw APIError(401, "the authentication token has been revoked") }
        if let end = token.expiresAt, end <= world.now {
            throw APIError(401, "the authentication token expired at \(end.text)")
        }
        return token
    }
}
