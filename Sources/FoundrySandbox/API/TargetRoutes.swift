import FoundryJSON

/// The catalogue of antigens.
enum TargetRoutes {
    static let table: [Route] = [
        .api("GET", "/targets", .permission(.target, .list), list),
        .api("GET", "/targets/{target_id}", .permission(.target, .read), get),
    ]

    static let fields = Fields<Target>([
        .init("id") { target, _ in .text(target.id) },
        .init("name") { target, _ in .text(target.name) },
        .init("vendor_name") { target, _ in .text(target.vendor) },
        .init("catalog_number") { target, _ in .text(target.catalogNumber) },
        .init("uniprot_id") { target, _ in .optional(target.uniprotID) },
        .init("purity", .number) { target, _ in target.details.purity.map { .number($0) } ?? .null },
    ])

    private static func list(_ call: Call, _ world: inout World) throws -> Answer {
        let term = call.query["search"]
        let onlyPriced = try call.query.flag("selfservice_only")
        let withConjugated = try call.query.flag("show_conjugated")
        let isDetailed = try call.query.flag("detailed")
        let custom = world.customTargets.filter { $0.organizationID == call.organizationID }.compactMap(\.target)
        let records = (TargetCatalog.all + custom).filter { target in
            (withConjugated || !target.isConjugated) && (!onlyPriced || target.pricing != nil)
                && (term.map { Listing.found($0, in: [target.name]) } ?? true)
        }
        return try Listing.page(records, fields, call, in: world) { $0.json(detailed: isDetailed) }
    }

    private static func get(_ call: Call, _ world: inout World) throws -> Answer {
        let id = try call.uuid("target_id")
        guard let target = world.target(id, for: call.organizationID) else {
            throw APIError.notFound("target not found: \(id)")
        }
        return Answer(target.json(detailed: true))
    }
}

extension Target {
    /// As the API tells it.
    func json(detailed: Bool) -> JSON {
        .object([
            "id": JSON(id), "name": JSON(name), "vendor_name": JSON(vendor), "catalog_number": JSON(catalogNumber),
            "uniprot_id": uniprotID.map { JSON($0) }, "pricing": pricing?.json, "url": JSON(url),
            "details": detailed ? details.json : nil,
        ])
    }
}

extension Target.Pricing {
    /// As the API tells it.
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
    /// As the API tells it.
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
