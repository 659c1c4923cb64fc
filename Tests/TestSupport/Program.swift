import Foundation
import FoundrySystem
import Synchronization

/// The built program.
package enum Program {
    /// The path of the program that was built with these tests, unless `FOUNDRY_MCP_BINARY` names another build.
    package static let path: String = {
        if let other = ProcessInfo.processInfo.environment["FOUNDRY_MCP_BINARY"], !other.isEmpty { return other }
        for start in startingPoints {
            var folder = start
            while folder.pathComponents.count > 1 {
                folder.deleteLastPathComponent()
                let program = folder.appending(path: "foundry-mcp").path
                var isFolder: ObjCBool = false
                if FileManager.default.fileExists(atPath: program, isDirectory: &isFolder), !isFolder.boolValue,
                    FileManager.default.isExecutableFile(atPath: program)
                {
                    return program
                }
            }
        }
        fatalError("There is no foundry-mcp beside the tests; name one in FOUNDRY_MCP_BINARY.")
    }()

    /// The files in or above whose folders the program lies.
    ///
    /// On Linux the tests are a program of their own. On macOS they are a bundle that a helper of the toolchain loads:
    /// the image that this code is in, or else the path that the helper was given.
    private static var startingPoints: [URL] {
        #if os(Linux)
            let paths = [(try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""]
        #else
            var image = Dl_info()
            let isKnown = dladdr(#dsohandle, &image) != 0
            let paths = (isKnown ? [String(cString: image.dli_fname)] : []) + CommandLine.arguments
        #endif
        return paths.filter { $0.hasPrefix("/") }.map { URL(filePath: $0) }
    }

    package struct Outcome: Sendable {
        /// The exit status, negative for a signal.
        package let status: Int32
        package let output: String
        package let errors: String
    }

    /// Returns the environment for a child: that of the tests, without what would configure the program.
    package static func environment(_ more: [String: String] = [:]) -> [String: String] {
        ProcessInfo.processInfo.environment
            .filter { !$0.key.hasPrefix("FOUNDRY_") && !$0.key.hasPrefix("ADAPTYV_") && $0.key != "XDG_CONFIG_HOME" }
            .merging(more) { $1 }
    }

    /// Runs the program until it ends.
    /// - Parameter meanwhile: Is done while the program runs.
    package static func run(
        _ words: [String], _ variables: [String: String] = [:], input: String = "",
        meanwhile: (ChildProcess) async throws -> Void = { _ in }
    ) async throws -> Outcome {
        let (output, errors) = (LockedBox(Data()), LockedBox(Data()))
        let child = ChildProcess(words, variables)
        try child.launch(
            output: .chunks { bytes in output.withLock { $0 += bytes } },
            errors: .chunks { bytes in errors.withLock { $0 += bytes } })
        child.write(Data(input.utf8))
        child.closeInput()
        try await meanwhile(child)
        let status = await child.end()
        return Outcome(
            status: status, output: String(decoding: output.value, as: UTF8.self),
            errors: String(decoding: errors.value, as: UTF8.self))
    }
}
