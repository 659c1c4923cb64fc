import FoundryJSON
import FoundryJSONRPC

/// A watch of tasks for a client that listens to their status.
///
/// Each task is polled at the interval that it asks for. The client is told the state that `tasks/get` would return.
struct TaskWatch: Sendable {
    /// The largest number of tasks that one subscription watches.
    static let limit = 64

    private let provider: any TaskProvider
    private let context: RequestContext
    /// The states of the tasks when the watch began, in the order of the request.
    private let states: [TaskState]

    /// Creates a watch of those tasks that exist, once their present state is known.
    ///
    /// - Throws: `RPCError`; `CancellationError`.
    init(_ ids: [String], of provider: any TaskProvider, _ context: RequestContext) async throws {
        var states: [TaskState] = []
        for id in ids where !states.contains(where: { $0.id == id }) && states.count < Self.limit {
            do {
                states.append(try await provider.task(id, context: context))
            } catch is UnknownTask {
                continue
            }
        }
        self.provider = provider
        self.context = context
        self.states = states
    }

    /// The ids of the tasks that are watched.
    var ids: [String] { states.map(\.id) }

    /// Reports the present state of each task, and each change until all tasks are complete or the work is cancelled.
    func run(report: (TaskState) -> Void) async {
        for state in states { report(state) }
        var open = states.filter(\.isOpen)
        while let interval = open.map(\.pollInterval).min() {
            guard (try? await Task.sleep(for: interval)) != nil else { return }
            var next: [TaskState] = []
            for last in open {
                do {
                    let state = try await provider.task(last.id, context: context)
                    if state.differs(from: last) { report(state) }
                    if state.isOpen { next.append(state) }
                } catch is UnknownTask {
                    continue
                } catch {
                    // Looked at again the next time.
                    next.append(last)
                }
            }
            open = next
        }
    }
}

extension TaskState {
    /// A Boolean value indicating whether the task can still change.
    fileprivate var isOpen: Bool {
        switch status {
        case .working: true
        case .completed: false
        }
    }

    /// Returns whether a client sees another state than before, apart from the time of the poll.
    fileprivate func differs(from other: TaskState) -> Bool {
        isOpen != other.isOpen || message != other.message
    }
}
