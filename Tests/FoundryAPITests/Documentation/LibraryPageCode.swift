import Foundation
import FoundryAPI
import FoundryJSON

/// The example on the page of the library, as it stands there.
func libraryPageExample() async throws {
    let configuration = try FoundryConfiguration(environment: ProcessInfo.processInfo.environment)
    let client = FoundryClient(configuration: configuration)
    let page = try await client.send(.listExperiments, ["filter": "eq(status,done)", "limit": 10])
    for experiment in page.items {
        print(experiment["code"]?.string ?? "?", experiment["name"]?.string ?? "–")
    }
}
