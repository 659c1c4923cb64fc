import Dispatch
import Foundation
package import FoundryJSON
package import FoundryJSONRPC
import Synchronization

/// The other end of a ``Connection``: two pipes, and lines as they are, without any protocol.
///
/// The connection runs, and its output is read, on threads of their own; nothing here blocks the threads on which tests
/// and the connection's work run.
package final class Client: Sendable {
    package let connection: Connection
    /// The connection's ``Connection/run(grace:)`` has returned.
    package let returned = Signal()

    private let lines = Inbox<[UInt8]>()
    private let writing = DispatchQueue(label: "client")
    private let toServer: Pipe
    private let fromServer: Pipe
    private let mayRead = DispatchSemaphore(value: 0)

    /// Begins to serve.
    /// - Parameters:
    ///   - grace: what ``Connection/run(grace:)`` is given.
    ///   - readsAtOnce: whether the output is read from the start, or not before ``startReading()``.
    ///   - chunk: how many bytes of the output are read at a time.
    ///   - nonBlocking: whether the connection's own ends of the pipes are non-blocking.
    package init(
        _ handler: any MessageHandler, grace: Duration = .seconds(60), readsAtOnce: Bool = true, chunk: Int = 1 << 16,
        nonBlocking: Bool = false
    ) throws {
        signal(SIGPIPE, SIG_IGN)
        (toServer, fromServer) = (try Pipe(), try Pipe())
        if nonBlocking {
            _ = fcntl(toServer.reading, F_SETFL, O_NONBLOCK)
            _ = fcntl(fromServer.writing, F_SETFL, O_NONBLOCK)
        }
        connection = Connection(input: toServer.reading, output: fromServer.writing, handler: handler)
        // Neither thread holds the client, whose end ends them both.
        Thread.detachNewThread { [connection, returned, toServer, fromServer] in
            connection.run(grace: grace)
            toServer.closeReading()
            fromServer.closeWriting()
            returned.fire()
        }
        Thread.detachNewThread { [lines, fromServer, mayRead] in
            mayRead.wait()
            fromServer.readLines(chunk: chunk, into: lines)
        }
        if readsAtOnce { startReading() }
    }

    deinit {
        toServer.closeWriting()
        mayRead.signal()
    }

    package func startReading() { mayRead.signal() }

    /// Writes a line.
    package func send(_ text: String) async { await send(bytes: Array(text.utf8) + [0x0A]) }

    /// Writes bytes as they are, and returns when all have gone into the pipe.
    package func send(bytes: [UInt8]) async {
        await withCheckedContinuation { continuation in
            writing.async { [toServer] in
                toServer.write(bytes)
                continuation.resume()
            }
        }
    }

    /// The next line that was written, parsed.
    /// - Throws: `TimedOut`; `NoMoreLines`; `JSONParseError`.
    package func next() async throws -> JSON {
        guard let line = try await lines.take() else { throw NoMoreLines() }
        return try JSON(parsing: line)
    }

    /// Ends the input.
    package func closeInput() { toServer.closeWriting() }

    /// Gives the reading end of the connection's output up. Nothing may be read yet.
    package func closeOutput() { fromServer.closeReading() }

    /// Ends the input, and gives what lines there were until the end of the output. Most tests end with it, to see that
    /// nothing was written but what they have read.
    package func rest() async throws -> [JSON] {
        closeInput()
        try await returned.wait()
        var rest: [JSON] = []
        while let line = try await lines.take() { rest.append(try JSON(parsing: line)) }
        return rest
    }
}

/// The output ended before there was such a line.
package struct NoMoreLines: Error {}
