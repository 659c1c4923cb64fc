/// A customer of the lab.
struct Organization: Codable, Sendable {
    let id: String
    var name: String
    /// The domain of its users' e-mail addresses.
    var domain: String
    /// The id of the partner that onboarded it, if one did.
    var onboardedBy: String?
    /// The tax on its quotes, in tenths of a percent.
    var taxPerMille = 0
}

/// A member of an organization.
struct User: Codable, Sendable {
    let id: String
    var organizationID: String
    var email: String
    var name: String
}
