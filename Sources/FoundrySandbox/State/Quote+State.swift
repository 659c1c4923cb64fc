import FoundryJSON

extension Quote: StateCodable {
    var state: JSON {
        .object([
            "id": JSON(id), "number": JSON(number), "organization": JSON(organizationID),
            "experiment": JSON(experimentID), "created": createdAt.state, "opens": opensAt.state,
            "valid_until": validUntil.state, "lines": lines.state, "notes": JSON(notes), "decision": decision?.state,
        ])
    }

    init(state: StateObject) throws {
        self.init(
            id: try state.string("id"), number: try state.string("number"),
            organizationID: try state.string("organization"), experimentID: try state.string("experiment"),
            createdAt: try state.time("created"), opensAt: try state.time("opens"),
            validUntil: try state.time("valid_until"), lines: try state.list("lines"),
            notes: try state.string("notes"), decision: try state.optionalObject("decision"))
    }
}

extension Quote.Line: StateCodable {
    var state: JSON {
        ["description": JSON(description), "quantity": JSON(quantity), "unit_price": JSON(unitPrice)]
    }

    init(state: StateObject) throws {
        self.init(
            description: try state.string("description"), quantity: try state.int("quantity"),
            unitPrice: try state.int("unit_price"))
    }
}

extension Quote.Decision: StateCodable {
    var state: JSON {
        .object(["status": JSON(status.rawValue), "at": at.state, "remark": remark.map { JSON($0) }])
    }

    init(state: StateObject) throws {
        self.init(
            status: try state.choice("status"), at: try state.time("at"),
            remark: try state.optionalString("remark"))
    }
}

extension CustomTargetRequest: StateCodable {
    var state: JSON {
        .object([
            "id": JSON(id), "organization": JSON(organizationID), "created": createdAt.state,
            "updated": updatedAt.state, "status": JSON(status.rawValue), "name": JSON(name),
            "product": JSON(productID), "molecular_weight": molecularWeight, "note": note.map { JSON($0) },
            "pdb_file": pdbFile.map { JSON($0) }, "pdb_id": pdbID.map { JSON($0) }, "url": productURL.map { JSON($0) },
            "sequence": sequence.map { JSON($0) }, "vendor": vendor.map { JSON($0) },
            "material": materialID.map { JSON($0) },
        ])
    }

    init(state: StateObject) throws {
        self.init(
            id: try state.string("id"), organizationID: try state.string("organization"),
            createdAt: try state.time("created"), updatedAt: try state.time("updated"),
            status: try state.choice("status"), name: try state.string("name"),
            productID: try state.string("product"), molecularWeight: state.value("molecular_weight"),
            note: try state.optionalString("note"), pdbFile: try state.optionalString("pdb_file"),
            pdbID: try state.optionalString("pdb_id"), productURL: try state.optionalString("url"),
            sequence: try state.optionalString("sequence"), vendor: try state.optionalString("vendor"),
            materialID: try state.optionalString("material"))
    }
}
