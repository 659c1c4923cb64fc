import FoundryAPI

extension Tool {
    /// Every tool, in the order in which they are listed: toolset by toolset, the API's operations in the order of
    /// their rows, then ours.
    static let all: [Tool] = {
        let tools = FoundryOperation.all.compactMap(Tool.init) + ours
        return Toolset.allCases.flatMap { toolset in tools.filter { $0.toolset == toolset } }
    }()

    /// Tools that are no operation of the API, but made of several.
    private static let ours = [
        Tool("wait_for_experiment", .experiments, WaitForExperiment()),
        Tool("export_results", .results, ExportResults()),
        Tool("check_health", .account, CheckHealth()),
    ].compactMap(\.self)

    /// The tool of an operation; nil for one that has no file in `tool-schemas`, and so is no tool.
    private init?(_ operation: FoundryOperation) {
        self.init(operation.name, Toolset(of: operation), Self.action(of: operation))
    }

    /// What the tool of an operation does: it sends it. The named ones do more, or ask more of their arguments.
    private static func action(of operation: FoundryOperation) -> any ToolAction {
        switch operation.name {
        case "create_experiment": CreateExperiment()
        case "update_experiment": SendOperation(operation, rule: ExperimentRules.violations(ofChange:))
        case "add_sequences": SendOperation(operation, rule: SequenceRules.violations(ofListIn:))
        case "estimate_cost": SendOperation(operation, rule: ExperimentRules.violations(ofOrder:))
        case "get_experiment_quote_pdf": QuotePDF()
        case "confirm_experiment_quote": ConfirmExperimentQuote()
        case "confirm_quote": ConfirmQuote()
        case "list_experiment_results": ListItems(operation, more: ResultsTable.blocks)
        case "get_result": SendOperation(operation, more: ResultsTable.blocks)
        case "request_custom_target":
            SendOperation(
                operation,
                rule: { arguments in
                    AtLeastOne.violations(of: ["sequence", "pdb_id"], in: arguments)
                        + SequenceRules.violations(ofAntigenIn: arguments)
                })
        case "submit_feedback":
            SendOperation(operation, rule: { AtLeastOne.violations(of: ["human_note", "json_body"], in: $0) })
        case "attenuate_token", "mint_partner_token": IssueToken(operation: operation)
        default: operation.isList ? ListItems(operation) : SendOperation(operation)
        }
    }
}
