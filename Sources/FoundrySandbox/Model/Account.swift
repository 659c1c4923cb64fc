import FoundryJSON

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

/// An API key: the root of a family, or one derived from another with fewer rights.
struct Token: Codable, Sendable {
    let id: String
    var secret: String
    var name: String
    let userID: String
    let organizationID: String
    let createdAt: Timestamp
    /// The earliest expiry of the key and its ancestors.
    var expiresAt: Timestamp?
    var revokedAt: Timestamp?
    /// A Boolean value that indicates whether the key grants what only partners may do.
    var isPartner: Bool
    /// The key it was derived from; nil for a root.
    var parent: Parent?

    /// The origin of a derived key.
    struct Parent: Codable, Sendable {
        var tokenID: String
        var rootID: String
        /// The restrictions that this derivation added.
        var attenuation: Attenuation
        /// The restrictions of this and all earlier derivations.
        var restrictions: [Attenuation]
    }

    /// The id of its family's root.
    var rootID: String { parent?.rootID ?? id }

    /// A Boolean value that indicates whether the key grants every permission and hasn't been revoked.
    var isUsableSandboxKey: Bool { parent == nil && isPartner && revokedAt == nil }

    func allows(_ permission: Permission) -> Bool {
        guard isPartner || !permission.isForPartners else { return false }
        return (parent?.restrictions ?? []).allSatisfy { $0.allows(permission) }
    }

    /// Returns whether the key may act on behalf of an organization.
    func mayActFor(_ organizationID: String) -> Bool {
        organizationID == self.organizationID
            && (parent?.restrictions ?? []).allSatisfy { $0.organizationIDs?.contains(organizationID) ?? true }
    }
}

/// The restrictions that one derivation of a key adds.
struct Attenuation: Codable, Sendable {
    var readOnly = false
    var nonDestructive = false
    /// Raw values of ``Permission/Action``.
    var actions: [String]?
    /// Any strings: the API accepts resources that it doesn't know, which then grant nothing.
    var resources: [String]?
    var organizationIDs: [String]?
    var expiresAt: Timestamp?
    /// Stored and returned, but not enforced: the form of a policy isn't published.
    var paymentPolicy: JSON?

    func allows(_ permission: Permission) -> Bool {
        if readOnly, permission.action != .list, permission.action != .read { return false }
        if nonDestructive, permission.action == .delete { return false }
        return actions?.contains(permission.action.rawValue) ?? true
            && resources?.contains(permission.resource.rawValue) ?? true
    }

    /// The restrictions as the list of keys shows them: those that were asked for.
    var json: JSON {
        .object([
            "read_only": readOnly ? .some(true) : .none, "non_destructive": nonDestructive ? .some(true) : .none,
            "allowed_actions": actions?.json, "allowed_resources": resources?.json,
            "allowed_org_ids": organizationIDs?.json, "expires_at": expiresAt.map { JSON($0.text) },
            "payment_policy": paymentPolicy,
        ])
    }
}

/// A permission that an operation needs and a key grants, written `resource:action`.
struct Permission: Hashable, Sendable {
    /// The kinds of resource, in the order in which the API lists permissions.
    enum Resource: String, CaseIterable, Sendable {
        case organization, experiment, sequence, target, quote, invoice, result, update, token, webhook, feedback
        case partner
    }

    /// The actions, in the order in which the API lists permissions. No operation needs `issue`, but restrictions of a
    /// key may name it.
    enum Action: String, CaseIterable, Sendable {
        case list, read, create, update, delete, issue, revoke
        case mintToken = "mint_token"
    }

    let resource: Resource
    let action: Action

    init(_ resource: Resource, _ action: Action) {
        self.resource = resource
        self.action = action
    }

    var text: String { "\(resource.rawValue):\(action.rawValue)" }

    /// A Boolean value that indicates whether only partners' keys grant it.
    var isForPartners: Bool { resource == .partner }
}
