import Foundation
import Synchronization

/// Launches processes one at a time: Foundation's `Process.run()` on Linux (seen with Swift 6.3) reads beyond its memory
/// now and then where two threads are in it at once.
enum Launch {
    private static let turn = Mutex(())

    static func run(_ process: Process) throws {
        let failure: (any Error)? = turn.withLock { _ in
            do {
                try process.run()
                return nil
            } catch {
                return error
            }
        }
        if let failure { throw failure }
    }
}
