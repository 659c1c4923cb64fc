import Synchronization

/// The last requests that were served.
final class RequestLog: Sendable {
    static let limit = 4096
    static let bodyLimit = 4096

    private let entries = Mutex<[SandboxRequest]>([])

    var all: [SandboxRequest] {
        entries.withLock { $0.suffix(RequestLog.limit) }
    }

    func add(_ request: HTTPRequest, status: Int?, requestID: String) {
        let isKey = { (header: HTTPRequest.Header) in
            header.name.utf8.elementsEqualIgnoringCase("authorization".utf8)
        }
        let entry = SandboxRequest(
            method: request.method, path: request.path, query: request.query,
            headers: request.headers.filter { !isKey($0) }.map { .init(name: $0.name, value: $0.value) },
            hadAuthorization: request.headers.contains(where: isKey),
            body: Array(request.body.prefix(RequestLog.bodyLimit)), status: status, requestID: requestID)
        entries.withLock { entries in
            entries.append(entry)
            // Cut in large steps, so that not every request moves the whole log.
            if entries.count >= 2 * RequestLog.limit { entries.removeFirst(entries.count - RequestLog.limit) }
        }
    }
}
