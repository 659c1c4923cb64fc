import FoundryAPI
import FoundryFoundation
import FoundryJSON
import FoundryJSONRPC
public import FoundryMCP
import FoundryText

/// The Foundry's resources: guides, skills, experiments, targets and quotes.
public final class FoundryResources: ResourceProvider {
    /// The number of experiments on a page of the list.
    private static let pageSize = 20
    /// The time for which a client may keep what no longer changes.
    private static let longLifetime = Duration.seconds(3600)
    /// The time for which a client may keep what changes with the work of the lab.
    private static let shortLifetime = Duration.seconds(10)

    private let api: APIAccess
    private let poller: UpdatePoller

    /// Creates the resources.
    /// - Parameter pollInterval: the time between two polls for changes while a watch is active.
    public init(api: APIAccess, pollInterval: Duration) {
        self.api = api
        poller = UpdatePoller(api: api, interval: pollInterval)
    }

    // MARK: - Listing

    /// The templates.
    public let templates = FoundryResources.allTemplates

    /// Returns the guides, the files of the skills, the views if the client shows them, then the caller's experiments,
    /// newest first. If the API cannot be reached, all but the experiments remain.
    /// - Throws: `RPCError` if a later page cannot be read; `CancellationError`.
    public func list(from position: Int, context: RequestContext) async throws -> ResourcePage {
        let views = context.capabilities.supportsViews ? View.allCases.map(\.resource) : []
        let fixed = position == 0 ? Self.alwaysListed + views : []
        do {
            let (page, updates): (FoundryResponse, [String: JSON]) = try await context.traced {
                let page = try await api.send(
                    .listExperiments, ["limit": JSON(Self.pageSize), "offset": JSON(position), "sort": "-created_at"])
                return (page, try await api.newestUpdates(of: page.items.compactMap { try? Experiment($0).id }))
            }
            let experiments = page.items
            let total = page.total ?? 0
            let next = position + experiments.count
            return ResourcePage(
                resources: fixed + experiments.compactMap { (try? Experiment($0)).map { Self.entry($0, updates) } },
                next: !experiments.isEmpty && next < total ? next : nil)
        } catch is FoundryError where position == 0 {
            return ResourcePage(resources: fixed)
        } catch let error as FoundryError {
            throw Self.protocolError(error)
        }
    }

    /// The guides and the files of the skills.
    static let alwaysListed = Guide.allCases.map(entry) + FoundrySkills.all.flatMap(\.files).map(\.resource)

    private static func entry(_ guide: Guide) -> Resource {
        let uri = FoundryURI.guide(guide)
        return Resource(
            uri: uri.text, name: guide.rawValue, title: guide.title, description: guide.summary,
            mimeType: uri.mimeType, size: guide.text.utf8.count)
    }

    private static func entry(_ experiment: Experiment, _ updates: [String: JSON]) -> Resource {
        let uri = FoundryURI.experiment(experiment.id, .details)
        let facts = [experiment.type?.rawValue, experiment.status.rawValue].compactMap(\.self)
        return Resource(
            uri: uri.text, name: experiment.code.isEmpty ? experiment.id : experiment.code, title: experiment.name,
            description: facts.joined(separator: ", "), mimeType: uri.mimeType,
            lastModified: updates[experiment.id]?["timestamp"]?.string)
    }

    // MARK: - Reading

    /// Reads a resource.
    /// - Throws: `UnknownResource`; `RPCError`; `CancellationError`.
    public func read(_ uri: String, context: RequestContext) async throws -> ReadResult {
        if let view = View(uri: uri) {
            return ReadResult(contents: [view.contents], lifetime: Self.longLifetime)
        }
        if let file = FoundrySkills.files[uri] {
            return ReadResult(contents: [file.contents], lifetime: Self.longLifetime)
        }
        guard let place = FoundryURI(uri) else {
            throw UnknownResource(reason: "resources/list and resources/templates/list name those that exist")
        }
        do {
            let found: Found = try await context.traced { try await self.found(at: place) }
            let contents = ResourceContents(
                uri: uri, mimeType: place.mimeType, body: found.body,
                meta: ToolResult.meta(isSandbox: found.isSandbox))
            return ReadResult(contents: [contents], lifetime: found.lifetime)
        } catch let error as FoundryError where error.kind == .notFound || error.httpStatus == 400 {
            throw UnknownResource(reason: SafeText.visible(error.message))
        } catch let error as FoundryError {
            throw Self.protocolError(error)
        }
    }

    /// The contents of a resource, and the time for which a client may keep them.
    private struct Found {
        let body: ResourceContents.Body
        var lifetime = FoundryResources.shortLifetime
        let isSandbox: Bool
    }

