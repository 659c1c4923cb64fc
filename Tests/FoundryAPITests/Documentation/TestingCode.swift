import Foundation
import FoundryAPI
import FoundrySandbox

/// The code of the article `Testing.md`, which stands here as it does there.
struct TestingAgainstTheSandbox {
    func makeTestClient(url: String, key: String) throws -> FoundryClient {
        FoundryClient(configuration: try FoundryConfiguration(url: url, key: key, timeout: .seconds(5)))
    }

    func startLab() throws -> (lab: Sandbox, client: FoundryClient) {
        var configuration = SandboxConfiguration()
        configuration.pace = 0
        let lab = try Sandbox.start(configuration)
        return (lab, try makeTestClient(url: lab.baseURL.absoluteString, key: lab.key))
    }

    struct NotASandbox: Error {}

    func requireSandbox(behind client: FoundryClient) async throws {
        guard try await client.send(.health).isSandbox else { throw NotASandbox() }
    }
}
