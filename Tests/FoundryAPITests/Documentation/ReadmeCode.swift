import Foundation
import FoundryAPI
import FoundryJSON

/// The example of the README, which stands here as it does there.
func readmeExample() async throws {
    let configuration = try FoundryConfiguration(environment: ProcessInfo.processInfo.environment)
    let client = FoundryClient(configuration: configuration)
    let page = try await client.send(\.listExperiments, ["filter": "eq(status,done)", "limit": 10])
    for experiment in page.items {
        print(experiment["code"]?.string ?? "?", experiment["name"]?.string ?? "–")
    }
}
