import FoundryJSON

/// Who the caller is, and whether the service lives.
enum AccountRoutes {
    static let table: [Route] = [
        .api("/info/health") { Answer(["status": "ok"]) },
        .api("/info/health-db") { Answer(["status": "ok", "db": "connected"]) },
        .api("GET", "/whoami", .authenticated, whoami),
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
            "permissions": RouteTable.permissions.filter(token.allows).map(\.text).json,
            "token_expires_at": token.expiresAt.map { JSON($0.text) } ?? .null,
        ])
    }
}
