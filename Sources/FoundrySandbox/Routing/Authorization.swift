/// The check of callers' keys.
enum Authorization {
    /// Returns the caller's key if it is valid and has the rights that a route needs.
    /// - Throws: ``APIError`` with status 401 or 403.
    static func check(_ access: Route.Access, bearer: String?, _ state: SandboxState) throws -> Token {
        switch access {
        case .authenticated:
            return try token(bearer, state)
        case .permission(let resource, let action, let evenRevoked):
            let token = try token(bearer, state, evenRevoked: evenRevoked)
            let permission = Permission(resource, action)
            guard token.mayActFor(token.organizationID) else {
                throw APIError(
                    403,
                    "insufficient permissions for \(permission.text): the token may not act for its organization "
                        + "\(token.organizationID) (allowed_org_ids)")
            }
            guard token.allows(permission) else { throw missing(permission) }
            return token
        case .sandboxKey:
            let token = try token(bearer, state)
            guard token.parent == nil, token.isPartner else {
                throw APIError(403, "only the sandbox's own key may do this")
            }
            return token
        }
    }

    /// Returns the error for a key that doesn't grant a permission.
    static func missing(_ permission: Permission) -> APIError {
        APIError(403, "insufficient permissions: the token lacks \(permission.text)")
    }

    private static func token(_ bearer: String?, _ state: SandboxState, evenRevoked: Bool = false) throws -> Token {
        guard let bearer else { throw APIError(401, "missing authentication token: send Authorization: Bearer TOKEN") }
        guard let index = state.indexOfToken(bearer) else { throw APIError(401, "invalid authentication token") }
        let token = state.tokens[index]
        if token.revokedAt != nil, !evenRevoked { throw APIError(401, "the authentication token has been revoked") }
        if let end = token.expiresAt, end <= state.now {
            throw APIError(401, "the authentication token expired at \(end.text)")
        }
        return token
    }
}
