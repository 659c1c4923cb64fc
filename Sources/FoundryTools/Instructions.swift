import FoundryMCP

/// The text that a model reads before it uses the server.
///
/// Clients cut it at 2,048 characters and search it to find the server for a task, so it begins with the task and holds
/// the words of the field.
public enum Instructions {
    /// Returns the text of a server.
    /// - Parameters:
    ///   - scope: the tools that are offered.
    ///   - isSandbox: a Boolean value that indicates whether nothing is made or charged.
    public static func text(scope: Scope, isSandbox: Bool) -> String {
        var parts: [String] = []
        if isSandbox {
            parts.append(
                "SANDBOX: nothing is made or charged; results are simulated, the lab takes seconds.")
        }
        parts.append(purpose)
        if let summary = scope.summary { parts.append("This server is limited: \(summary).") }
        parts += [workflow, lists]
        let off = scope.toolsetsOff.map(\.rawValue)
        if !off.isEmpty { parts.append("Off, or partly (--toolsets turns them on): \(off.joined(separator: ", ")).") }
        return parts.joined(separator: "\n\n")
    }

    private static let purpose = """
        Adaptyv Bio Foundry: order wet-lab protein experiments and read their results. Use it for binding and affinity \
        (KD, kon, koff by BLI or SPR), screening binders, antibodies, nanobodies, scFv, de novo designs, melting \
        temperature (Tm, thermostability), expression yield, fluorescence, epitope binning, enzyme activity; for \
        target antigens, prices, quotes, invoices, sequences, progress and access keys.
        """

    private static let workflow = """
        To order: list_targets (selfservice_only for instant prices) → check_sequences → estimate_cost or plan_order → \
        create_experiment (a draft, free) → submit_experiment → get_experiment_quote → tell the user the price → \
        confirm_experiment_quote (commits the money; needs the user's yes: the server asks, or wants \
        expected_amount_cents and expected_currency). Accepted is not paid: the invoice follows. Then weeks in the lab: \
        waiting_for_materials → in_queue → in_production → data_analysis (partial results) → done. Cents throughout; \
        estimates are without VAT, quotes include tax. KD in M, concentrations in nM, temperatures in °C. More: \
        resource \(FoundrySkills.all.first?.uri ?? "").
        """

    private static let lists = """
        Lists: limit (1–100), offset, next_offset; all_pages up to max_items. Results give the best rows first; \
        row_offset, next_row_offset reach the rest; analyze_results joins and ranks several. filter: eq neq gt gte lt \
        lte contains(field,value), between(field,lo,hi), in(field,a,b), is_null is_not_null(field), and or not(…), \
        at(field,key), casts float int text timestamp date; e.g. and(eq(status,done),gte(created_at,2026-01-01)). \
        sort: -created_at or desc(created_at),name. detail: concise omits fields (counted in omitted); full returns all.
        """
}
