import FoundryJSON
import FoundryJSONRPC
public import FoundryMCP
import FoundryText

/// The prompts. Each leads an agent through a scientist's task.
public struct FoundryPrompts: PromptProvider {
    /// Creates the prompts.
    public init() {}

    /// The prompts in their order.
    public let prompts: [Prompt] = [
        Prompt(
            name: "plan_binding_screen", title: "Plan and price a binding screen",
            description: "Find the target, choose the assay, and price a screen of your designs before ordering.",
            arguments: [
                Prompt.Argument(
                    "target", title: "Target", description: "Name, gene or UniProt accession of the antigen.",
                    isRequired: true),
                Prompt.Argument("constructs", title: "Constructs", description: "How many sequences, such as 24."),
                Prompt.Argument("budget", title: "Budget", description: "The most to spend, such as 5000 USD."),
            ]),
        Prompt(
            name: "draft_experiment", title: "Draft an experiment from sequences",
            description: "Check a FASTA or CSV block of sequences and make a validated draft of it.",
            arguments: [
                Prompt.Argument(
                    "sequences", title: "Sequences", description: "FASTA, or lines of name,sequence.", isRequired: true),
                Prompt.Argument(
                    "experiment_type", title: "Experiment type", description: "affinity, screening, thermostability, …"),
                Prompt.Argument("target", title: "Target", description: "For binding assays: the antigen."),
            ]),
        Prompt(
            name: "review_quote", title: "Review a quote before accepting it",
            description: "Compare a quote with the experiment and its estimate, and put the decision to the user.",
            arguments: [
                Prompt.Argument(
                    "quote_id", title: "Quote", description: "The quote's id, from list_quotes.", isRequired: true)
            ]),
        Prompt(
            name: "report_experiment", title: "Report on an experiment",
            description: "An experiment's status, what happened to it, and what comes next.",
            arguments: [
                Prompt.Argument(
                    "experiment_id", title: "Experiment", description: "The experiment's id.", isRequired: true)
            ]),
        Prompt(
            name: "interpret_binding", title: "Interpret binding results",
            description: "Read binding kinetics against controls, replicates and fit quality.",
            arguments: [
                Prompt.Argument(
                    "experiment_id", title: "Experiment", description: "The experiment's id.", isRequired: true)
            ]),
        Prompt(
            name: "read_only_key", title: "A read-only key for a colleague",
            description: "Attenuate your key to one that can only read, for a limited time.",
            arguments: [
                Prompt.Argument(
                    "colleague", title: "Colleague", description: "The person the key is for.", isRequired: true),
                Prompt.Argument("days", title: "Days", description: "How long it is valid; default 30."),
            ]),
    ]

    /// Returns the one message of a prompt.
    /// - Throws: `RPCError` (-32602) if the prompt does not exist, or if an argument cannot be read.
    public func messages(
        of prompt: String, arguments: [String: String], context: RequestContext
    ) async throws
        -> [PromptMessage]
    {
        [PromptMessage(.text(try text(of: prompt, arguments)))]
    }

    private func text(of prompt: String, _ arguments: [String: String]) throws(RPCError) -> String {
        func argument(_ name: String) -> String? {
            arguments[name].flatMap { $0.isEmpty ? nil : SafeText.visible($0) }
        }
        switch prompt {
        case "plan_binding_screen":
            return PromptText.planBindingScreen(
                target: argument("target") ?? "", constructs: argument("constructs"), budget: argument("budget"))
        case "draft_experiment":
            return try PromptText.draftExperiment(
                block: arguments["sequences"] ?? "", type: argument("experiment_type"), target: argument("target"))
        case "review_quote": return PromptText.reviewQuote(argument("quote_id") ?? "")
        case "report_experiment": return PromptText.reportExperiment(argument("experiment_id") ?? "")
        case "interpret_binding": return PromptText.interpretBinding(argument("experiment_id") ?? "")
        case "read_only_key":
            return try PromptText.readOnlyKey(for: argument("colleague") ?? "", days: argument("days"))
        default: throw .invalidParams("unknown prompt \(prompt)")
        }
    }
}
