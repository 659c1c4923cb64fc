import FoundryJSON

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

    /// The antigen in the catalogue, once the request is approved; it has no self-service price.
    var target: Target? {
        materialID.map { id in
            Target(
                id: id, name: name, vendor: vendor ?? "Custom", catalogNumber: productID, uniprotID: nil, pricing: nil,
                details: Target.Details(
                    description: note, molecularWeight: molecularWeight.map { $0.text + " kDa" },
                    sequence: sequence?.uppercased(), structures: pdbID.map { [$0] } ?? []))
        }
    }

    /// The status by its name in the API.
    enum Status: String, Sendable {
        case pendingReview = "pending_review"
        case approved, rejected
    }
}
