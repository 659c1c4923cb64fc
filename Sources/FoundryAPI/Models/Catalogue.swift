public import FoundryFoundation
public import FoundryJSON

/// An antigen of the catalogue.
public struct Target: APIModel {
    /// The value as the API sent it.
    public let json: JSON
    /// The UUID.
    public let id: String
    /// The name.
    public let name: String
    /// The vendor of the protein.
    public let vendor: String
    /// The vendor's catalogue number.
    public let catalogNumber: String
    /// The UniProt accession.
    public let uniProtID: String?
    /// The organism of the protein; the API may leave it out of lists.
    public let organism: String?

    /// Reads a value of the API.
    ///
    /// - Throws: ``FoundryError`` of kind ``FoundryError/Kind/badResponse`` if a member is missing without which the value means nothing.
    public init(_ json: JSON) throws(FoundryError) {
        self.json = json
        id = try json.required("id", of: "target")
        name = try json.required("name", of: "target")
        vendor = json["vendor_name"]?.string ?? ""
        catalogNumber = json["catalog_number"]?.string ?? ""
        uniProtID = json["uniprot_id"]?.string
        organism = json["details"]?["organism"]?.string
    }
}

/// A sequence of one of the organisation's experiments.
public struct StoredSequence: APIModel {
    /// The value as the API sent it.
    public let json: JSON
    /// The UUID.
    public let id: String
    /// The name of the construct.
    public let name: String?
    /// The residues in one-letter code; nil in a list, and where the API keeps them to itself.
    public let residues: String?
    /// The number of residues; nil if the API does not state it.
    public let length: Int?
    /// The beginning of the residues, which lists have in their place.
    public let preview: String?
    /// A Boolean value that indicates whether it is a control.
    public let isControl: Bool
    /// The id of the experiment that it belongs to.
    public let experimentID: String?

    /// Reads a value of the API.
    ///
    /// - Throws: ``FoundryError`` of kind ``FoundryError/Kind/badResponse`` if a member is missing without which the value means nothing.
    public init(_ json: JSON) throws(FoundryError) {
        self.json = json
        id = try json.required("id", of: "sequence")
        name = json["name"]?.string
        residues = json["aa_string"]?.string
        isControl = json["is_control"]?.bool ?? false
        length = json["length"]?.int
        experimentID = (json["experiment"]?["experiment_id"] ?? json["experiment_id"])?.string
        preview = json["aa_preview"]?.string
    }
}

/// A token of the caller, without its secret.
public struct Token: APIModel {
    /// The value as the API sent it.
    public let json: JSON
    /// The UUID.
    public let id: String
    /// The name.
    public let name: String
    /// The moment at which it was created.
    public let createdAt: Date?
    /// The moment at which it expires; nil for never.
    public let expiresAt: Date?
    /// The moment at which it was revoked; nil if it is in force.
    public let revokedAt: Date?
    /// The id of the token that it was derived from; nil for a root token.
    public let parentID: String?

    /// Reads a value of the API.
    ///
    /// - Throws: ``FoundryError`` of kind ``FoundryError/Kind/badResponse`` if a member is missing without which the value means nothing.
    public init(_ json: JSON) throws(FoundryError) {
        self.json = json
        id = try json.required("id", of: "token")
        name = json["name"]?.string ?? ""
        (createdAt, expiresAt, revokedAt) = (json.date("created_at"), json.date("expires_at"), json.date("revoked_at"))
        parentID = json["parent_token_id"]?.string
    }
}

/// An organisation that a key may act for.
public struct Organization: APIModel {
    /// The value as the API sent it.
    public let json: JSON
    /// The UUID.
    public let id: String
    /// The name.
    public let name: String
    /// The caller's role in the organisation.
    public let role: String?

    /// Reads a value of the API.
    ///
    /// - Throws: ``FoundryError`` of kind ``FoundryError/Kind/badResponse`` if a member is missing without which the value means nothing.
    public init(_ json: JSON) throws(FoundryError) {
        self.json = json
        id = try json.required("id", of: "organization")
        name = json["name"]?.string ?? ""
        role = json["role"]?.string
    }
}

/// The identity and the permissions of a key.
public struct Identity: Sendable, Equatable {
    /// The value as the API sent it.
    public let json: JSON
    /// The key's permissions, such as `experiment:create`.
    public let permissions: [String]
    /// The organisations that the key may act for.
    public let organizations: [Organization]
    /// The organisation that requests act for.
    public let activeOrganizationID: String?
    /// The moment at which the key expires; nil for never.
    public let expiresAt: Date?

    init(_ json: JSON) throws(FoundryError) {
        self.json = json
        permissions = json.texts("permissions")
        var organizations: [Organization] = []
        for value in json["organizations"]?.elements ?? [] { organizations.append(try Organization(value)) }
        self.organizations = organizations
        activeOrganizationID = json["active_organization_id"]?.string
        expiresAt = json.date("token_expires_at")
    }
}
