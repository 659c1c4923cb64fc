import MCP

extension FoundryResources {
    /// The patterns of all resources that belong to one experiment, target or quote.
    static let allTemplates: [ResourceTemplate] = [
        template(
            "experiments/{experiment_id}", "experiment", "Experiment",
            "Status, specification, sequences and costs of an experiment.", "application/json"),
        template(
            "experiments/{experiment_id}/results", "results", "Results",
            "All measured results of an experiment, with replicates.", "application/json"),
        template(
            "experiments/{experiment_id}/results.csv", "results_csv", "Results as CSV",
            "KD (M), kon, koff, Tm (°C) and more, one line a construct.", "text/csv"),
        template(
            "experiments/{experiment_id}/sequences.fasta", "sequences_fasta", "Sequences as FASTA",
            "The amino-acid sequences of an experiment.", "text/x-fasta"),
        template(
            "experiments/{experiment_id}/quote.pdf", "quote_pdf", "Quote as PDF",
            "The quote of an experiment as a document.", "application/pdf"),
        template(
            "experiments/{experiment_id}/updates", "updates", "Updates",
            "What happened to an experiment, oldest first.", "application/json"),
        template(
            "targets/{target_id}", "target", "Target", "An antigen of the catalogue, with its details and price.",
            "application/json"),
        template(
            "quotes/{quote_id}", "quote", "Quote", "A quote with its line items, total and expiry.",
            "application/json"),
    ]

    private static func template(
        _ path: String, _ name: String, _ title: String, _ description: String, _ mimeType: String
    ) -> ResourceTemplate {
        ResourceTemplate(
            uriTemplate: "foundry://\(path)", name: name, title: title, description: description, mimeType: mimeType)
    }
}
