/// A customer of the lab.
struct Organization: Sendable {
    let id: String
    var name: String
    /// The domain of its people's e-mail addresses.
    var domain: String
    /// The partner that brought it here, if one did.
    var onboardedBy: String?
}
