import FoundryMCP

extension FoundryResources {
    /// The patterns of all resources that belong to one experiment, target or quote.
    static let allTemplates: [ResourceTemplate] =
        FoundryURI.ExperimentPart.allCases.map { part in
            let (name, title, description) = words(for: part)
            return template(.experiment("{experiment_id}", part), name, title, description)
        } + [
            template(
                .target("{target_id}"), "target", "Target", "An antigen of the catalogue, with its details and price."),
            template(.quote("{quote_id}"), "quote", "Quote", "A quote with its line items, total and expiry."),
        ]

    private static func words(
        for part: FoundryURI.ExperimentPart
    ) -> (name: String, title: String, description: String) {
        switch part {
        case .details:
            ("experiment", "Experiment", "Status, specification, sequences and costs of an experiment.")
        case .results: ("results", "Results", "All measured results of an experiment, with replicates.")
        case .resultsCSV:
            ("results_csv", "Results as CSV", "KD (M), kon, koff, Tm (°C) and more, one line a construct.")
        case .sequencesFASTA:
            ("sequences_fasta", "Sequences as FASTA", "The amino-acid sequences of an experiment.")
        case .quotePDF: ("quote_pdf", "Quote as PDF", "The quote of an experiment as a document.")
        case .updates: ("updates", "Updates", "What happened to an experiment, oldest first.")
        }
    }

    private static func template(
        _ uri: FoundryURI, _ name: String, _ title: String, _ description: String
    ) -> ResourceTemplate {
        ResourceTemplate(
            uriTemplate: uri.text, name: name, title: title, description: description, mimeType: uri.mimeType)
    }
}
