import FoundryJSON

/// How experiments are told.
extension World {
    /// The item of a list.
    func listItem(_ experiment: Experiment) -> JSON {
        .object([
            "id": JSON(experiment.id), "code": JSON(experiment.code), "name": experiment.name.map { JSON($0) },
            "status": JSON(experiment.status(at: now).rawValue),
            "experiment_type": JSON(experiment.spec.type.rawValue),
            "results_status": JSON(experiment.resultsStatus(at: now).rawValue),
            "stripe_quote_url": quote(of: experiment).map { JSON($0.url) },
            "experiment_url": JSON(experiment.url), "created_at": JSON(experiment.createdAt.text),
        ])
    }

    /// All there is to an experiment.
    func detail(_ experiment: Experiment) -> JSON {
        let quote = quote(of: experiment)
        return .object([
            "id": JSON(experiment.id), "code": JSON(experiment.code), "name": experiment.name.map { JSON($0) },
            "status": JSON(experiment.status(at: now).rawValue),
            "experiment_spec": specInfo(experiment),
            "results_status": JSON(experiment.resultsStatus(at: now).rawValue),
            "costs": costs(of: experiment),
            "stripe_quote_id": quote.map { JSON($0.id) }, "stripe_quote_url": quote.map { JSON($0.url) },
            "stripe_invoice_url": experiment.invoice?.url(at: now).map { JSON($0) },
            "experiment_url": JSON(experiment.url), "created_at": JSON(experiment.createdAt.text),
        ])
    }

    private func specInfo(_ experiment: Experiment) -> JSON {
        let spec = experiment.spec
        var parameters = spec.parameters
        if let given = parameters, given["experiment_type"] == nil {
            parameters = JSON(
                [JSON.Member("experiment_type", JSON(spec.type.rawValue))] + (given.members ?? []))
        }
        return .object([
            "experiment_type": JSON(spec.type.rawValue), "method": spec.method.map { JSON($0.rawValue) },
            "target": target(of: experiment)?.reference,
            "sequences": JSON(experiment.sequences.map { JSON.Member($0.label, $0.inputJSON) }),
            "n_replicates": spec.replicates.map { JSON($0) },
            "antigen_concentrations": spec.antigenConcentrations.map { JSON($0.map { JSON($0) }) },
            "parameters": parameters,
        ])
    }

    /// What an experiment costs, by the surest source there is: invoice, quote, estimate.
    private func costs(of experiment: Experiment) -> JSON {
        if let invoice = experiment.invoice {
            return .object([
                "type": "invoiced", "amount_cents": JSON(invoice.amount), "currency": JSON(Quote.currency),
                "status": JSON(invoice.status(at: now).rawValue),
                "stripe_invoice_url": invoice.url(at: now).map { JSON($0) },
            ])
        }
        if let quote = quote(of: experiment) {
            return [
                "type": "quoted", "amount_cents": JSON(quote.total), "currency": JSON(Quote.currency),
                "status": JSON(quote.status(at: now).rawValue), "stripe_quote_url": JSON(quote.url),
                "expires_at": JSON(quote.validUntil.text),
            ]
        }
        let price = price(of: experiment)
        if let incomplete = price.incomplete {
            return JSON([JSON.Member("type", "incomplete_estimate")] + (incomplete.members ?? []))
        }
        return .object(["type": "estimate", "breakdown": price.breakdown])
    }
}

extension Experiment {
    /// The portal's page, which the sandbox has none of.
    var url: String { "https://foundry-sandbox.invalid/experiments/\(id)" }
}

extension SequenceRecord {
    /// As an `experiment_spec` holds it: the residues alone where there is no more to tell.
    var inputJSON: JSON {
        let metadata = metadata.flatMap(SequenceMetadata.conforming)
        guard isControl || metadata != nil else { return JSON(residues) }
        return .object(["aa_string": JSON(residues), "control": JSON(isControl), "metadata": metadata])
    }
}
