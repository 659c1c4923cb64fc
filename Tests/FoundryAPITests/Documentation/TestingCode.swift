import Foundation
import FoundryAPI
import FoundrySandbox
import FoundrySequences

/// The code of the article `Testing.md`, which stands here as it does there.
struct TestingAgainstTheSandbox {
    func makeTestClient(url: String, key: String) throws -> FoundryClient {
        FoundryClient(configuration: try FoundryConfiguration(url: url, key: key, timeout: .seconds(60)))
    }

    func startLab() throws -> (lab: Sandbox, client: FoundryClient) {
        var configuration = SandboxConfiguration()
        configuration.pace = 0
        let lab = try Sandbox.start(configuration)
        return (lab, try makeTestClient(url: lab.baseURL.absoluteString, key: lab.key))
    }

    func finishedExperiment(
        of constructs: [Construct], against antigen: String, with client: FoundryClient
    ) async throws -> Experiment.ID {
        guard let target = try await client.targets(search: antigen).first() else { throw NoSuchAntigen() }
        let specification = ExperimentSpec(.affinity, method: .bli, targetID: target.id, constructs: constructs)
        let id = try await client.create(specification, named: "For a test")
        try await client.submit(id)
        for try await _ in client.wait(for: id, until: .quote, every: .milliseconds(10)) {}
        guard let quote = try await client.quote(of: client.experiment(id)) else { throw NoQuote() }
        _ = try await client.accept(quote, expecting: quote.total)
        for try await _ in client.wait(for: id, until: .allResults, every: .milliseconds(10)) {}
        return id
    }

    struct NoSuchAntigen: Error {}
    struct NoQuote: Error {}

    struct NotASandbox: Error {}

    func requireSandbox(behind client: FoundryClient) async throws {
        guard try await client.send(.health).isSandbox else { throw NotASandbox() }
    }
}
