import Foundation
import FoundryAPI
import FoundryMCP
import FoundryTools

/// What stands behind the tools, and the tools.
struct Backend {
    let tools: FoundryToolProvider
    private let settings: Settings
    private let api: APIAccess
    /// Nil where it could not be set up.
    private let upstream: Upstream?

    /// Starts what the settings ask for. Nothing is sent yet.
    ///
    /// A configuration that cannot be used does not keep the server from starting: each call says what is wrong, where
    /// the one who can mend it reads it.
    static func start(_ settings: Settings) throws -> Backend {
        do {
            let upstream = try Upstream.start(settings)
            if upstream.configuration.key == nil, let reference = settings.environment.references.first {
                let message =
                    "No API key is set. \(reference.summary). \(KeyReference.advice) foundry-mcp doctor checks it."
                return Backend(settings, .unusable(FoundryError(.authentication, message)), upstream)
            }
            let client = FoundryClient(configuration: upstream.configuration) {
                Log.write($0, $1, from: settings.logLevel)
            }
            return Backend(settings, .client(client), upstream)
        } catch let error as ConfigurationError {
            return Backend(settings, .unusable(FoundryError(.refused, error.message)), nil)
        }
    }

    private init(_ settings: Settings, _ api: APIAccess, _ upstream: Upstream?) {
        self.settings = settings
        self.api = api
        self.upstream = upstream
        tools = FoundryToolProvider(
            api: api, scope: settings.scope, maximumSpend: settings.maximumSpend,
            tokenFolder: TokenFolder(UserFolders(settings.environment).tokens))
    }

    /// A server of the protocol with these tools.
    var server: Server {
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
                resources: resources,
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
    var resources: FoundryResources {
        FoundryResources(api: api, pollInterval: .seconds(settings.pollSeconds))
    }

    func stop() {
        upstream?.stop()
    }
}