    private func found(at place: FoundryURI) async throws -> Found {
        switch place {
        case .guide(let guide):
            return Found(body: .text(JSON(guide.text)), lifetime: Self.longLifetime, isSandbox: false)
        case .target(let id):
            let target = try await api.send(.getTarget, ["target_id": JSON(id)])
            return Found(
                body: .text(JSON(textOf: target.value)), lifetime: Self.longLifetime, isSandbox: target.isSandbox)
        case .invoicePDF(let id):
            return try Self.document(try await api.send(.getInvoicePDF, ["invoice_id": JSON(id)]))
        case .quote(let id):
            return Self.text(of: APIValue(try await api.send(.getQuote, ["quote_id": JSON(id)])))
        case .experiment(let id, let part):
            return try await found(part, of: id)
        case .export(let ids, let format):
            return try await file(format, of: ids)
        }
    }

    private func found(_ part: FoundryURI.ExperimentPart, of id: String) async throws -> Found {
        let subject: JSON = ["experiment_id": JSON(id)]
        switch part {
        case .details:
            return Self.text(of: APIValue(try await api.send(.getExperiment, subject)))
        case .results:
            return Self.text(of: try await allPages(.listExperimentResults, subject))
        case .resultsCSV: return try await file(.csv, of: [id])
        case .replicatesCSV: return try await file(.csvLong, of: [id])
        case .reportMarkdown: return try await file(.markdown, of: [id])
        case .reportHTML: return try await file(.html, of: [id])
        case .sequencesFASTA: return try await file(.fasta, of: [id])
        case .updates:
            return Self.text(of: try await allPages(.listExperimentUpdates, subject))
        case .quotePDF:
            return try Self.document(try await api.send(.getExperimentQuotePDF, subject))
        }
    }

    private func file(_ format: ExportFormat, of ids: [String]) async throws -> Found {
        let (text, isSandbox) = try await ResultFile(api: api).text(format, of: ids)
        return Found(body: .text(JSON(text)), isSandbox: isSandbox)
    }

    /// Returns a value unchanged.
    private static func text(of found: APIValue) -> Found {
        Found(body: .text(JSON(textOf: found.value)), isSandbox: found.isSandbox)
    }

    private static func document(_ response: FoundryResponse) throws -> Found {
        guard case .data(let bytes, _) = response.body else { throw UnknownResource(reason: "there is no PDF yet") }
        return Found(body: .blob(bytes), isSandbox: response.isSandbox)
    }

    private func allPages(_ row: FoundryOperation, _ subject: JSON) async throws -> APIValue {
        try await Paginator(operation: row, send: api.send).collect(subject, maximum: 5000)
    }

    private static func protocolError(_ error: FoundryError) -> RPCError {
        .internalError(SafeText.visible(error.message), data: ToolResult.machineForm(of: error))
    }

    // MARK: - Watching

    /// Returns whether the URI is one of this server. Guides never change, but it is no error to watch one; a file of
    /// several experiments can't be watched.
    public func canWatch(_ uri: String) -> Bool {
        switch FoundryURI(uri) {
        case .export, nil: false
        case .guide, .experiment, .target, .quote, .invoicePDF: true
        }
    }

    /// Begins to watch URIs, and returns once the present state of all of them is known.
    ///
    /// - Throws: `RPCError` if it cannot be found out; `CancellationError`.
    public func watch(
        _ uris: Set<String>, onChange: @escaping @Sendable (String) -> Void
    ) async throws -> ResourceWatch {
        do {
            return try await poller.watch(uris, onChange: onChange)
        } catch let error as FoundryError {
            throw Self.protocolError(error)
        }
    }
}

extension FoundryResources {
    /// The templates of all resources that belong to one experiment, target, quote or invoice.
    static let allTemplates: [ResourceTemplate] =
        FoundryURI.ExperimentPart.allCases.map { part in
            let (name, title, description) = words(for: part)
            return template(.experiment("{experiment_id}", part), name, title, description)
        } + [
            template(
                .target("{target_id}"), "target", "Target", "An antigen of the catalog, with its details and price."),
            template(.quote("{quote_id}"), "quote", "Quote", "A quote with its line items, total and expiry."),
            template(.invoicePDF("{invoice_id}"), "invoice_pdf", "Invoice as PDF", "An invoice as a document."),
            template(
                .export(["{experiment_ids}"], .markdown), "joint_report", "Report on several experiments",
                "Their results joined by construct; IDs with dots between."),
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
        case .replicatesCSV:
            ("replicates_csv", "Replicates as CSV", "Every replicate on a line of its own.")
        case .reportMarkdown:
            ("report_md", "Report as Markdown", "Controls, methods, ranked constructs, and IDs.")
        case .reportHTML:
            ("report_html", "Report with plots", "The results view as a page of its own.")
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
