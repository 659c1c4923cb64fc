import Foundation
import Synchronization

/// The built program, run to its end.
enum Program {
    /// Beside the test bundle, unless `FOUNDRY_MCP_BINARY` names another build, such as an optimized one.
    static let path: String = {
        if let other = ProcessInfo.processInfo.environment["FOUNDRY_MCP_BINARY"], !other.isEmpty { return other }
        #if os(Linux)
            let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
            let folder = URL(filePath: tests).deletingLastPathComponent()
        #else
            let tests = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") } ?? Bundle.main
            let folder = tests.bundleURL.deletingLastPathComponent()
        #endif
        return folder.appending(path: "foundry-mcp").path
    }()

    struct Outcome: Sendable {
        /// The exit status, negative for a signal.
        let status: Int32
        let output: String
        let errors: String
    }

    /// The environment of a child: ours, without what would set the program up.
    static func environment(_ more: [String: String] = [:]) -> [String: String] {
        ProcessInfo.processInfo.environment
            .filter { !$0.key.hasPrefix("FOUNDRY_") && !$0.key.hasPrefix("ADAPTYV_") && $0.key != "XDG_CONFIG_HOME" }
            .merging(more) { $1 }
    }

    /// Runs the program with these words until it ends.
    /// - Parameter meanwhile: what is done while it runs.
    static func run(
        _ words: [String], _ variables: [String: String] = [:], input: String = "",
        meanwhile: (ChildProcess) async throws -> Void = { _ in }
    ) async throws -> Outcome {
        let (output, errors) = (Text(), Text())
        let child = ChildProcess(words, variables)
        try child.launch(output: .chunks { output.add($0) }, errors: .chunks { errors.add($0) })
        child.write(Data(input.utf8))
        child.closeInput()
        try await meanwhile(child)
        let status = await child.end()
        return Outcome(status: status, output: output.value, errors: errors.value)
    }

    /// What came out of a pipe.
    private final class Text: Sendable {
        private let bytes = Mutex(Data())

        func add(_ more: Data) { bytes.withLock { $0 += more } }
        var value: String { String(decoding: bytes.withLock { $0 }, as: UTF8.self) }
    }
}
