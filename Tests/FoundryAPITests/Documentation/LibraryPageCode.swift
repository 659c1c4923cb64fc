import Foundation
import FoundryAPI

/// The example on the page of the library, as it stands there.
func libraryPageExample() async throws {
    let configuration = try FoundryConfiguration(environment: ProcessInfo.processInfo.environment)
    let client = FoundryClient(configuration: configuration)
    for try await experiment in client.experiments(filter: .status == .done) {
        print(experiment.code, experiment.name ?? "–")
    }
}
