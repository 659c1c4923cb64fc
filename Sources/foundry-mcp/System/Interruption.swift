import Dispatch
import Foundation
import FoundrySystem

/// Ctrl-C and its like, turned into a call.
struct Interruption {
    private let sources: [any DispatchSourceSignal]

    /// Calls `action` when the program is asked to end, instead of ending it.
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

    /// Lets the program be ended again.
    func end() {
        for source in sources { source.cancel() }
        for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
    }

    /// Returns when the program is asked to end.
    static func wait() {
        let asked = DispatchSemaphore(value: 0)
        let interruption = onRequest { asked.signal() }
        asked.wait()
        interruption.end()
    }
}
