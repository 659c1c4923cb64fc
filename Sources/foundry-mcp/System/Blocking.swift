import Dispatch
import Synchronization

/// Runs asynchronous work from a command that is synchronous.
enum Blocking {
    /// Waits for the work on this thread; it runs on others. Ctrl-C cancels it.
    static func run<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) throws -> Value {
        let outcome = Outcome<Value>()
        let task = Task {
            do { outcome.set(.success(try await work())) } catch { outcome.set(.failure(error)) }
        }
        let interruption = Interruption.onRequest { task.cancel() }
        defer { interruption.end() }
        return try outcome.wait().get()
    }

    /// What came of the work, and the way to wait for it.
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
