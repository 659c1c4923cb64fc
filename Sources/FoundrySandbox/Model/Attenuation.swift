import JSON

/// The restrictions that one derivation of a key adds.
struct Attenuation: Sendable {
    var readOnly = false
    var nonDestructive = false
    var actions: [String]?
    var resources: [String]?
    var organizationIDs: [String]?
    var expiresAt: Timestamp?

    /// Whether the restrictions let a permission pass.
    func allows(_ permission: Permission) -> Bool {
        if readOnly, permission.action != "list", permission.action != "read" { return false }
        if nonDestructive, permission.action == "delete" { return false }
        return actions?.contains(permission.action) ?? true && resources?.contains(permission.resource) ?? true
    }

    /// As it is told in the list of keys: only what was asked for.
    var json: JSON {
        func list(_ values: [String]?) -> JSON? { values.map { JSON($0.map { JSON($0) }) } }
        return .object([
            "read_only": readOnly ? .some(true) : .none, "non_destructive": nonDestructive ? .some(true) : .none,
            "allowed_actions": list(actions), "allowed_resources": list(resources),
            "allowed_org_ids": list(organizationIDs), "expires_at": expiresAt.map { JSON($0.text) },
        ])
    }
}
