// The table of operations: a row for each, in switches without a default, so that the compiler names what is missing.

extension FoundryOperation {
    /// The HTTP side of the operation.
    public var endpoint: FoundryEndpoint { Self.endpoints[self] ?? row }

    private static let endpoints = Dictionary(uniqueKeysWithValues: allCases.map { ($0, $0.row) })

    private var row: FoundryEndpoint {
        switch self {
        case .listExperiments: read("/experiments", query: Query.searched)
        case .getExperiment: read("/experiments/{experiment_id}", identifierOperation: .listExperiments)
        case .createExperiment:
            write(
                .post, "/experiments",
                body: ["name", "experiment_spec", "skip_draft", "webhook_url", "webhook_secret", "payment"],
                .writes(
                    .newItem(
                        in: .listExperiments, matching: ["name"], idName: "experiment_id",
                        additionalEffects: .init(flags: ["skip_draft"], readOperation: .getExperimentQuote))),
                identifierOperation: .listTargets, stateOperation: .listExperiments)
        case .updateExperiment:
            write(
                .patch, "/experiments/{experiment_id}",
                body: [
                    "name", "description", "sequences", "n_replicates", "target_id", "antigen_concentrations",
                    "parameters", "webhook_url",
                ],
                .writes(.experimentMembers), identifierOperation: .listExperiments, stateOperation: .getExperiment)
        case .estimateCost:
            write(
                .post, "/experiments/cost-estimate", body: ["experiment_spec"], .reads,
                identifierOperation: .listTargets)
        case .submitExperiment:
            write(
                .post, "/experiments/{experiment_id}/submit", .writes(.experimentStatus(before: ["draft"])),
                identifierOperation: .listExperiments, stateOperation: .getExperiment)
        case .getExperimentQuote:
            read(
                "/experiments/{experiment_id}/quote", identifierOperation: .getExperiment,
                stateOperation: .getExperiment)
        case .getExperimentQuotePDF:
            read(
                "/experiments/{experiment_id}/quote/pdf", media: .pdf, identifierOperation: .getExperiment,
                stateOperation: .getExperiment)
        case .getExperimentInvoice:
            read(
                "/experiments/{experiment_id}/invoice", identifierOperation: .getExperiment,
                stateOperation: .getExperiment)
        case .listExperimentResults:
            read("/experiments/{experiment_id}/results", query: Query.searched, identifierOperation: .listExperiments)
        case .listExperimentSequences:
            read(
                "/experiments/{experiment_id}/sequences", query: ["limit", "offset", "search", "sort"],
                identifierOperation: .listExperiments)
        case .listExperimentUpdates:
            read("/experiments/{experiment_id}/updates", query: Query.sorted, identifierOperation: .listExperiments)

        case .listQuotes: read("/quotes", query: Query.sorted)
        case .getQuote: read("/quotes/{quote_id}", identifierOperation: .listQuotes)
        case .rejectQuote:
            write(
                .post, "/quotes/{quote_id}/reject", body: ["reason", "feedback"],
                .writes(.quoteStatus(becomes: "canceled")), identifierOperation: .listQuotes,
                stateOperation: .getQuote)

        case .listResults: read("/results", query: Query.searched)
        case .getResult: read("/results/{result_id}", identifierOperation: .listResults)

        case .listSequences: read("/sequences", query: ["limit", "offset", "search", "sort", "experiment_id"])
        case .getSequence: read("/sequences/{sequence_id}", identifierOperation: .listSequences)
        case .addSequences:
            write(
                .post, "/sequences", body: ["experiment_code", "sequences"],
                .writesUnverifiably(check: .listExperimentSequences), identifierOperation: .listExperiments,
                stateOperation: .listExperiments)

        case .listTargets:
            read("/targets", query: Query.searched + ["selfservice_only", "show_conjugated", "detailed"])
        case .getTarget: read("/targets/{target_id}", identifierOperation: .listTargets)
        case .requestCustomTarget:
            write(
                .post, "/targets/request-custom",
                body: [
                    "name", "product_id", "sequence", "pdb_id", "pdb_file", "molecular_weight", "vendor",
                    "product_url", "note",
                ],
                .writes(.newItem(in: .listCustomTargetRequests, matching: ["product_id", "name"], idName: "id")),
                stateOperation: .listCustomTargetRequests)
        case .listCustomTargetRequests: read("/targets/request-custom", query: Query.sorted)
        case .getCustomTargetRequest:
            read("/targets/request-custom/{request_id}", identifierOperation: .listCustomTargetRequests)

        case .listInvoices: read("/invoices", query: Query.sorted)
        case .getInvoice: read("/invoices/{invoice_id}", identifierOperation: .listInvoices)
        case .getInvoicePDF:
            read(
                "/invoices/{invoice_id}/pdf", media: .pdf, followsRedirect: true, identifierOperation: .listInvoices,
                stateOperation: .getInvoice)
        case .listWebhooks: read("/webhooks", arrayName: "webhooks")
        case .createWebhook:
            write(
                .post, "/webhooks", body: ["url", "secret", "headers", "enabled"],
                .writesUnverifiably(check: .listWebhooks), stateOperation: .listWebhooks)
        case .updateWebhook:
            write(
                .patch, "/webhooks/{webhook_id}", body: ["url", "headers", "enabled", "secret"],
                .writesUnverifiably(check: .listWebhooks), identifierOperation: .listWebhooks,
                stateOperation: .listWebhooks)
        case .deleteWebhook:
            write(
                .delete, "/webhooks/{webhook_id}", .writesUnverifiably(check: .listWebhooks),
                identifierOperation: .listWebhooks,
                stateOperation: .listWebhooks)

        case .listUpdates: read("/updates", query: Query.sorted)
        case .whoami: read("/whoami")
        case .health: read("/info/health", needsKey: false)
        case .healthDatabase: read("/info/health-db", needsKey: false, successStatuses: [503])

        case .listTokens: read("/tokens", query: Query.page)
        case .attenuateToken:
            FoundryEndpoint(
                name, .post, "/tokens/attenuate", effect: .writesUnverifiably(check: .listTokens),
                body: .arguments(["token", "attenuation", "name", "attenuated_parent_token_id"]),
                keyArgument: "token", issuesKey: true)
        case .revokeToken: write(.post, "/tokens/revoke", .writes(.keyIsRejected), stateOperation: .listTokens)
        case .submitFeedback:
            write(
                .post, "/feedback/submit",
                body: ["request_uuid", "feedback_type", "title", "human_note", "json_body"], .writesUnverifiably())
        case .mintPartnerToken:
            FoundryEndpoint(
                name, .post, "/partners/mint-token", effect: .writesUnverifiably(), body: .remaining, issuesKey: true)
        }
    }

