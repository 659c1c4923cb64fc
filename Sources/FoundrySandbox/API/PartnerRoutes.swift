import FoundryJSON

/// What only partners may do: bring in customers.
enum PartnerRoutes {
    static let table: [Route] = [
        .api("POST", "/partners/mint-token", .permission(.partner, .mintToken), body: .json, mint)
    ]

    private static let daysValid: Int64 = 90

    private enum OrganizationKind: String, CaseIterable {
        case new = "new_org"
        case existing = "existing_org"
    }

    /// What a body asks for.
    private struct Wish {
        /// Where the new user belongs.
        enum Customer {
            case new(name: String?)
            case existing(id: String)
        }

        var customer: Customer
        /// In lower case.
        var email: String
        /// What follows the `@` of the address.
        var domain: String
        var name: String?
        var expiresAt: Timestamp?
    }

    private static func mint(_ call: Call, _ world: inout World) throws -> Answer {
        let wish = try wish(call.body, at: world.now)
        guard !world.users.contains(where: { $0.email == wish.email }) else {
            throw APIError.conflict(
                "there is a user with the e-mail \(wish.email) already; only new users can be added")
        }
        let organization = try organization(wish, call, &world)
        let user = User(
            id: world.newID("user"), organizationID: organization.id, email: wish.email,
            name: wish.name ?? String(wish.email.prefix { $0 != "@" }))
        world.users.append(user)
        let at = world.tick()
        let end = wish.expiresAt ?? at.adding(days: daysValid)
        let token = Token(
            id: world.newID("token"), secret: world.newSecret(), name: "Minted for \(user.email)", userID: user.id,
            organizationID: organization.id, createdAt: at, expiresAt: end, isPartner: false)
        world.add(token)
        return Answer(
            [
                "token": JSON(token.secret), "token_id": JSON(token.id),
                "organization": ["id": JSON(organization.id), "name": JSON(organization.name)],
                "user": ["id": JSON(user.id), "email": JSON(user.email), "name": JSON(user.name)],
                "expires_at": JSON(end.text),
            ], status: 201)
    }

    private static func wish(_ json: JSON, at now: Timestamp) throws -> Wish {
        var body = BodyReader(json)
        let org = body.object("org", required: true)
        let email = body.string("email", required: true)?.lowercased()
        let name = body.string("name")
        let expiry = body.time("expires_at")
        var reader = BodyReader(org ?? [:], path: "org.")
        let kind = reader.choice("type", OrganizationKind.self, required: org != nil)
        let orgName = reader.string("name")
        let orgID = reader.string("organization_id", required: kind == .existing)
        body.add(reader.problems)
        let domain = email.flatMap(PartnerRoutes.domain)
        if let email, domain == nil { body.add("email is no e-mail address: \(email)") }
        if let expiry, expiry <= now { body.add("expires_at must be in the future") }
        try body.finish()
        guard let email, let kind, let domain else { throw APIError.unprocessable("org and email are required") }
        return Wish(
            customer: kind == .new ? .new(name: orgName) : .existing(id: orgID ?? ""), email: email, domain: domain,
            name: name, expiresAt: expiry)
    }

    /// The domain of an e-mail address, or nil where the text is none.
    private static func domain(of email: String) -> String? {
        let parts = email.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, parts[1].contains("."), !parts[1].hasPrefix(".") else { return nil }
        return String(parts[1])
    }

    /// The organization of a new user: one more, or one that the caller brought here.
    private static func organization(_ wish: Wish, _ call: Call, _ world: inout World) throws -> Organization {
        switch wish.customer {
        case .new(let name):
            guard !world.organizations.contains(where: { $0.domain == wish.domain }) else {
                throw APIError.conflict(
                    "the e-mail domain \(wish.domain) has an organization already; use existing_org")
            }
            let organization = Organization(
                id: world.newID("organization"), name: name ?? wish.domain, domain: wish.domain,
                onboardedBy: call.organizationID)
            world.organizations.append(organization)
            return organization
        case .existing(let id):
            let known = world.organizations.first {
                $0.id == id.lowercased() && $0.onboardedBy == call.organizationID
            }
            guard let known else { throw APIError.notFound("\(id) is no organization that you have onboarded") }
            return known
        }
    }
}
