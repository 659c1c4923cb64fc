/// A key: the root of a family, or one derived from another with less rights.
struct Token: Sendable {
    let id: String
    var secret: String
    var name: String
    let userID: String
    let organizationID: String
    let createdAt: Timestamp
    /// When it ends, its parents' ends considered.
    var expiresAt: Timestamp?
    var revokedAt: Timestamp?
    /// Whether the root may do what only partners may.
    var isPartner: Bool
    /// The key it was derived from; nil for a root.
    var parent: Parent?

    /// Where a derived key comes from, and what was taken from it on the way.
    struct Parent: Sendable {
        var tokenID: String
        var rootID: String
        /// The restrictions of this step.
        var attenuation: Attenuation
        /// The restrictions of this step and of all steps before it.
        var restrictions: [Attenuation]
    }

    /// The id of the root of its family.
    var rootID: String { parent?.rootID ?? id }

    /// Whether it grants a permission: it is of a partner where that is asked for, and no restriction stands against it.
    func allows(_ permission: Permission) -> Bool {
        guard isPartner || !permission.isOfPartners else { return false }
        return (parent?.restrictions ?? []).allSatisfy { $0.allows(permission) }
    }

    /// Whether it may act for an organization.
    func mayActFor(_ organizationID: String) -> Bool {
        organizationID == self.organizationID
            && (parent?.restrictions ?? []).allSatisfy { $0.organizationIDs?.contains(organizationID) ?? true }
    }
}
