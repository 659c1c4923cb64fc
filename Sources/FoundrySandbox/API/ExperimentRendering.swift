import FoundryJSON

/// The form of experiments in responses.
extension SandboxState {
    /// Returns the item of a list.
    func listItem(_ experiment: Experiment) -> JSON {
        .object([
            "id": JSON(experiment.id), "code": JSON(experiment.code), "name": experiment.name.map { JSON($0) },
            "status": JSON(experiment.status(at: now).rawValue),
            "experiment_type": JSON(experiment.spec.type.rawValue),
            "results_status": JSON(experiment.resultsStatus(at: now).rawValue),
            "stripe_quote_url": indexOfQuote(for: experiment).map { JSON(quotes[$0].url) },
            "experiment_url": JSON(experiment.url), "created_at": JSON(experiment.createdAt.text),
        ])
    }

    /// Returns an experiment with all its members.
    func detail(_ experiment: Experiment) -> JSON {
        let quote = indexOfQuote(for: experiment).map { quotes[$0] }
        let invoice = indexOfInvoice(for: experiment).map { invoices[$0] }
        return .object([
            "id": JSON(experiment.id), "code": JSON(experiment.code), "name": experiment.name.map { JSON($0) },
            "status": JSON(experiment.status(at: now).rawValue),
            "experiment_spec": specInfo(experiment),
            "results_status": JSON(experiment.resultsStatus(at: now).rawValue),
            "costs": costs(of: experiment, quote, invoice),
            "stripe_quote_id": quote.map { JSON($0.id) }, "stripe_quote_url": quote.map { JSON($0.url) },
            "stripe_invoice_url": invoice.flatMap(hostedURL).map { JSON($0) },
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

    /// Returns the costs from the most certain source there is: invoice, quote, estimate.
    private func costs(of experiment: Experiment, _ quote: Quote?, _ invoice: Invoice?) -> JSON {
        if let invoice {
            return .object([
                "type": "invoiced", "amount_cents": JSON(invoice.amount), "currency": JSON(Quote.currency),
                "status": JSON(invoice.status.rawValue), "stripe_invoice_url": hostedURL(of: invoice).map { JSON($0) },
            ])
        }
        if let quote {
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
    /// The portal's page, which doesn't exist.
    var url: String { "https://foundry-sandbox.invalid/experiments/\(id)" }
}

extension SequenceRecord {
    /// The form in an `experiment_spec`: the residues alone if there is nothing else.
    var inputJSON: JSON {
        let metadata = metadata.flatMap(SequenceMetadata.conforming)
        guard isControl || metadata != nil else { return JSON(residues) }
        return .object(["aa_string": JSON(residues), "control": JSON(isControl), "metadata": metadata])
    }
}
