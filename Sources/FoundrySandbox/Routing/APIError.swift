import FoundryJSON

/// Why a request is not carried out, as the API tells it.
struct APIError: Error {
    var status: Int
    var message: String
    /// What the body says beyond `error` and `request_id`.
    var more: [JSON.Member] = []

    init(_ status: Int, _ message: String, more: [JSON.Member] = []) {
        self.status = status
        self.message = message
        self.more = more
    }

    /// What the API tells of an error: itself, or 500 for one that is not the caller's.
    init(wrapping error: any Error) {
        self = error as? APIError ?? APIError(500, "internal error: \(error)")
    }

    static func badRequest(_ message: String) -> APIError { APIError(400, message) }
    static func notFound(_ message: String) -> APIError { APIError(404, message) }
    static func conflict(_ message: String) -> APIError { APIError(409, message) }
    static func unprocessable(_ message: String) -> APIError { APIError(422, message) }

    /// All problems of a body at once.
    static func problems(_ problems: [String], status: Int) -> APIError {
        APIError(status, "invalid request body: " + problems.joined(separator: "; "))
    }
}
