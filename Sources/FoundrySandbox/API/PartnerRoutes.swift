import JSON

/// What only partners may do: bring in customers.
enum PartnerRoutes {
    static let table: [Route] = [
        Route(
            "POST", "/api/v1/partners/mint-token", .permission(Permission("partner", "mint_token")), body: .json, mint)
    ]

    static let daysValid: Int64 = 90

    /// Where the new user belongs.
    enum OrganizationKind: String, CaseIterable {
        case new = "new_org"
        case existing = "existing_org"
    }

    private static func mint(_ call: Call, _ world: inout World) throws -> Answer {
        var body = BodyReader(call.body)
        let org = body.object("org", required: true)
        let email = body.string("email", required: true)?.lowercased()
        let name = body.string("name")
        let expiry = body.time("expires_at")
        var reader = BodyReader(org ?? [:], path: "org.")
        let kind = reader.choice("type", OrganizationKind.self, required: org != nil)
        let orgName = reader.string("name")
        let orgID = reader.string("organization_id", required: kind == .existing)
        body.add(reader.problems)
        let parts = email?.split(separator: "@", omittingEmptySubsequences: false) ?? []
        let isAddress = parts.count == 2 && !parts[0].isEmpty && parts[1].contains(".") && !parts[1].hasPrefix(".")
        if let email, !isAddress { body.add("email is no e-mail address: \(email)") }
        if let expiry, expiry <= world.now { body.add("expires_at must be in the future") }
        try body.finish()
        guard let email, let kind, let domain = parts.last.map(String.init) else {
            throw Refusal.unprocessable("org and email are required")
        }
        guard !world.users.contains(where: { $0.email == email }) else {
            throw Refusal.conflict("there is a user with the e-mail \(email) already; only new users can be added")
        }
        let organization: Organization
        switch kind {
        case .new:
            guard !world.organizations.contains(where: { $0.domain == domain }) else {
                throw Refusal.conflict("the e-mail domain \(domain) has an organization already; use existing_org")
            }
            organization = Organization(
                id: world.newID("organization"), name: orgName ?? domain, domain: domain,
                onboardedBy: call.organizationID)
            world.organizations.append(organization)
        case .existing:
            let known = world.organizations.first {
                $0.id == orgID?.lowercased() && $0.onboardedBy == call.organizationID
            }
            guard let known else {
                throw Refusal.notFound("\(orgID ?? "") is no organization that you have onboarded")
            }
            organization = known
        }
        return Answer(world.newUser(email: email, name: name, of: organization, until: expiry), status: 201)
    }
}

extension World {
    /// Makes a user and the user's key, and tells both.
    fileprivate mutating func newUser(
        email: String, name: String?, of organization: Organization, until expiry: Timestamp?
    ) -> JSON {
        let user = User(
            id: newID("user"), organizationID: organization.id, email: email,
            name: name ?? String(email.prefix { $0 != "@" }))
        users.append(user)
        let at = tick()
        let end = expiry ?? at.adding(days: PartnerRoutes.daysValid)
        let token = Token(
            id: newID("token"), secret: newSecret(), name: "Minted for \(user.email)", userID: user.id,
            organizationID: organization.id, createdAt: at, expiresAt: end, isPartner: false)
        add(token)
        return [
            "token": JSON(token.secret), "token_id": JSON(token.id),
            "organization": ["id": JSON(organization.id), "name": JSON(organization.name)],
            "user": ["id": JSON(user.id), "email": JSON(user.email), "name": JSON(user.name)],
            "expires_at": JSON(end.text),
        ]
    }
}
