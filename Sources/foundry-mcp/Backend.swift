import FoundryAPI
import FoundryFoundation
import FoundryMCP
import FoundrySandbox
import FoundryTools

/// The API client, or the reason that there is none, and the tools on top of it.
struct Backend {
    let tools: FoundryToolProvider
    private let settings: Settings
    private let api: APIAccess
    /// The API or the sandbox; nil if it could not be set up.
    private let upstream: Upstream?

    /// Sets up what the settings ask for. Nothing is sent yet.
    ///
    /// A configuration that cannot be used does not keep the server from starting: each call explains the problem,
    /// where the person who can fix it will read it.
    static func start(_ settings: Settings) throws -> Backend {
        do {
            let upstream = try Upstream.start(settings)
            if let command = upstream.keyCommand {
                let log: FoundryClient.Log = { Log.write($0, $1, from: settings.logLevel) }
                let client = DeferredClient(
                    keyless: FoundryClient(configuration: upstream.configuration, log: log),
                    make: { FoundryClient(configuration: try await command.configuration(), log: log) })
                return Backend(settings, .deferred(client), upstream)
            }
            if upstream.configuration.key == nil, let reference = settings.environment.references.first {
                let message =
                    "No API key is set. \(reference.summary). \(KeyReference.advice) foundry-mcp doctor checks it."
                return Backend(settings, .unusable(FoundryError(.authentication, message)), upstream)
            }
            let client = FoundryClient(configuration: upstream.configuration, logLevel: settings.logLevel) {
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
            api: api, scope: settings.scope,
            budget: SpendBudget(centsPerQuote: settings.maximumSpend, centsInTotal: settings.maximumTotal),
            confirmation: settings.confirmation,
            tokenFolder: TokenFolder(UserFolders(settings.environment).tokens),
            files: FileFolders(settings.fileFolders))
    }

    /// An MCP server with these tools.
    var server: Server {
        Server(
            implementation: Implementation(
                name: Identity.name,
                title: settings.usesSandbox ? "Adaptyv Foundry (SANDBOX)" : "Adaptyv Foundry",
                version: Identity.version,
                websiteURL: "https://foundry.adaptyvbio.com",
                icon: Identity.icon),
            instructions: Instructions.text(scope: settings.scope, isSandbox: settings.usesSandbox),
            features: Features(
                tools: tools,
                resources: resources,
                prompts: FoundryPrompts(),
                completions: FoundryCompletions(api: api),
                tasks: tools,
                skills: FoundrySkills.all),
            elicitationTimeout: .seconds(settings.confirmTimeout),
            redact: { [api] in api.redactor.redact($0) })
    }

    /// The redactor that removes keys from everything that is written.
    var redactor: Redactor { api.redactor }

    /// A Boolean value that indicates whether a request that changes something has been sent.
    var hasSentWrite: Bool {
        switch api {
        case .client(let client): client.hasSentWrite
        case .deferred(let client): client.hasSentWrite
        case .unusable: false
        }
    }

    var resources: FoundryResources {
        FoundryResources(api: api, pollInterval: .seconds(settings.pollSeconds))
    }

    /// A warning to show when the server starts; nil if there is none.
    var warning: String? {
        guard let upstream, upstream.configuration.key != nil || upstream.keyCommand != nil,
            let host = upstream.configuration.foreignHost
        else { return nil }
        return "your key is sent to \(host), which is not Adaptyv's host "
            + "(\(upstream.configuration.urlVariable ?? FoundryConfiguration.Variable.url))"
    }

    func stop() {
        upstream?.stop()
    }
}

extension FoundryConfiguration {
    /// The hosts of Adaptyv's API.
    private static let vendorHosts = ["foundry-api-public.adaptyvbio.com", "devs.adaptyvbio.com"]

    /// The host that receives the key, if it is neither Adaptyv's nor this machine; otherwise nil.
    var foreignHost: String? {
        guard let host = baseURL.host?.lowercased(), !Self.vendorHosts.contains(host) else { return nil }
        // Plain HTTP is accepted to this machine only.
        let authority = host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
        let isLoopback = (try? FoundryConfiguration(url: "http://\(authority)")) != nil
        return isLoopback ? nil : host
    }
}

/// The API that the program calls, or the sandbox in this process.
struct Upstream {
    let configuration: FoundryConfiguration
    /// The command that prints the key; nil if the key is known, or not needed.
    let keyCommand: KeyCommand?
    private let sandbox: Sandbox?

    /// Reads the configuration, and starts the sandbox if the settings ask for it. Nothing is sent yet.
    /// - Throws: `ConfigurationError` if the environment's settings cannot be used; `SandboxError` if the sandbox
    ///   cannot start.
    static func start(_ settings: Settings) throws -> Upstream {
        guard settings.usesSandbox else {
            return Upstream(
                configuration: try FoundryConfiguration(environment: settings.environment.variables),
                keyCommand: KeyCommand(settings.environment), sandbox: nil)
        }
        var configuration = SandboxConfiguration()
        configuration.pace = settings.pace
        configuration.stateFile = settings.stateFile.map { URL(filePath: $0) }
        let sandbox = try Sandbox.start(configuration)
        return Upstream(
            configuration: try FoundryConfiguration(url: sandbox.baseURL.absoluteString, key: sandbox.key),
            keyCommand: nil, sandbox: sandbox)
    }

    func stop() {
        sandbox?.stop()
    }
}
