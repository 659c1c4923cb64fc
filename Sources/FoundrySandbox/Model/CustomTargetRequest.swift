import JSON

/// An antigen that a customer asks the lab to take up.
struct CustomTargetRequest: Sendable {
    let id: String
    let organizationID: String
    let createdAt: Timestamp
    var updatedAt: Timestamp
    var status = Status.pendingReview
    var name: String
    var productID: String
    /// In kDa, with the digits it was given in.
    var molecularWeight: JSON?
    var note: String?
    var pdbFile: String?
    var pdbID: String?
    var productURL: String?
    var sequence: String?
    var vendor: String?
    /// What links an approved one to the catalogue.
    var materialID: String?

    /// The status by its name in the API.
    enum Status: String, Sendable {
        case pendingReview = "pending_review"
        case approved, rejected
    }
}
