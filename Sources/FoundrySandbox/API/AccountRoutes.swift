import JSON

/// Who the caller is, and whether the service lives.
enum AccountRoutes {
    static let table: [Route] = [
        Route("GET", "/api/v1/info/health", .anonymous) { _, _ in Answer(["status": "ok"]) },
        Route("GET", "/api/v1/info/health-db", .anonymous) { _, _ in Answer(["status": "ok", "db": "connected"]) },
        Route("GET", "/api/v1/whoami", .authenticated, whoami),
    ]

    private static func whoami(_ call: Call, _ world: inout World) throws -> Answer {
        let token = call.token
        let organization = world.organizations.first { $0.id == token.organizationID }
        return Answer([
            "user_id": JSON(token.userID),
            "active_organization_id": JSON(token.organizationID),
            "organizations": [
                [
                    "id": JSON(token.organizationID), "name": JSON(organization?.name ?? ""), "active": true,
                    "role": "member",
                ]
            ],
            "permissions": JSON(token.permissions.map { JSON($0.text) }),
            "token_expires_at": token.expiresAt.map { JSON($0.text) } ?? .null,
        ])
    }
}
