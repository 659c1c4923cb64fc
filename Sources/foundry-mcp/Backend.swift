import Foundation
import FoundryAPI
import FoundrySandbox
import FoundryTools
import MCP

/// What stands behind the tools: the API, or the sandbox in this process, and the client that calls it.
struct Backend {
    let tools: FoundryToolProvider
    private let api: APIAccess
    private let sandbox: Sandbox?

    /// Starts what the settings ask for. Nothing is sent yet.
    static func start(_ settings: Settings) throws -> Backend {
        var sandbox: Sandbox?
        let api: APIAccess
        if settings.usesSandbox {
            var configuration = SandboxConfiguration()
            configuration.pace = settings.pace
            let started = try Sandbox.start(configuration)
            sandbox = started
            api = access {
                () throws(ConfigurationError) in
                try FoundryConfiguration(url: started.baseURL.absoluteString, key: started.key)
            } log: {
                Log.write($1, $0, from: settings.logLevel)
            }
        } else {
            api = access {
                () throws(ConfigurationError) in
                try FoundryConfiguration(environment: settings.environment)
            } log: {
                Log.write($1, $0, from: settings.logLevel)
            }
        }
        let tools = FoundryToolProvider(api: api, scope: settings.scope, maximumSpend: settings.maximumSpend)
        return Backend(tools: tools, api: api, sandbox: sandbox)
    }

    /// A configuration that cannot be used does not keep the server from starting: each call says what is wrong, where
    /// the one who can mend it reads it.
    private static func access(
        _ configuration: () throws(ConfigurationError) -> FoundryConfiguration, log: @escaping FoundryClient.Log
    ) -> APIAccess {
        do throws(ConfigurationError) {
            return .client(FoundryClient(configuration: try configuration(), log: log))
        } catch {
            return .unusable(FoundryError(.refused, error.message))
        }
    }

    /// A server of the protocol with these tools.
    func server(_ settings: Settings) -> Server {
        Server(
            implementation: Implementation(
                name: Identity.name,
                title: settings.usesSandbox ? "Adaptyv Foundry (SANDBOX)" : "Adaptyv Foundry",
                version: Identity.version,
                websiteURL: "https://foundry.adaptyvbio.com",
                icon: Icon.dataURI),
            instructions: Instructions.text(scope: settings.scope, isSandbox: settings.usesSandbox),
            features: Features(
                tools: tools,
                resources: resources(settings),
                prompts: FoundryPrompts(),
                completions: FoundryCompletions(api: api),
                tasks: tools),
            redact: { [redactor] in redactor.redact($0) })
    }

    /// What takes keys out of all that is written.
    private var redactor: Redactor {
        switch api {
        case .client(let client): client.redactor
        case .unusable: Redactor(key: nil)
        }
    }

    /// What can be read.
    func resources(_ settings: Settings) -> FoundryResources {
        FoundryResources(api: api, pollInterval: .seconds(settings.pollSeconds))
    }

    func stop() {
        sandbox?.stop()
    }
}
