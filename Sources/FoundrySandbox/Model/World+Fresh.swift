extension World {
    /// The world of a sandbox that starts: one organization, which is a partner, its user, and the user's key.
    static func fresh(seed: UInt64, pace: Double, now: Timestamp) -> World {
        var world = World(seed: seed, pace: pace, now: now)
        let organization = Organization(
            id: world.newID("organization"), name: "Sandbox Biotech", domain: "sandbox-biotech.example")
        world.organizations.append(organization)
        let user = User(
            id: world.newID("user"), organizationID: organization.id, email: "scientist@\(organization.domain)",
            name: "Sandbox Scientist")
        world.users.append(user)
        world.addSandboxKey(of: user)
        return world
    }

    /// The key that may do everything.
    var sandboxKey: Token {
        tokens.last(where: \.isUsableSandboxKey) ?? tokens[0]
    }

    /// Makes a key that may do everything.
    mutating func addSandboxKey(of user: User) {
        add(
            Token(
                id: newID("token"), secret: newSecret(), name: "Sandbox key", userID: user.id,
                organizationID: user.organizationID, createdAt: now, isPartner: true))
    }
}

extension Token {
    /// Whether it may do everything and was not revoked.
    var isUsableSandboxKey: Bool { parent == nil && isPartner && revokedAt == nil }
}
