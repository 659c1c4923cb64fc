import Foundation
import FoundryAPI
import FoundryJSON

/// The code of the article `GettingStarted.md`, which stands here as it does there.
struct GettingStarted {
    func makeClient(environment: [String: String]) throws -> FoundryClient {
        let configuration = try FoundryConfiguration(environment: environment)
        return FoundryClient(configuration: configuration) { level, line in
            if level >= .warning { FileHandle.standardError.write(Data("\(line)\n".utf8)) }
        }
    }

    func describeKey(of client: FoundryClient) async throws -> String {
        do {
            let caller = try await client.send(.whoami)
            let permissions = caller.json?["permissions"]?.elements ?? []
            return "The key may do: " + permissions.compactMap(\.string).joined(separator: ", ")
        } catch let error as FoundryError where error.kind == .authentication {
            return error.message
        }
    }

    func finishedExperiments(with client: FoundryClient) async throws -> [String] {
        let page = try await client.send(
            .listExperiments, ["filter": "eq(status,done)", "sort": "-created_at", "limit": 10])
        let experiments = page.items
        return experiments.compactMap { $0["code"]?.string }
    }

    func everyItem(
        of list: FoundryOperation, _ arguments: JSON = [:], with client: FoundryClient
    ) async throws -> [JSON] {
        var items: [JSON] = []
        while true {
            let page = try await client.send(
                list, arguments.setting("limit", to: 100).setting("offset", to: JSON(items.count)))
            let found = page.items
            items += found
            if found.isEmpty || items.count >= page.json?["total"]?.int ?? .max { return items }
        }
    }

    func target(named name: String, with client: FoundryClient) async throws -> JSON? {
        let page = try await client.send(.listTargets, ["search": JSON(name), "limit": 1])
        return page.json?["items"]?[0]
    }

    func affinity(of constructs: KeyValuePairs<String, String>, to target: JSON) -> JSON {
        .object([
            "experiment_type": "affinity", "method": "bli", "target_id": target["id"], "n_replicates": 3,
            "sequences": JSON(constructs.map { JSON.Member($0.key, JSON($0.value)) }),
        ])
    }

    func cents(for specification: JSON, with client: FoundryClient) async throws -> Int? {
        let estimate = try await client.send(.estimateCost, ["experiment_spec": specification])
        return estimate.json?["breakdown"]?["total_cents"]?.int
    }

    func makeDraft(
        named name: String, _ specification: JSON, with client: FoundryClient
    ) async throws -> JSON? {
        let made = try await client.send(
            .createExperiment, ["name": JSON(name), "experiment_spec": specification])
        return made.json?["experiment_id"]
    }

    struct QuoteMissing: Error {}

    func submit(_ experiment: JSON, with client: FoundryClient) async throws -> QuoteSnapshot {
        _ = try await client.send(.submitExperiment, ["experiment_id": experiment])
        for _ in 0..<60 {
            let state = try await client.send(.getExperiment, ["experiment_id": experiment])
            if let id = state.json?["stripe_quote_id"]?.string { return try await client.quote(id) }
            try await Task.sleep(for: .seconds(1))
        }
        throw QuoteMissing()
    }

    func accept(_ agreed: QuoteSnapshot, with client: FoundryClient) async throws -> String? {
        let budget = SpendBudget(limitPerQuote: 1_000_000)
        let accepted = try await client.accept(agreed, within: budget)
        return accepted.json?["hosted_invoice_url"]?.string
    }

    func waitForTheEnd(
        of experiment: JSON, lookingEvery interval: Duration, with client: FoundryClient
    ) async throws -> String {
        while true {
            let state = try await client.send(.getExperiment, ["experiment_id": experiment])
            if let status = state.json?["status"]?.string, ["done", "canceled"].contains(status) { return status }
            try await Task.sleep(for: interval)
        }
    }

    struct Affinity {
        let construct: String
        /// In M; nil where the construct did not bind.
        let kd: Double?
    }

    func affinities(of experiment: JSON, with client: FoundryClient) async throws -> [Affinity] {
        let results = try await everyItem(
            of: .listExperimentResults, ["experiment_id": experiment], with: client)
        let rows = results.flatMap { $0["summary"]?.elements ?? [] }
        return rows.filter { $0["result_type"] == "affinity" }.map { row in
            Affinity(construct: row["sequence"]?["name"]?.string ?? "–", kd: row["kd_mean"]?.double)
        }
    }

    enum NextStep {
        case tryLater, changeTheCall, changeTheSetUp, lookWhatBecameOfIt, report
    }

    func nextStep(after error: FoundryError, of operation: FoundryOperation) -> NextStep {
        if error.isRetryable { return .tryLater }
        switch error.kind {
        case .invalidArguments, .notFound, .conflict, .refused:
            return .changeTheCall
        case .authentication, .permission:
            return .changeTheSetUp
        case .rateLimited, .unreachable, .timeout, .upstream, .badResponse, .notCarriedOut, .outcomeUnknown:
            return operation.endpoint.isRepeatable ? .report : .lookWhatBecameOfIt
        }
    }
}
