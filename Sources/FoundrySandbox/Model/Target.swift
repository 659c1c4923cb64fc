import FoundryJSON

/// An antigen in the catalog.
struct Target: Sendable {
    var id: String
    var name: String
    var vendor: String
    var catalogNumber: String
    var uniprotID: String?
    var pricing: Pricing?
    /// The price per sequence, in cents, that the lab quotes if there is no self-service price.
    var quotedPrice = 4_500
    var isConjugated = false
    var details = Details()

    /// The price model of an antigen.
    enum Pricing: Sendable {
        case perSequence(cents: Int)
        /// Whole lots of the vendor.
        case perBrokenLot([Lot])
    }

    /// A lot of the vendor.
    struct Lot: Sendable {
        /// In µg.
        var size: Double
        var sequences: Int
        var cents: Int
    }

    /// The protein and the product.
    struct Details: Sendable {
        var description: String?
        var genes: [String] = []
        var synonyms: [String] = []
        var organism: String?
        var family: String?
        var locations: [String] = []
        var expressionSystem: String?
        var tags: [String] = []
        var molecularWeight: String?
        var ncbiID: String?
        /// In percent.
        var purity: Double?
        /// The sequence of the product without its tags.
        var sequence: String?
        var structures: [String] = []
        /// The kinds of data that the vendor has.
        var bioactivity: (elisa: Bool, spr: Bool, bli: Bool)?
    }

    /// The catalog's page, which doesn't exist.
    var url: String { "https://targets.foundry-sandbox.invalid/protein/\(id)" }

    /// The form in which other resources refer to an antigen.
    var reference: JSON {
        .object([
            "name": JSON(name), "target_catalog_id": JSON(id), "sequence": details.sequence.map { JSON($0) },
        ])
    }
}

/// A customer's request to add an antigen to the catalog.
struct CustomTargetRequest: Codable, Sendable {
    let id: String
    let organizationID: String
    let createdAt: Timestamp
    var name: String
    var productID: String
    /// In kDa, with the digits that were given.
    var molecularWeight: JSON?
    var note: String?
    var pdbFile: String?
    var pdbID: String?
    var productURL: String?
    var sequence: String?
    var vendor: String?
    /// The antigen's id in the catalog once the request is approved.
    let materialID: String
    /// The outcome of the review. The lab decides after some time, so it may be in the future.
    var review: Review

    /// The outcome of a review.
    struct Review: Codable, Sendable {
        var status: Status
        var time: Timestamp
        /// The reason for a rejection.
        var reason: String?
    }

    /// The statuses of a request.
    enum Status: String, Codable, Sendable {
        case pendingReview = "pending_review"
        case approved, rejected
    }

    func status(at now: Timestamp) -> Status { now < review.time ? .pendingReview : review.status }

    /// Returns the antigen in the catalog if the request is approved. It has no self-service price.
    func target(at now: Timestamp) -> Target? {
        guard status(at: now) == .approved else { return nil }
        return Target(
            id: materialID, name: name, vendor: vendor ?? "Custom", catalogNumber: productID, uniprotID: nil,
            pricing: nil,
            details: Target.Details(
                description: note, molecularWeight: molecularWeight.map { $0.text + " kDa" },
                sequence: sequence?.uppercased(), structures: pdbID.map { [$0] } ?? []))
    }
}
