import FoundryAPI

extension Tool {
    /// All tools, in the order in which they are listed.
    static let all = ToolName.allCases.map(Tool.init)

    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    /// Returns the tool of a name, or nil if there is none.
    static func named(_ name: String) -> Tool? { byName[name] }

    // The table: toolset, schema, action, the permissions any one of which may suffice, and the view. The API says which
    // permissions a key grants (`whoami`) but not, for most operations, which one they need; so the permissions are
    // those that the names suggest, and a tool is reported as unusable only if the key grants none of them.
    init(_ id: ToolName) {
        switch id {
        case .listExperiments:
            self.init(
                id, .experiments, ToolSchemas.listExperiments, ListItems(.listExperiments),
                anyOf: ["experiment:read", "experiment:list"])
        case .getExperiment:
            self.init(
                id, .experiments, ToolSchemas.getExperiment, SendOperation(.getExperiment),
                anyOf: ["experiment:read", "experiment:list"], view: .experiment)
        case .createExperiment:
            self.init(
                id, .experiments, ToolSchemas.createExperiment, CreateExperiment(), anyOf: ["experiment:create"])
        case .updateExperiment:
            self.init(
                id, .experiments, ToolSchemas.updateExperiment, WriteSequences(operation: .updateExperiment),
                anyOf: ["experiment:update"])
        case .estimateCost:
            self.init(
                id, .experiments, ToolSchemas.estimateCost, EstimateCost(),
                anyOf: ["experiment:read", "experiment:list"])
        case .submitExperiment:
            self.init(
                id, .experiments, ToolSchemas.submitExperiment, SendOperation(.submitExperiment),
                anyOf: ["experiment:update"])
        case .getExperimentQuote:
            self.init(
                id, .experiments, ToolSchemas.getExperimentQuote, SendOperation(.getExperimentQuote),
                anyOf: ["quote:read", "experiment:read"], view: .quote)
        case .getExperimentQuotePDF:
            self.init(
                id, .experiments, ToolSchemas.getExperimentQuotePdf, ReadPDF.quote,
                anyOf: ["quote:read", "experiment:read"])
        case .confirmExperimentQuote:
            self.init(
                id, .experiments, ToolSchemas.confirmExperimentQuote, ConfirmExperimentQuote(),
                anyOf: ["quote:update", "experiment:update"])
        case .getExperimentInvoice:
            self.init(
                id, .experiments, ToolSchemas.getExperimentInvoice, SendOperation(.getExperimentInvoice),
                anyOf: ["invoice:read", "experiment:read"])
        case .listExperimentResults:
            self.init(
                id, .experiments, ToolSchemas.listExperimentResults,
                ListItems(.listExperimentResults, as: .results(withTable: true)),
                anyOf: ["result:read", "result:list", "experiment:read"], view: .results)
        case .listExperimentSequences:
            self.init(
                id, .experiments, ToolSchemas.listExperimentSequences, ListItems(.listExperimentSequences),
                anyOf: ["sequence:read", "sequence:list", "experiment:read"])
        case .listExperimentUpdates:
            self.init(
                id, .experiments, ToolSchemas.listExperimentUpdates, ListItems(.listExperimentUpdates),
                anyOf: ["experiment:read", "experiment:list"])
        case .waitForExperiment:
            self.init(
                id, .experiments, ToolSchemas.waitForExperiment, WaitForExperiment(),
                anyOf: ["experiment:read", "experiment:list"])

        case .checkSequences:
            // What it checks needs no permission, only the comparison with earlier orders does.
            self.init(id, .experiments, ToolSchemas.checkSequences, CheckSequences())
        case .planOrder:
            self.init(
                id, .experiments, ToolSchemas.planOrder, PlanOrder(), anyOf: ["experiment:read", "experiment:list"])

        case .listQuotes:
            self.init(
                id, .quotes, ToolSchemas.listQuotes, ListItems(.listQuotes), anyOf: ["quote:read", "quote:list"])
        case .getQuote:
            self.init(
                id, .quotes, ToolSchemas.getQuote, SendOperation(.getQuote), anyOf: ["quote:read", "quote:list"],
                view: .quote)
        case .confirmQuote:
            self.init(id, .quotes, ToolSchemas.confirmQuote, ConfirmQuote(), anyOf: ["quote:update"])
        case .rejectQuote:
            self.init(id, .quotes, ToolSchemas.rejectQuote, SendOperation(.rejectQuote), anyOf: ["quote:update"])

        case .listResults:
            self.init(
                id, .results, ToolSchemas.listResults, ListItems(.listResults, as: .results(withTable: false)),
                anyOf: ["result:read", "result:list"], view: .results)
        case .getResult:
            self.init(
                id, .results, ToolSchemas.getResult, SendOperation(.getResult, as: .results(withTable: true)),
                anyOf: ["result:read", "result:list"], view: .results)
        case .analyzeResults:
            self.init(
                id, .results, ToolSchemas.analyzeResults, AnalyzeResults(),
                anyOf: ["result:read", "result:list", "experiment:read"], view: .results)
        case .exportResults:
            self.init(
                id, .results, ToolSchemas.exportResults, ExportResults(),
                anyOf: ["result:read", "result:list", "experiment:read"])

        case .listSequences:
            self.init(
                id, .sequences, ToolSchemas.listSequences, ListItems(.listSequences),
                anyOf: ["sequence:read", "sequence:list"])
        case .getSequence:
            self.init(
                id, .sequences, ToolSchemas.getSequence, SendOperation(.getSequence),
                anyOf: ["sequence:read", "sequence:list"])
        case .addSequences:
            self.init(
                id, .sequences, ToolSchemas.addSequences, WriteSequences(operation: .addSequences),
                anyOf: ["sequence:create", "experiment:update"])

        case .listTargets:
            self.init(
                id, .targets, ToolSchemas.listTargets, ListItems(.listTargets),
                anyOf: ["target:read", "target:list"])
        case .getTarget:
            self.init(
                id, .targets, ToolSchemas.getTarget, SendOperation(.getTarget),
                anyOf: ["target:read", "target:list"])
        case .requestCustomTarget:
            self.init(
                id, .targets, ToolSchemas.requestCustomTarget,
                SendOperation(
                    .requestCustomTarget,
                    rule: { arguments in
                        AtLeastOne.violations(of: ["sequence", "pdb_id"], in: arguments)
                            + SequenceRules.violations(ofAntigenIn: arguments)
                    }),
                anyOf: ["target:create"])
        case .listCustomTargetRequests:
            self.init(
                id, .targets, ToolSchemas.listCustomTargetRequests, ListItems(.listCustomTargetRequests),
                anyOf: ["target:read", "target:list"])
        case .getCustomTargetRequest:
            self.init(
                id, .targets, ToolSchemas.getCustomTargetRequest, SendOperation(.getCustomTargetRequest),
                anyOf: ["target:read", "target:list"])

        case .listUpdates:
            self.init(
                id, .updates, ToolSchemas.listUpdates, ListItems(.listUpdates),
                anyOf: ["update:read", "update:list"])

        case .whoami: self.init(id, .account, ToolSchemas.whoami, SendOperation(.whoami))
        case .checkHealth: self.init(id, .account, ToolSchemas.checkHealth, CheckHealth())

        case .listTokens:
            self.init(
                id, .tokens, ToolSchemas.listTokens, ListItems(.listTokens), anyOf: ["token:read", "token:list"])
        case .attenuateToken:
            self.init(id, .tokens, ToolSchemas.attenuateToken, IssueToken(operation: .attenuateToken))
        case .revokeToken:
            self.init(id, .tokens, ToolSchemas.revokeToken, SendOperation(.revokeToken), anyOf: ["token:revoke"])

        case .submitFeedback:
            self.init(
                id, .feedback, ToolSchemas.submitFeedback,
                SendOperation(
                    .submitFeedback, rule: { AtLeastOne.violations(of: ["human_note", "json_body"], in: $0) }))

        case .listInvoices:
            self.init(
                id, .billing, ToolSchemas.listInvoices, ListItems(.listInvoices),
                anyOf: ["invoice:read", "invoice:list"])
        case .getInvoice:
            self.init(
                id, .billing, ToolSchemas.getInvoice, SendOperation(.getInvoice),
                anyOf: ["invoice:read", "invoice:list"])
        case .getInvoicePDF:
            self.init(
                id, .billing, ToolSchemas.getInvoicePdf, ReadPDF.invoice, anyOf: ["invoice:read", "invoice:list"])

        case .payInvoice:
            self.init(id, .billing, ToolSchemas.payInvoice, PayInvoice(), anyOf: ["invoice:update"])

        case .listWebhooks:
            self.init(
                id, .webhooks, ToolSchemas.listWebhooks, ListWebhooks(), anyOf: ["webhook:read", "webhook:list"])
        case .createWebhook:
            self.init(
                id, .webhooks, ToolSchemas.createWebhook, WriteWebhook(operation: .createWebhook),
                anyOf: ["webhook:create"])
        case .updateWebhook:
            self.init(
                id, .webhooks, ToolSchemas.updateWebhook, WriteWebhook(operation: .updateWebhook),
                anyOf: ["webhook:update"])
        case .deleteWebhook:
            self.init(id, .webhooks, ToolSchemas.deleteWebhook, DeleteWebhook(), anyOf: ["webhook:delete"])

        case .mintPartnerToken:
            self.init(id, .partners, ToolSchemas.mintPartnerToken, IssueToken(operation: .mintPartnerToken))
        }
    }
}
