import FoundryFoundation
import FoundrySandbox

/// `sandbox`: serves the sandbox's API over HTTP until it is interrupted.
struct SandboxCommand {
    private let configuration: SandboxConfiguration

    init(_ arguments: inout Arguments, _ environment: ProcessEnvironment) throws {
        var configuration = SandboxConfiguration()
        if let port = try arguments.value("--port") {
            guard let number = UInt16(port) else {
                throw UsageError("--port takes a number from 0 to 65535, not \(port)")
            }
            configuration.port = number
        }
        let pace = try arguments.value("--pace", or: "FOUNDRY_SANDBOX_PACE", in: environment)
        configuration.pace = try Settings.seconds(pace) ?? configuration.pace
        if let seed = try arguments.value("--seed") {
            guard let number = UInt64(seed) else {
                throw UsageError("--seed takes a whole number of at least 0, not \(seed)")
            }
            configuration.seed = number
        }
        let state = try arguments.value("--state", or: "FOUNDRY_SANDBOX_STATE", in: environment)
        configuration.stateFile = state.text.map { URL(filePath: $0) }
        if let receiver = try arguments.value("--webhooks") {
            guard let url = URL(string: receiver) else { throw UsageError("--webhooks takes a URL, not \(receiver)") }
            configuration.webhookReceiver = url
        }
        for fault in try arguments.values("--fault") {
            do {
                configuration.faults.append(try SandboxFault(parsing: fault))
            } catch {
                throw UsageError("--fault \(fault): \(error)")
            }
        }
        try arguments.finish()
        self.configuration = configuration
    }

    func run() throws -> Int32 {
        let sandbox = try Sandbox.start(configuration)
        Output.line(sandbox.baseURL.absoluteString)
        Output.line(sandbox.key)
        Interruption.wait()
        sandbox.stop()
        return 0
    }
}
