/// What an operation needs and a key grants, written `resource:action`.
struct Permission: Hashable, Sendable {
    var resource: String
    var action: String

    init(_ resource: String, _ action: String) {
        self.resource = resource
        self.action = action
    }

    var text: String { "\(resource):\(action)" }

    static let actions = ["list", "read", "create", "update", "delete", "issue", "revoke", "mint_token"]

    /// What every key's root grants.
    static let ofUsers: [Permission] = [
        Permission("organization", "read"),
        Permission("experiment", "list"), Permission("experiment", "read"), Permission("experiment", "create"),
        Permission("experiment", "update"),
        Permission("sequence", "list"), Permission("sequence", "read"), Permission("sequence", "create"),
        Permission("target", "list"), Permission("target", "read"), Permission("target", "create"),
        Permission("quote", "list"), Permission("quote", "read"), Permission("quote", "update"),
        Permission("invoice", "read"),
        Permission("result", "list"), Permission("result", "read"),
        Permission("update", "list"),
        Permission("token", "list"), Permission("token", "read"), Permission("token", "revoke"),
        Permission("feedback", "create"),
    ]

    /// What a partner's root grants beyond that.
    static let ofPartners = [Permission("partner", "mint_token")]
}

extension Token {
    /// What the key grants, restrictions considered.
    var permissions: [Permission] {
        (Permission.ofUsers + (isPartner ? Permission.ofPartners : [])).filter(allows)
    }

    /// Whether no restriction of the key stands against a permission.
    func allows(_ permission: Permission) -> Bool {
        guard isPartner || !Permission.ofPartners.contains(permission) else { return false }
        return (parent?.restrictions ?? []).allSatisfy { $0.allows(permission) }
    }

    /// Whether the key may act for an organization.
    func mayActFor(_ organizationID: String) -> Bool {
        organizationID == self.organizationID
            && (parent?.restrictions ?? []).allSatisfy { $0.organizationIDs?.contains(organizationID) ?? true }
    }
}
