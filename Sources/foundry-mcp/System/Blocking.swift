import Dispatch
import FoundryFoundation
import FoundrySystem
import Synchronization

/// Asynchronous work, run from a command that is synchronous.
enum Blocking {
    /// Runs the work on other threads and returns its result. Ctrl-C cancels it.
    static func run<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) throws -> Value {
        let outcome = Outcome<Value>()
        let task = Task {
            do { outcome.set(.success(try await work())) } catch { outcome.set(.failure(error)) }
        }
        let interruption = Interruption.onRequest { task.cancel() }
        defer { interruption.end() }
        return try outcome.wait().get()
    }

    /// The result of the work, once there is one.
    private final class Outcome<Value: Sendable>: Sendable {
        private let result = Mutex<Result<Value, any Error>>(.failure(CancellationError()))
        private let isDone = DispatchSemaphore(value: 0)

        func set(_ result: Result<Value, any Error>) {
            self.result.withLock { $0 = result }
            isDone.signal()
        }

        func wait() -> Result<Value, any Error> {
            isDone.wait()
            return result.withLock { $0 }
        }
    }
}

/// A handler of the signals that ask the program to end: SIGINT (Ctrl-C) and SIGTERM.
struct Interruption {
    private let sources: [any DispatchSourceSignal]

    /// Has these signals call `action` instead of ending the program.
    static func onRequest(_ action: @escaping @Sendable () -> Void) -> Interruption {
        Interruption(
            sources: [SIGINT, SIGTERM].map { number in
                signal(number, SIG_IGN)
                let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
                source.setEventHandler(handler: action)
                source.resume()
                return source
            })
    }

    /// Has the signals end the program again.
    func end() {
        for source in sources { source.cancel() }
        for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
    }

    /// Returns when the program is asked to end.
    static func wait() {
        let request = DispatchSemaphore(value: 0)
        let interruption = onRequest { request.signal() }
        request.wait()
        interruption.end()
    }
}
