import Foundation
import FoundryAPI
import JSON
import JSONRPC
public import MCP

/// The Foundry's resources: guides, experiments, targets and quotes.
public final class FoundryResources: ResourceProvider {
    /// How many experiments a page of the list has.
    private static let pageSize = 20
    /// How long what can no longer change may be kept.
    private static let longLifetime = Duration.seconds(3600)
    /// How long what moves with the lab may be kept.
    private static let shortLifetime = Duration.seconds(10)

    private let api: APIAccess
    private let poller: UpdatePoller

    /// Makes the resources.
    /// - Parameter pollInterval: how often changes are looked for while somebody watches.
    public init(api: APIAccess, pollInterval: Duration) {
        self.api = api
        poller = UpdatePoller(api: api, interval: pollInterval)
    }

    // MARK: - Listing

    /// The patterns.
    public let templates = FoundryResources.allTemplates

    /// The guides, the views for those who show them, then the caller's experiments, newest first. Where the API cannot
    /// be reached the guides and views remain.
    public func list(from position: Int, context: RequestContext) async throws -> ResourcePage {
        let views = context.capabilities.showsViews ? View.allCases.map(\.resource) : []
        let fixed = position == 0 ? Guide.allCases.map(Self.entry) + views : []
        do {
            let page = try await api.send(
                \.listExperiments, ["limit": JSON(Self.pageSize), "offset": JSON(position), "sort": "-created_at"])
            let experiments = page.json?["items"]?.elements ?? []
            let changes = try await lastChanges(of: experiments.compactMap { $0["id"]?.string })
            let total = page.json?["total"]?.int ?? 0
            let next = position + experiments.count
            return ResourcePage(
                resources: fixed + experiments.compactMap { Self.entry($0, changes) },
                next: !experiments.isEmpty && next < total ? next : nil)
        } catch is FoundryError where position == 0 {
            return ResourcePage(resources: fixed)
        } catch let error as FoundryError {
            throw Self.protocolError(error)
        }
    }

    /// When each experiment last changed, by its newest update.
    private func lastChanges(of experiments: [String]) async throws -> [String: String] {
        guard !experiments.isEmpty else { return [:] }
        let updates = try await api.send(
            \.listUpdates, ["filter": JSON("in(experiment_id,\(experiments.joined(separator: ",")))"), "limit": 100])
        var changes: [String: String] = [:]
        for update in updates.json?["items"]?.elements ?? [] {
            if let id = update["experiment_id"]?.string, let time = update["timestamp"]?.string, changes[id] == nil {
                changes[id] = time
            }
        }
        return changes
    }

    private static func entry(_ guide: Guide) -> Resource {
        let uri = FoundryURI.guide(guide)
        return Resource(
            uri: uri.text, name: guide.rawValue, title: guide.title, description: guide.summary,
            mimeType: uri.mimeType, size: guide.text.utf8.count)
    }

    private static func entry(_ experiment: JSON, _ changes: [String: String]) -> Resource? {
        guard let id = experiment["id"]?.string else { return nil }
        let uri = FoundryURI.experiment(id, .details)
        let facts = [experiment["experiment_type"]?.string, experiment["status"]?.string].compactMap(\.self)
        return Resource(
            uri: uri.text, name: experiment["code"]?.string ?? id, title: experiment["name"]?.string,
            description: facts.joined(separator: ", "), mimeType: uri.mimeType,
            lastModified: changes[id] ?? experiment["created_at"]?.string)
    }

    // MARK: - Reading

    /// Reads a resource.
    public func read(_ uri: String, context: RequestContext) async throws -> ResourceReading {
        if let view = View(uri: uri) {
            return ResourceReading(contents: [view.contents], lifetime: Self.longLifetime)
        }
        guard let place = FoundryURI(uri) else {
            throw UnknownResource(reason: "see resources/list and resources/templates/list for what there is")
        }
        do {
            let (body, lifetime, isSandbox) = try await content(of: place)
            let meta = ToolResult.meta(isSandbox: isSandbox)
            let contents = ResourceContents(uri: uri, mimeType: place.mimeType, body: body, meta: meta)
            return ResourceReading(contents: [contents], lifetime: lifetime)
        } catch let error as FoundryError where error.kind == .notFound || error.httpStatus == 400 {
            throw UnknownResource(reason: error.message)
        } catch let error as FoundryError {
            throw Self.protocolError(error)
        }
    }

    private func content(of place: FoundryURI) async throws -> (ResourceContents.Body, Duration, Bool) {
        switch place {
        case .guide(let guide):
            return (.text(JSON(guide.text)), Self.longLifetime, false)
        case .target(let id):
            return try await json(\.getTarget, ["target_id": JSON(id)], lifetime: Self.longLifetime)
        case .quote(let id):
            return try await json(\.getQuote, ["quote_id": JSON(id)], lifetime: Self.shortLifetime)
        case .experiment(let id, let part):
            return try await content(of: part, ["experiment_id": JSON(id)])
        }
    }

    private func content(
        of part: FoundryURI.ExperimentPart, _ subject: JSON
    ) async throws
        -> (ResourceContents.Body, Duration, Bool)
    {
        switch part {
        case .details:
            return try await json(\.getExperiment, subject, lifetime: Self.shortLifetime)
        case .results:
            let all = try await allPages(FoundryOperation(\.listExperimentResults), subject)
            return (.text(JSON(textOf: all.page)), Self.shortLifetime, all.isSandbox)
        case .resultsCSV:
            let all = try await allPages(FoundryOperation(\.listExperimentResults), subject)
            return (.text(JSON(ResultsCSV.text(of: all.page))), Self.shortLifetime, all.isSandbox)
        case .updates:
            let all = try await allPages(FoundryOperation(\.listExperimentUpdates), subject)
            return (.text(JSON(textOf: all.page)), Self.shortLifetime, all.isSandbox)
        case .sequencesFASTA:
            let response = try await api.send(\.getExperiment, subject)
            let text = SequencesFASTA.text(of: response.json ?? [:])
            return (.text(JSON(text)), Self.shortLifetime, response.isSandbox)
        case .quotePDF:
            let response = try await api.send(\.getExperimentQuotePDF, subject)
            guard case .data(let bytes, _) = response.body else { throw UnknownResource(reason: "there is no PDF yet") }
            return (.blob(bytes), Self.shortLifetime, response.isSandbox)
        }
    }

    private func json(
        _ row: FoundryOperation.Row, _ arguments: JSON, lifetime: Duration
    ) async throws
        -> (ResourceContents.Body, Duration, Bool)
    {
        let response = try await api.send(row, arguments)
        return (.text(JSON(textOf: response.json ?? .null)), lifetime, response.isSandbox)
    }

    private func allPages(_ operation: FoundryOperation, _ subject: JSON) async throws -> PageWalk.Outcome {
        try await PageWalk(operation: operation, send: api.send).gather(subject, maximum: 5000)
    }

    private static func protocolError(_ error: FoundryError) -> RPCError {
        RPCError(code: -32603, message: error.message, data: ToolResult.machineForm(of: error))
    }

    // MARK: - Watching

    /// Whether the URI is one of ours; guides never change, but to ask for it is no mistake.
    public func canWatch(_ uri: String) -> Bool {
        FoundryURI(uri) != nil
    }

    /// Watches these URIs in place of the former ones.
    public func watch(_ uris: Set<String>, onChange: @escaping @Sendable (String) -> Void) {
        poller.watch(uris, onChange: onChange)
    }
}
