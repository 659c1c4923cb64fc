import FoundryAPI

/// The code of the article `Testing.md`, which stands here as it does there.
struct TestingAgainstTheSandbox {
    func makeTestClient(url: String, key: String) throws -> FoundryClient {
        FoundryClient(configuration: try FoundryConfiguration(url: url, key: key, timeout: .seconds(5)))
    }

    struct NotASandbox: Error {}

    func requireSandbox(behind client: FoundryClient) async throws {
        guard try await client.send(.health).isSandbox else { throw NotASandbox() }
    }
}
