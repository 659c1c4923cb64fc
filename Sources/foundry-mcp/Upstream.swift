import Foundation
import FoundryAPI
import FoundrySandbox

/// What the program works with: the API, or the sandbox in this process.
struct Upstream {
    let configuration: FoundryConfiguration
    private let sandbox: Sandbox?

    /// Starts what the settings ask for. Nothing is sent yet.
    /// - Throws: `ConfigurationError` where the environment's settings cannot be used; what keeps the sandbox from
    ///   starting.
    static func start(_ settings: Settings) throws -> Upstream {
        guard settings.usesSandbox else {
            return Upstream(
                configuration: try FoundryConfiguration(environment: settings.environment.variables), sandbox: nil)
        }
        var world = SandboxConfiguration()
        world.pace = settings.pace
        let sandbox = try Sandbox.start(world)
        let configuration = try FoundryConfiguration(url: sandbox.baseURL.absoluteString, key: sandbox.key)
        return Upstream(configuration: configuration, sandbox: sandbox)
    }

    func stop() {
        sandbox?.stop()
    }
}
