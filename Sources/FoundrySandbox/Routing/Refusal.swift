import JSON

/// Why a request is not carried out, as the API tells it.
struct Refusal: Error {
    var status: Int
    var message: String
    /// What the body says beyond `error` and `request_id`.
    var more: [JSON.Member] = []

    init(_ status: Int, _ message: String, more: [JSON.Member] = []) {
        self.status = status
        self.message = message
        self.more = more
    }

    /// The refusal that an error is, or 500 for one that is none.
    init(wrapping error: any Error) {
        self = error as? Refusal ?? Refusal(500, "internal error: \(error)")
    }

    static func badRequest(_ message: String) -> Refusal { Refusal(400, message) }
    static func notFound(_ message: String) -> Refusal { Refusal(404, message) }
    static func conflict(_ message: String) -> Refusal { Refusal(409, message) }
    static func unprocessable(_ message: String) -> Refusal { Refusal(422, message) }

    /// All problems of a body at once.
    static func problems(_ problems: [String], status: Int = 422) -> Refusal {
        Refusal(status, "invalid request body: " + problems.joined(separator: "; "))
    }
}