    private func read(
        _ path: String, query: [String] = [], media: FoundryEndpoint.Media = .json, needsKey: Bool = true,
        successStatuses: Set<Int> = [], followsRedirect: Bool = false, arrayName: String? = nil,
        identifierOperation: FoundryOperation? = nil, stateOperation: FoundryOperation? = nil
    ) -> FoundryEndpoint {
        FoundryEndpoint(
            name, .get, path, effect: .reads, query: query, media: media, needsKey: needsKey,
            successStatuses: successStatuses, followsRedirect: followsRedirect, arrayName: arrayName,
            identifierOperation: identifierOperation,
            stateOperation: stateOperation)
    }

    private func write(
        _ method: FoundryEndpoint.Method, _ path: String, body: [String]? = nil, _ effect: FoundryEndpoint.Effect,
        identifierOperation: FoundryOperation? = nil, stateOperation: FoundryOperation? = nil
    ) -> FoundryEndpoint {
        FoundryEndpoint(
            name, method, path, effect: effect, body: body.map(FoundryEndpoint.Body.arguments) ?? .none,
            identifierOperation: identifierOperation, stateOperation: stateOperation)
    }

    /// The arguments that lists share.
    private enum Query {
        static let page = ["limit", "offset"]
        static let sorted = ["limit", "offset", "filter", "sort"]
        static let searched = ["limit", "offset", "filter", "search", "sort"]
    }
}

extension SpendingOperation {
    /// The HTTP side of the operation.
    public var endpoint: FoundryEndpoint {
        switch self {
        case .confirmQuote:
            FoundryEndpoint(
                name, .post, "/quotes/{quote_id}/confirm",
                effect: .writes(.quoteStatus(becomes: "accepted")),
                body: .arguments(["purchase_order_number", "notes"]), identifierOperation: .listQuotes,
                stateOperation: .getQuote)
        case .payInvoice:
            FoundryEndpoint(
                name, .post, "/invoices/{invoice_id}/pay", effect: .writes(.invoiceIsPaid),
                identifierOperation: .listInvoices,
                stateOperation: .getInvoice)
        }
    }
}
