/// The counts of messages between a client and a process, and the violations among them.
struct WireTally: Sendable {
    var requests = 0
    var answers = 0
    /// Requests that were cancelled before their answer was seen.
    var cancellations = 0
    /// Of those, the ones whose answer was on its way already.
    var crossed = 0
    /// Notifications from the server, by method.
    var notifications: [String: Int] = [:]
    /// Lines on stderr that say that a request is sent again.
    var retries = 0
    /// Lines on stderr that say that a lost answer is looked for.
    var investigations = 0
    /// Answers to what was not asked, second answers, answers that follow a cancellation the server had seen.
    var violations: [String] = []

    mutating func violate(_ text: String) {
        if violations.count < 20 { violations.append(text) }
    }
}
