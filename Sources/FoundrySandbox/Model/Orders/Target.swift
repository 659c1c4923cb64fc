import FoundryJSON

/// An antigen of the catalogue.
struct Target: Sendable {
    var id: String
    var name: String
    var vendor: String
    var catalogNumber: String
    var uniprotID: String?
    var pricing: Pricing?
    /// What the lab asks per sequence where there is no self-service price, in cents; it is told only by a quote.
    var quotedPrice = 4_500
    var isConjugated = false
    var details = Details()

    /// What the antigen costs.
    enum Pricing: Sendable {
        /// In cents for each sequence.
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

    /// What is known of the protein.
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
        /// Whether the vendor has data by ELISA, SPR and BLI.
        var bioactivity: (elisa: Bool, spr: Bool, bli: Bool)?
    }

    /// The catalogue's page, which the sandbox has none of.
    var url: String { "https://targets.foundry-sandbox.invalid/protein/\(id)" }

    /// The reference by which every answer names an antigen.
    var reference: JSON {
        .object([
            "name": JSON(name), "target_catalog_id": JSON(id), "sequence": details.sequence.map { JSON($0) },
        ])
    }
}
