import FoundryJSON

/// The restrictions that one derivation of a key adds.
struct Attenuation: Sendable {
    var readOnly = false
    var nonDestructive = false
    /// Words of ``Permission/Action``.
    var actions: [String]?
    /// Any words: the API lets pass resources that it does not know, which then grant nothing.
    var resources: [String]?
    var organizationIDs: [String]?
    var expiresAt: Timestamp?

    /// Whether the restrictions let a permission pass.
    func allows(_ permission: Permission) -> Bool {
        if readOnly, permission.action != .list, permission.action != .read { return false }
        if nonDestructive, permission.action == .delete { return false }
        return actions?.contains(permission.action.rawValue) ?? true
            && resources?.contains(permission.resource.rawValue) ?? true
    }

    /// As it is told in the list of keys: only what was asked for.
    var json: JSON {
        .object([
            "read_only": readOnly ? .some(true) : .none, "non_destructive": nonDestructive ? .some(true) : .none,
            "allowed_actions": actions?.json, "allowed_resources": resources?.json,
            "allowed_org_ids": organizationIDs?.json, "expires_at": expiresAt.map { JSON($0.text) },
        ])
    }
}
