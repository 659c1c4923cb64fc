import FoundryAPI
import FoundryFoundation
import FoundryJSON
import FoundryJSONRPC
import FoundrySequences

/// The texts of the prompts.
enum PromptText {
    static func planBindingScreen(target: String, constructs: String?, budget: String?) -> String {
        """
        Plan a binding screen against \(target) at Adaptyv Bio's Foundry\(constructs.map { " for \($0) constructs" } ?? "")\
        \(budget.map { ", within \($0)" } ?? "").

        1. Find the antigen with list_targets (search \(target), selfservice_only true first; then without). Show the \
        candidates with organism, tag, UniProt accession and price, and agree on one with me if more than one fits.
        2. Recommend screening (binders or not, cheaper) or affinity (KD, kon, koff), BLI or SPR, and the number of \
        replicates; say why in a sentence each. Propose a positive and a negative control.
        3. Ask me for the sequences if I have not given them: in a draft, in a file (sequences_file, if the server was \
        started with --files), or here. Don't retype sequences that can be referred to. Check them with check_sequences, \
        and settle every error and duplicate with me.
        4. Price the alternatives in one call of plan_order (targets, types, methods, replicates, and budget_cents if \
        there is a budget; amounts are US cents without VAT). Show them in one table, per construct and in total, with \
        how many constructs fit the budget. If an option has a problem, say what is missing.
        5. Create nothing and accept nothing before I say so.
        """
    }

    /// Returns the text of `draft_experiment`.
    /// - Throws: -32602 if the block holds no sequences that can be read.
    static func draftExperiment(block: String, type: String?, target: String?) throws(RPCError) -> String {
        let entries: [Construct]
        do throws(SequenceFileError) {
            entries = try SequenceFile.constructs(in: block.utf8).constructs
        } catch {
            throw .invalidParams("the sequences cannot be read: \(error)")
        }
        let sequences = JSON(entries.map { JSON.Member($0.name, JSON($0.residues.uppercased())) })
        let problems = entries.flatMap { entry in
            SequenceRules.violations(of: JSON(entry.residues), at: JSONPointer(["sequences", entry.name]))
        }
        let assessment =
            problems.isEmpty
            ? "All \(entries.count) sequences consist of standard amino acids."
            : "Problems to resolve with me first:\n" + problems.map { "- \($0)" }.joined(separator: "\n")
        let binding = ExperimentType.known.filter(\.bindsTarget)
        return """
            Make a draft of an experiment at Adaptyv Bio's Foundry with these \(entries.count) sequences.

            \(assessment)

            - Type: \(type ?? "ask me: \(list(ExperimentType.known, "or"))").
            - Target: \(target.map { "\($0); find its id" } ?? "needed for \(list(binding, "and")); find it") with list_targets.
            - Ask me which sequences are controls.
            - Check the sequences with check_sequences, and settle every error and duplicate with me.
            - Price it with plan_order, show me the price, then create_experiment (a draft, free) with a descriptive name. \
            For a second assay on the same constructs, take sequences_from this draft.
            - Compare the sha256 and count in the answer with those of check_sequences. Do not submit the draft.

            experiment_spec.sequences:
            \(sequences.text)
            """
    }

    private static func list(_ types: [ExperimentType], _ conjunction: String) -> String {
        let names = types.map(\.rawValue)
        return "\(names.dropLast().joined(separator: ", ")) \(conjunction) \(names.last ?? "")"
    }

    static func reviewQuote(_ quote: String) -> String {
        """
        Review the quote \(quote) of Adaptyv Bio's Foundry before I accept it.

        1. Read it with get_quote. List its items, subtotal, tax, total and when it expires.
        2. Find its experiment (list_experiments with filter in(status,waiting_for_confirmation,quote_sent); compare \
        stripe_quote_url) and read it with get_experiment. Check that type, target, number of sequences and replicates \
        are what the items charge for; price the same specification with estimate_cost and explain any difference (an estimate is without tax, a quote with it).
        3. Say in three sentences what is bought, what it costs, and any reason not to accept it.
        4. Ask me whether to accept. Only on my explicit yes call confirm_quote, with expected_amount_cents and \
        expected_currency of this quote. On a no, ask for the reason and call reject_quote.
        """
    }

    static func reportExperiment(_ experiment: String) -> String {
        """
        Report on the experiment \(experiment) at Adaptyv Bio's Foundry, for a colleague who was not involved.

        Read get_experiment, list_experiment_updates, and the quote or invoice if there is one \
        (get_experiment_quote, get_experiment_invoice). If results_status is not none, also analyze_results. \
        Then write, in at most a page: what is measured and why (type, method, target, constructs, replicates); its \
        status and since when; what it costs; what has happened, with dates; what comes next, who has to act, and when \
        results are to be expected. Name what you could not find out.
        """
    }

    static func interpretBinding(_ experiment: String) -> String {
        """
        Interpret the binding results of the experiment \(experiment) at Adaptyv Bio's Foundry.

        1. Call analyze_results with experiment_ids ["\(experiment)"]. If other experiments measured the same constructs \
        (list_experiments), ask me whether to include them: melting temperatures and further targets are joined by sequence.
        2. Controls first: each experiment's verdict is passed, suspect, or missing. If it is not passed, say what that \
        means for the rest before anything else.
        3. Go through the constructs, best first; next_row_offset leads to the others, and where narrows them \
        (kd < 10 nM and not flag(poor_fit)). Give KD with its unit (pM, nM, µM), the interval as that of \
        the apparent KD, kon and koff; distinguish slow dissociation from fast association. Compare each with the \
        positive control, and do not rank constructs whose intervals overlap or whose KDs differ by less than threefold. With several targets, give the fold to the intended one.
        4. Explain every flag: below_range and koff_floor make a KD an upper bound, poor_fit, replicates_disagree, and \
        single_replicate make it doubtful; foundry://guide/results explains them. Take detail full for the replicates of \
        anything surprising.
        5. End with which constructs to take on, which to measure again and how, and which to drop. Offer a report \
        (export_results, format html or md).
        """
    }

    /// Returns the text of `read_only_key`.
    /// - Throws: -32602 if the number of days is not a number.
    static func readOnlyKey(for colleague: String, days: String?) throws(RPCError) -> String {
        guard let count = Int(days ?? "30"), (1...3650).contains(count) else {
            throw .invalidParams("days must be a whole number from 1 to 3650, not \(days ?? "")")
        }
        let expiry = Date.now.addingTimeInterval(Double(count) * 86_400).formatted(.iso8601)
        return """
            Prepare a read-only Foundry key for \(colleague), valid for \(count) days.

            1. Call whoami: show the organization and what my key may do.
            2. Call attenuate_token (if it is off, tell me to start the server with --tools attenuate_token) with name "read-only for \(colleague)" and attenuation \
            {"read_only": true, "expires_at": "\(expiry)"}; do not set reveal. If my organization list has more than one \
            entry, ask me which to restrict it to (allowed_org_ids).
            3. Tell me the file that holds the key (mode 0600), its id and its expiry, how to hand it over safely, and \
            that revoke_token revokes the whole family of the key that is in use, mine included.
            """
    }
}
