import Foundation
import FoundryAPI
import FoundryJSON
import FoundrySequences

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
            let identity = try await client.identity()
            return "The key may do: " + identity.permissions.joined(separator: ", ")
        } catch let error as FoundryError where error.kind == .authentication {
            return error.message
        }
    }

    func screen(
        _ file: URL, against antigen: String, agreedPrice: Money, lookingEvery interval: Duration = .seconds(3600),
        with client: FoundryClient
    ) async throws -> String {
        let set = try SequenceFile.constructs(in: Data(contentsOf: file))
        for finding in SequenceChecks(set).findings() { print(finding) }
        guard let target = try await client.targets(search: antigen).first() else { return "No such antigen." }

        let specification = ExperimentSpec(.affinity, method: .bli, targetID: target.id, constructs: set.constructs)
        print("Estimate without tax:", try await client.estimate(specification).total ?? "none")
        let id = try await client.create(specification, named: file.lastPathComponent)
        try await client.submit(id)
        for try await _ in client.wait(for: id, until: .quote, every: .seconds(1)) {}
        guard let quote = try await client.quote(of: client.experiment(id)) else { return "There is no quote." }
        _ = try await client.accept(quote, expecting: agreedPrice)

        for try await state in client.wait(for: id, until: .allResults, every: interval) { print(state.status) }
        var lines = ["construct,kd_nM"]
        for try await result in client.results(of: id) {
            lines += result.affinities.map { "\($0.construct),\($0.kd.map { String($0.nanomolar) } ?? "")" }
        }
        return lines.joined(separator: "\n")
    }

    func finishedExperiments(with client: FoundryClient) async throws -> [String] {
        var codes: [String] = []
        for try await experiment in client.experiments(filter: .status == .done, sort: .descending(.createdAt)) {
            codes.append(experiment.code)
            if codes.count == 10 { break }
        }
        return codes
    }

    func target(named name: String, with client: FoundryClient) async throws -> Target? {
        try await client.targets(search: name).first()
    }

    func affinity(of constructs: [Construct], to target: Target) -> ExperimentSpec {
        ExperimentSpec(.affinity, method: .bli, targetID: target.id, replicates: 3, constructs: constructs)
    }

    func price(of specification: ExperimentSpec, with client: FoundryClient) async throws -> Money? {
        let estimate = try await client.estimate(specification)
        return estimate.total
    }

    func quote(
        for specification: ExperimentSpec, named name: String, with client: FoundryClient
    ) async throws -> Quote? {
        let id = try await client.create(specification, named: name)
        try await client.submit(id)
        var experiment = try await client.experiment(id)
        for try await state in client.wait(for: id, until: .quote, every: .seconds(1)) { experiment = state }
        return try await client.quote(of: experiment)
    }

    func accept(_ quote: Quote, agreedPrice: Money, with client: FoundryClient) async throws -> URL? {
        let budget = SpendBudget(centsPerQuote: 1_000_000)
        let acceptance = try await client.accept(quote, expecting: agreedPrice, within: budget)
        return acceptance.paymentPage
    }

    func waitForResults(
        of experiment: Experiment.ID, lookingEvery interval: Duration = .seconds(3600), with client: FoundryClient
    ) async throws -> ExperimentStatus? {
        var status: ExperimentStatus?
        for try await state in client.wait(for: experiment, until: .allResults, every: interval) {
            status = state.status
        }
        return status
    }

    func tightestBinders(with client: FoundryClient) async throws -> [String] {
        var binders: [(kd: ConfidenceInterval<MolarConcentration>, row: AffinityResult, experiment: Experiment)] = []
        for try await experiment in client.experiments(filter: .status == .done) {
            for try await result in client.results(of: experiment.id) {
                for row in result.affinities where !row.isControl {
                    if let kd = row.apparentKD { binders.append((kd, row, experiment)) }
                }
            }
        }
        return binders.sorted { $0.kd.value < $1.kd.value }.prefix(10).map { kd, row, experiment in
            let sign = kd.low == nil && kd.high != nil ? "≤ " : ""
            return "\(row.construct), \(row.targetName ?? "–"), \(sign)\(kd.value), \(experiment.code)"
        }
    }

    func invoicePage(of experiment: Experiment.ID, with client: FoundryClient) async throws -> String? {
        let response = try await client.send(.getExperimentInvoice, ["experiment_id": JSON(experiment)])
        return response.json?["stripe_invoice_url"]?.string
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
