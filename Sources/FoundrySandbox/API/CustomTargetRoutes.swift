import FoundryJSON

/// Requests to add antigens to the catalog.
enum CustomTargetRoutes {
    static let table: [Route] = [
        .api("GET", "/targets/request-custom", .permission(.target, .list), list),
        .api("POST", "/targets/request-custom", .permission(.target, .create), takesJSON: true, create),
        .api("GET", "/targets/request-custom/{request_id}", .permission(.target, .read), get),
    ]

    static let fields = Fields<CustomTargetRequest>([
        .init("id") { request, _ in .text(request.id) },
        .init("name") { request, _ in .text(request.name) },
        .init("product_id") { request, _ in .text(request.productID) },
        .init("status", values: ["pending_review", "approved", "rejected"]) {
            .text($0.status(at: $1.now).rawValue)
        },
        .init("vendor") { request, _ in .optional(request.vendor) },
        .init("created_at", .time) { request, _ in .time(request.createdAt) },
        .init("updated_at", .time) { .time($0.lastChange(by: $1.now)) },
    ])

    private static func list(_ context: RequestContext, _ state: inout SandboxState) throws -> HandlerResponse {
        let now = state.now
        let requests = state.customTargets.reversed().filter { $0.organizationID == context.organizationID }
        return try Listing.page(requests, fields, context, in: state) { request in
            [
                "id": JSON(request.id), "name": JSON(request.name), "product_id": JSON(request.productID),
                "status": JSON(request.status(at: now).rawValue), "created_at": JSON(request.createdAt.text),
            ]
        }
    }

    private static func get(_ context: RequestContext, _ state: inout SandboxState) throws -> HandlerResponse {
        let id = try context.uuid("request_id")
        let request = state.customTargets.first { $0.id == id && $0.organizationID == context.organizationID }
        guard let request else { throw APIError.notFound("custom target request not found: \(id)") }
        return HandlerResponse(request.detail(at: state.now))
    }

    private static func create(_ context: RequestContext, _ state: inout SandboxState) throws -> HandlerResponse {
        var body = BodyReader(context.body)
        let name = body.string("name", required: true)
        let product = body.string("product_id", required: true)
        let sequence = body.string("sequence")
        let pdbID = body.string("pdb_id")
        let weight = body.number("molecular_weight")
        let (note, vendor) = (body.string("note"), body.string("vendor"))
        let (url, file) = (body.string("product_url"), body.string("pdb_file"))
        if body.problems.isEmpty {
            if sequence == nil, pdbID == nil { body.add("one of sequence and pdb_id is required") }
            if let problem = sequence.flatMap(CustomTargetRoutes.problem) { body.add("sequence: \(problem)") }
            let isTaken = state.customTargets.contains {
                $0.organizationID == context.organizationID && $0.productID == product
            }
            if isTaken {
                body.add("product_id \(product ?? "") was used in an earlier request of this organization")
            }
        }
        try body.finish(status: 400)
        let time = state.nextInstant()
        let request = CustomTargetRequest(
            id: state.newID("custom target"), organizationID: context.organizationID, createdAt: time,
            name: name ?? "", productID: product ?? "", molecularWeight: weight, note: note, pdbFile: file,
            pdbID: pdbID, productURL: url, sequence: sequence, vendor: vendor,
            materialID: state.newID("material"),
            review: Laboratory.review(sequence: sequence, at: max(time, state.after(stages: 3))))
        state.customTargets.append(request)
        return HandlerResponse(
            [
                "id": JSON(request.id), "status": JSON(CustomTargetRequest.Status.pendingReview.rawValue),
                "created_at": JSON(request.createdAt.text),
            ], status: 201)
    }

    /// Returns what is wrong with an antigen's sequence, which may contain selenocysteine and pyrrolysine too.
    private static func problem(with sequence: String) -> String? {
        if sequence.isEmpty { return "the sequence is empty" }
        let allowed = SequenceReader.aminoAcids + "UO"
        for (index, scalar) in sequence.unicodeScalars.enumerated()
        where SequenceReader.letter(scalar, of: allowed) == nil {
            return "'\(scalar)' at character \(index + 1) isn't an amino acid (\(allowed))"
        }
        return nil
    }
}

extension CustomTargetRequest {
    func lastChange(by now: Timestamp) -> Timestamp { now < review.time ? createdAt : review.time }

    /// Returns the request with all its members.
    func detail(at now: Timestamp) -> JSON {
        let status = status(at: now)
        return .object([
            "id": JSON(id), "name": JSON(name), "product_id": JSON(productID), "status": JSON(status.rawValue),
            "rejection_reason": status == .rejected ? review.reason.map { JSON($0) } : nil,
            "sequence": sequence.map { JSON($0) }, "pdb_id": pdbID.map { JSON($0) },
            "pdb_file": pdbFile.map { JSON($0) }, "molecular_weight": molecularWeight,
            "vendor": vendor.map { JSON($0) }, "product_url": productURL.map { JSON($0) },
            "note": note.map { JSON($0) }, "material_id": status == .approved ? JSON(materialID) : nil,
            "created_at": JSON(createdAt.text), "updated_at": JSON(lastChange(by: now).text),
        ])
    }
}
