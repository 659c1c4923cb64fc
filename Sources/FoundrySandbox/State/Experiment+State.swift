import FoundryJSON

extension Experiment: StateCodable {
    var state: JSON {
        .object([
            "id": JSON(id), "code": JSON(code), "organization": JSON(organizationID), "created": createdAt.state,
            "name": name.map { JSON($0) }, "description": description.map { JSON($0) },
            "webhook": webhookURL.map { JSON($0) }, "spec": spec.state, "sequences": sequences.state,
            "timeline": timeline.state, "quote": quoteID.map { JSON($0) }, "invoice": invoice?.state,
        ])
    }

    init(state: StateObject) throws {
        self.init(
            id: try state.string("id"), code: try state.string("code"),
            organizationID: try state.string("organization"), createdAt: try state.time("created"),
            name: try state.optionalString("name"), description: try state.optionalString("description"),
            webhookURL: try state.optionalString("webhook"), spec: try state.object("spec"),
            sequences: try state.list("sequences"), timeline: try state.list("timeline"),
            quoteID: try state.optionalString("quote"), invoice: try state.optionalObject("invoice"))
    }
}

extension Experiment.StatusChange: StateCodable {
    var state: JSON { ["status": JSON(status.rawValue), "at": at.state] }

    init(state: StateObject) throws {
        self.init(status: try state.choice("status"), at: try state.time("at"))
    }
}

extension ExperimentSpec: StateCodable {
    var state: JSON {
        .object([
            "type": JSON(type.rawValue), "method": method.map { JSON($0.rawValue) },
            "target": targetID.map { JSON($0) }, "replicates": replicates.map { JSON($0) },
            "concentrations": antigenConcentrations.map { JSON($0.map { JSON($0) }) }, "parameters": parameters,
        ])
    }

    init(state: StateObject) throws {
        let concentrations = state.value("concentrations")?.elements?.compactMap(\.double)
        self.init(
            type: try state.choice("type"), method: try state.optionalChoice("method"),
            targetID: try state.optionalString("target"), replicates: try state.optionalInt("replicates"),
            antigenConcentrations: concentrations, parameters: state.value("parameters"))
    }
}

extension SequenceRecord: StateCodable {
    var state: JSON {
        .object([
            "id": JSON(id), "number": JSON(number), "name": name.map { JSON($0) }, "residues": JSON(residues),
            "control": JSON(isControl), "metadata": metadata, "created": createdAt.state,
        ])
    }

    init(state: StateObject) throws {
        self.init(
            id: try state.string("id"), number: try state.int("number"), name: try state.optionalString("name"),
            residues: try state.string("residues"), isControl: try state.bool("control"),
            metadata: state.value("metadata"), createdAt: try state.time("created"))
    }
}

extension Invoice: StateCodable {
    var state: JSON {
        .object([
            "id": JSON(id), "opens": opensAt.state, "amount": JSON(amount),
            "decision": decision.map { JSON($0.rawValue) },
        ])
    }

    init(state: StateObject) throws {
        self.init(
            id: try state.string("id"), opensAt: try state.time("opens"), amount: try state.int("amount"),
            decision: try state.optionalChoice("decision"))
    }
}
