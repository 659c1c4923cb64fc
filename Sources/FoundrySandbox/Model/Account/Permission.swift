/// What an operation needs and a key grants, written `resource:action`.
///
/// Nobody lists what there is: a key's root grants what the table of routes asks for, see ``RouteTable/permissions``.
struct Permission: Hashable, Sendable {
    /// What is acted on, in the order in which the API tells permissions.
    enum Resource: String, CaseIterable, Sendable {
        case organization, experiment, sequence, target, quote, invoice, result, update, token, feedback, partner
    }

    /// What is done, in the order in which the API tells permissions. No operation asks for `delete` or `issue`, but
    /// restrictions of a key may name them.
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

    /// Whether only the keys of partners grant it.
    var isOfPartners: Bool { resource == .partner }
}
