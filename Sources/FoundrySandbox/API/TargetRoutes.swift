import FoundryJSON

/// The catalog of antigens.
enum TargetRoutes {
    static let table: [Route] = [
        .api("GET", "/targets", .permission(.target, .list), list),
        .api("GET", "/targets/{target_id}", .permission(.target, .read), get),
    ]

    /// The API filters and sorts by these four only.
    static let fields = Fields<Target>([
        .init("name") { target, _ in .text(target.name) },
        .init("vendor_name") { target, _ in .text(target.vendor) },
        .init("catalog_number") { target, _ in .text(target.catalogNumber) },
        .init("purity", .number) { target, _ in target.details.purity.map { .number($0) } ?? .null },
    ])

    private static func list(_ context: RequestContext, _ state: inout SandboxState) throws -> HandlerResponse {
        let term = context.query["search"]
        let onlyPriced = try context.query.flag("selfservice_only")
        let withConjugated = try context.query.flag("show_conjugated")
        let isDetailed = try context.query.flag("detailed")
        let now = state.now
        let custom = state.customTargets.filter { $0.organizationID == context.organizationID }
            .compactMap { $0.target(at: now) }
        let records = (TargetCatalog.all + custom).filter { target in
            (withConjugated || !target.isConjugated) && (!onlyPriced || target.pricing != nil)
                && (term.map { Listing.matches($0, in: [target.name]) } ?? true)
        }
        return try Listing.page(records, fields, context, in: state) { $0.json(detailed: isDetailed) }
    }

    private static func get(_ context: RequestContext, _ state: inout SandboxState) throws -> HandlerResponse {
        let id = try context.uuid("target_id")
        guard let target = state.target(id, for: context.organizationID) else {
            throw APIError.notFound("target not found: \(id)")
        }
        return HandlerResponse(target.json(detailed: true))
    }
}

extension Target {
    /// Returns the form in responses.
    func json(detailed: Bool) -> JSON {
        .object([
            "id": JSON(id), "name": JSON(name), "vendor_name": JSON(vendor), "catalog_number": JSON(catalogNumber),
            "uniprot_id": uniprotID.map { JSON($0) }, "pricing": pricing?.json, "url": JSON(url),
            "details": detailed ? details.json : nil,
        ])
    }
}

extension Target.Pricing {
    /// The form in responses.
    var json: JSON {
        switch self {
        case .perSequence(let cents):
            ["type": "per_sequence", "price_per_sequence_cents": JSON(cents)]
        case .perBrokenLot(let lots):
            [
                "type": "per_broken_lot",
                "lot_prices": JSON(
                    lots.sorted { $0.sequences < $1.sequences }
                        .map { ["num_sequences": JSON($0.sequences), "price_usdcent": JSON($0.cents)] }),
            ]
        }
    }
}

extension Target.Details {
    /// The form in responses.
    var json: JSON {
        func list(_ values: [String]) -> JSON? { values.isEmpty ? nil : JSON(values.map { JSON($0) }) }
        return .object([
            "description": description.map { JSON($0) }, "gene_names": list(genes), "synonyms": list(synonyms),
            "organism": organism.map { JSON($0) }, "family": family.map { JSON($0) },
            "subcellular_locations": list(locations), "expression_system": expressionSystem.map { JSON($0) },
            "tags": list(tags), "molecular_weight": molecularWeight.map { JSON($0) },
            "ncbi_id": ncbiID.map { JSON($0) }, "purity": purity.map { JSON($0) },
            "sequence": sequence.map { JSON($0) }, "sequence_length": sequence.map { JSON($0.utf8.count) },
            "structures": JSON(
                structures.map { id in
                    ["id": JSON(id), "url": JSON("https://files.rcsb.org/download/\(id).pdb")]
                }),
            "bioactivity": bioactivity.map { known in
                ["elisa": JSON(known.elisa), "spr": JSON(known.spr), "bli": JSON(known.bli)]
            },
        ])
    }
}
