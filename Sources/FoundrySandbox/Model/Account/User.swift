/// A person of an organization.
struct User: Sendable {
    let id: String
    var organizationID: String
    var email: String
    var name: String
}
