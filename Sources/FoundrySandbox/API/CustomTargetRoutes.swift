import FoundryJSON

/// Antigens that customers ask for.
enum CustomTargetRoutes {
    static let table: [Route] = [
        .api("GET", "/targets/request-custom", .permission(.target, .list), list),
        .api(
            "POST", "/targets/request-custom", .permission(.target, .create), body: .json,
            create),
        .api("GET", "/targets/request-custom/{request_id}", .permission(.target, .read), get),
    ]

    static let fields = Fields<CustomTargetRequest>([
        .init("id") { request, _ in .text(request.id) },
        .init("name") { request, _ in .text(request.name) },
        .init("product_id") { request, _ in .text(request.productID) },
        .init("status", values: ["pending_review", "approved", "rejected"]) { request, _ in
            .text(request.status.rawValue)
        },
        .init("vendor") { request, _ in .optional(request.vendor) },
        .init("created_at", .time) { request, _ in .time(request.createdAt) },
        .init("updated_at", .time) { request, _ in .time(request.updatedAt) },
    ])

    private static func list(_ call: Call, _ world: inout World) throws -> Answer {
        let records = world.customTargets.reversed().filter { $0.organizationID == call.organizationID }
        return try Listing.page(records, fields, call, in: world) { request in
            [
                "id": JSON(request.id), "name": JSON(request.name), "product_id": JSON(request.productID),
                "status": JSON(request.status.rawValue), "created_at": JSON(request.createdAt.text),
            ]
        }
    }

    private static func get(_ call: Call, _ world: inout World) throws -> Answer {
        let id = try call.uuid("request_id")
        guard
            let request = world.customTargets.first(where: {
                $0.id == id && $0.organizationID == call.organizationID
            })
        else { throw APIError.notFound("custom target request not found: \(id)") }
        return Answer(detail(request))
    }

    /// All there is to a request.
    static func detail(_ request: CustomTargetRequest) -> JSON {
        .object([
            "id": JSON(request.id), "name": JSON(request.name), "product_id": JSON(request.productID),
            "status": JSON(request.status.rawValue), "sequence": request.sequence.map { JSON($0) },
            "pdb_id": request.pdbID.map { JSON($0) }, "pdb_file": request.pdbFile.map { JSON($0) },
            "molecular_weight": request.molecularWeight, "vendor": request.vendor.map { JSON($0) },
            "product_url": request.productURL.map { JSON($0) }, "note": request.note.map { JSON($0) },
            "material_id": request.materialID.map { JSON($0) }, "created_at": JSON(request.createdAt.text),
            "updated_at": JSON(request.updatedAt.text),
        ])
    }

    private static func create(_ call: Call, _ world: inout World) throws -> Answer {
        var body = BodyReader(call.body)
        let name = body.string("name", required: true)
        let product = body.string("product_id", required: true)
        let sequence = body.string("sequence")
        let pdbID = body.string("pdb_id")
        let weight = body.number("molecular_weight")
        let (note, vendor) = (body.string("note"), body.string("vendor"))
        let (url, file) = (body.string("product_url"), body.string("pdb_file"))
        if body.problems.isEmpty {
            if sequence == nil, pdbID == nil { body.add("one of sequence and pdb_id is required") }
            if let sequence, let wrong = wrongResidue(in: sequence) { body.add("sequence: \(wrong)") }
            let isTaken = world.customTargets.contains {
                $0.organizationID == call.organizationID && $0.productID == product
            }
            if isTaken { body.add("product_id \(product ?? "") was used in a request of this organization before") }
        }
        try body.finish(status: 400)
        let at = world.tick()
        let request = CustomTargetRequest(
            id: world.newID("custom target"), organizationID: call.organizationID, createdAt: at, updatedAt: at,
            name: name ?? "", productID: product ?? "", molecularWeight: weight, note: note, pdbFile: file,
            pdbID: pdbID, productURL: url, sequence: sequence, vendor: vendor)
        world.customTargets.append(request)
        return Answer(
            [
                "id": JSON(request.id), "status": JSON(request.status.rawValue),
                "created_at": JSON(request.createdAt.text),
            ], status: 201)
    }

    /// What is wrong with an antigen's sequence: here, selenocysteine and pyrrolysine are let pass too.
    private static func wrongResidue(in sequence: String) -> String? {
        if sequence.isEmpty { return "the sequence is empty" }
        let allowed = SequenceReading.aminoAcids + "UO"
        for (place, scalar) in sequence.unicodeScalars.enumerated()
        where SequenceReading.letter(scalar, of: allowed) == nil {
            return "'\(scalar)' at character \(place + 1) is no amino acid (\(allowed))"
        }
        return nil
    }
}
