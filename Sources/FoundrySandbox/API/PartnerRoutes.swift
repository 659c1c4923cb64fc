import FoundryJSON

/// The operations of partners: onboarding customers.
enum PartnerRoutes {
    static let table: [Route] = [
        .api("POST", "/partners/mint-token", .permission(.partner, .mintToken), takesJSON: true, mint)
    ]

    private static let daysValid: Int64 = 90

    private enum OrganizationKind: String, CaseIterable {
        case new = "new_org"
        case existing = "existing_org"
    }

    /// A request for a key of a new user.
    private struct MintRequest {
        /// The organization of the new user.
        enum Customer {
            case new(name: String?)
            case existing(id: String)
        }

        var customer: Customer
        /// In lower case.
        var email: String
        /// The part of the address after the `@`.
        var domain: String
        var name: String?
        var expiresAt: Timestamp?
    }

    private static func mint(_ context: RequestContext, _ state: inout SandboxState) throws -> HandlerResponse {
        let request = try mintRequest(context.body, at: state.now)
        guard !state.users.contains(where: { $0.email == request.email }) else {
            throw APIError.conflict(
                "there is a user with the e-mail \(request.email) already; only new users can be added")
        }
        let organization = try organization(request, context, &state)
        let user = User(
            id: state.newID("user"), organizationID: organization.id, email: request.email,
            name: request.name ?? String(request.email.prefix { $0 != "@" }))
        state.users.append(user)
        let time = state.nextInstant()
        let end = request.expiresAt ?? time.adding(days: daysValid)
        let token = Token(
            id: state.newID("token"), secret: SandboxState.newSecret(), name: "Minted for \(user.email)",
            userID: user.id,
            organizationID: organization.id, createdAt: time, expiresAt: end, isPartner: false)
        state.add(token)
        return HandlerResponse(
            [
                "token": JSON(token.secret), "token_id": JSON(token.id),
                "organization": ["id": JSON(organization.id), "name": JSON(organization.name)],
                "user": ["id": JSON(user.id), "email": JSON(user.email), "name": JSON(user.name)],
                "expires_at": JSON(end.text),
            ], status: 201)
    }

    private static func mintRequest(_ json: JSON, at now: Timestamp) throws -> MintRequest {
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
        if let email, domain == nil { body.add("email is not an e-mail address: \(email)") }
        if let expiry, expiry <= now { body.add("expires_at must be in the future") }
        try body.finish()
        guard let email, let kind, let domain else { throw APIError.unprocessable("org and email are required") }
        return MintRequest(
            customer: kind == .new ? .new(name: orgName) : .existing(id: orgID ?? ""), email: email, domain: domain,
            name: name, expiresAt: expiry)
    }

    /// Returns the domain of an e-mail address, or nil if the text isn't one.
    private static func domain(of email: String) -> String? {
        let parts = email.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, parts[1].contains("."), !parts[1].hasPrefix(".") else { return nil }
        return String(parts[1])
    }

    /// Returns the organization of the new user: a new one, or one that the caller onboarded.
    private static func organization(
        _ request: MintRequest, _ context: RequestContext, _ state: inout SandboxState
    ) throws -> Organization {
        switch request.customer {
        case .new(let name):
            guard !state.organizations.contains(where: { $0.domain == request.domain }) else {
                throw APIError.conflict(
                    "the e-mail domain \(request.domain) has an organization already; use existing_org")
            }
            let organization = Organization(
                id: state.newID("organization"), name: name ?? request.domain, domain: request.domain,
                onboardedBy: context.organizationID,
                taxPerMille: PriceList.taxPerMille(forDomain: request.domain))
            state.organizations.append(organization)
            return organization
        case .existing(let id):
            let known = state.organizations.first {
                $0.id == id.lowercased() && $0.onboardedBy == context.organizationID
            }
            guard let known else { throw APIError.notFound("\(id) is not an organization that you have onboarded") }
            return known
        }
    }
}
