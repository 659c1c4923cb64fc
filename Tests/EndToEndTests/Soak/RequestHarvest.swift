import FoundryJSON
import FoundrySandbox
import Synchronization

/// Counts what a sandbox was asked, over more requests than its log keeps.
final class RequestHarvest: Sendable {
    struct Count: Sendable {
        var requests = 0
        /// Requests that the sandbox did not answer, or answered with 429 or 5xx.
        var unanswered = 0
        var refused = 0
        /// The number of requests to create each name, without those that got a 429.
        var creations: [String: Int] = [:]
        /// Requests without a key.
        var withoutKey = 0
        /// A Boolean value that indicates whether more requests came at once than the log keeps.
        var hasGap = false
        fileprivate var lastID: String?
    }

    private let sandbox: Sandbox
    private let state = Mutex(Count())

    init(_ sandbox: Sandbox) {
        self.sandbox = sandbox
    }

    /// Counts now and then, until the task is cancelled.
    func run() async {
        while !Task.isCancelled {
            collect()
            try? await Task.sleep(for: .milliseconds(500))
        }
    }

    /// Counts what has come since the last time.
    @discardableResult
    func collect() -> Count {
        let log = sandbox.requestLog
        return state.withLock { state in
            let start = state.lastID.map { last in log.lastIndex { $0.requestID == last }.map { $0 + 1 } } ?? 0
            if start == nil { state.hasGap = true }
            for request in log[(start ?? 0)...] { state.add(request) }
            state.lastID = log.last?.requestID ?? state.lastID
            return state
        }
    }
}

extension RequestHarvest.Count {
    fileprivate mutating func add(_ request: SandboxRequest) {
        requests += 1
        if !request.hadAuthorization, request.path != "/api/v1/info/health", request.path != "/api/v1/info/health-db" {
            withoutKey += 1
        }
        if request.status == nil { unanswered += 1 }
        if let status = request.status, status == 429 || status >= 500 { refused += 1 }
        if request.method == "POST", request.path == "/api/v1/experiments", request.status != 429,
            let name = (try? JSON(parsing: request.body))?["name"]?.string
        {
            creations[name, default: 0] += 1
        }
    }
}
