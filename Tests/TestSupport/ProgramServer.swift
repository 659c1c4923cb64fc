import Foundation

/// A process of the program that serves on its standard streams.
package final class ProgramServer: LineServer {
    private let child: ChildProcess
    private let onComplaint: @Sendable ([UInt8]) -> Void

    /// - Parameters:
    ///   - flags: The arguments after `serve`.
    ///   - onComplaint: Takes each line of the standard error.
    package init(
        _ flags: [String], _ variables: [String: String] = [:], onComplaint: @escaping @Sendable ([UInt8]) -> Void
    ) {
        child = ChildProcess(["serve"] + flags, variables)
        self.onComplaint = onComplaint
    }

    package func start(onLine: @escaping @Sendable ([UInt8]) -> Void, onEnd: @escaping @Sendable () -> Void) throws {
        try child.launch(output: .lines(onLine), errors: .lines(onComplaint), atEnd: onEnd)
    }

    package func write(_ bytes: [UInt8]) { child.write(Data(bytes)) }

    package func closeInput() { child.closeInput() }

    package var processIdentifier: Int32 { child.identifier }

    /// Ends the process's input and waits for its end.
    /// - Returns: Its exit status, negative for a signal.
    package func end() async -> Int32 {
        child.closeInput()
        return await child.end()
    }

    /// Does something that waits for the process, which is killed if that takes too long.
    package func guarded<Value>(_ work: () async throws -> Value) async rethrows -> Value {
        try await child.guarded(work)
    }
}
