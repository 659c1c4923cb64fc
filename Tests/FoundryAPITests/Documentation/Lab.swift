import Foundation
import FoundryAPI
import FoundryJSON
import FoundrySandbox

/// A sandbox of a test, and what reaches it.
struct Lab {
    let sandbox: Sandbox
    let client: FoundryClient

    /// - Parameter faults: the trouble that it makes, as `foundry-mcp sandbox --fault` takes it
    init(faults: [String] = [], timing: RecordedTiming = RecordedTiming()) throws {
        var configuration = SandboxConfiguration()
        configuration.pace = 0.02
        configuration.quoteDelay = 0
        configuration.faults = try faults.map { try SandboxFault(parsing: $0) }
        sandbox = try Sandbox.start(configuration)
        client = try FoundryAPITests.client(of: sandbox.baseURL.absoluteString, key: sandbox.key, timing: timing)
    }

    var url: String { sandbox.baseURL.absoluteString }
    var key: String { sandbox.key }

    /// The environment variables of the articles' programs.
    var environment: [String: String] {
        ["FOUNDRY_API_URL": url, "FOUNDRY_API_TOKEN": key]
    }

    /// Returns the number of requests of a method and path.
    func count(of request: String) -> Int {
        sandbox.requestLog.count { "\($0.method) \($0.path)" == request }
    }

    /// An order without an antigen.
    static let thermostability: JSON = [
        "experiment_type": "thermostability",
        "sequences": ["WT": "MKTAYIAKQRQISFVKSHFSRQ", "K5R": "MKTAYIARQRQISFVKSHFSRQ"],
    ]
}
