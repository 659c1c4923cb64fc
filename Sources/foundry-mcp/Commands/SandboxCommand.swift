import Dispatch
import Foundation
import FoundrySandbox

/// `sandbox`: the stand-in for the API alone, until it is interrupted.
struct SandboxCommand {
    private let configuration: SandboxConfiguration

    init(_ words: inout CommandLineWords, _ environment: [String: String]) throws {
        var configuration = SandboxConfiguration()
        if let port = try words.value("--port") {
            guard let number = UInt16(port) else {
                throw UsageError(message: "--port takes a number from 0 to 65535, not \(port)")
            }
            configuration.port = number
        }
        let pace = try words.value("--pace", or: "FOUNDRY_SANDBOX_PACE", in: environment)
        configuration.pace = try Settings.seconds(pace, default: 2)
        if let seed = try words.value("--seed") {
            guard let number = UInt64(seed) else {
                throw UsageError(message: "--seed takes a whole number from 0, not \(seed)")
            }
            configuration.seed = number
        }
        configuration.stateFile = try words.value("--state").map { URL(filePath: $0) }
        for fault in try words.values("--fault") {
            do {
                configuration.faults.append(try SandboxFault(parsing: fault))
            } catch {
                throw UsageError(message: "--fault \(fault): \(error)")
            }
        }
        try words.finish()
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
