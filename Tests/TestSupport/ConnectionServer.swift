import Dispatch
import Foundation
package import FoundryJSONRPC
import FoundrySystem

/// A connection in this process, behind two pipes.
///
/// The connection runs, and its output is read, on threads of their own; nothing here blocks the threads on which tests
/// and the connection's work run.
package final class ConnectionServer: LineServer {
    package let connection: Connection
    /// The end of the connection's ``Connection/run(grace:)``.
    package let returned = Signal()

    private let grace: Duration
    private let chunk: Int
    private let writing = DispatchQueue(label: "client")
    private let toServer: Pipe
    private let fromServer: Pipe
    private let mayRead = DispatchSemaphore(value: 0)

    init(
        _ handler: any MessageHandler, grace: Duration, readsAtOnce: Bool, chunk: Int, nonBlocking: Bool,
        limits: Connection.Limits
    ) throws {
        signal(SIGPIPE, SIG_IGN)
        (self.grace, self.chunk) = (grace, chunk)
        (toServer, fromServer) = (try Pipe(), try Pipe())
        if nonBlocking {
            _ = fcntl(toServer.reading, F_SETFL, O_NONBLOCK)
            _ = fcntl(fromServer.writing, F_SETFL, O_NONBLOCK)
        }
        connection = Connection(input: toServer.reading, output: fromServer.writing, handler: handler, limits: limits)
        if readsAtOnce { startReading() }
    }

    deinit {
        toServer.closeWriting()
        mayRead.signal()
    }

    package func start(onLine: @escaping @Sendable ([UInt8]) -> Void, onEnd: @escaping @Sendable () -> Void) {
        // Neither thread holds this object, whose end ends them both.
        Thread.detachNewThread { [connection, returned, toServer, fromServer, grace] in
            connection.run(grace: grace)
            toServer.closeReading()
            returned.fire()
            fromServer.closeWriting()
        }
        Thread.detachNewThread { [fromServer, mayRead, chunk] in
            mayRead.wait()
            fromServer.readLines(chunk: chunk, onLine: onLine)
            onEnd()
        }
    }

    package func write(_ bytes: [UInt8]) async {
        await withCheckedContinuation { continuation in
            writing.async { [toServer] in
                toServer.write(bytes)
                continuation.resume()
            }
        }
    }

    package func closeInput() { toServer.closeWriting() }

    /// Closes the reading end of the connection's output. Nothing may have been read yet.
    package func closeOutput() { fromServer.closeReading() }

    /// Begins to read the connection's output.
    package func startReading() { mayRead.signal() }
}

extension Client {
    /// Makes a client of a connection in this process.
    /// - Parameters:
    ///   - grace: The argument of ``Connection/run(grace:)``.
    ///   - readsAtOnce: Whether the output is read from the start, or only after ``ConnectionServer/startReading()``.
    ///   - chunk: How many bytes of the output are read at a time.
    ///   - nonBlocking: Whether the connection's own ends of the pipes are non-blocking.
    ///   - limits: The connection's limits.
    package convenience init(
        _ handler: any MessageHandler, grace: Duration = .seconds(120), readsAtOnce: Bool = true, chunk: Int = 1 << 16,
        nonBlocking: Bool = false, limits: Connection.Limits = Connection.Limits()
    ) throws {
        try self.init(
            ConnectionServer(
                handler, grace: grace, readsAtOnce: readsAtOnce, chunk: chunk, nonBlocking: nonBlocking,
                limits: limits))
    }

    /// The connection's end of the client, if it is in this process.
    package var host: ConnectionServer {
        guard let host = server as? ConnectionServer else { fatalError("The server is a process of its own.") }
        return host
    }
}
