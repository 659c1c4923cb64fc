import Foundation
import FoundryJSON

/// The counts of one worker, or of all of them.
struct SoakReport: Sendable {
    var calls = 0
    var cancelled = 0
    /// Results that are no error.
    var successes = 0
    /// Tool errors, by kind.
    var failures: [String: Int] = [:]
    /// Errors of the protocol, by code.
    var protocolErrors: [Int: Int] = [:]
    /// Writes whose answer was lost or no use, and that looking showed to be carried out, or not, or neither.
    var learned = 0
    var refuted = 0
    var unresolved = 0
    var claims: [Claim] = []
    /// The quotes that somebody said yes to, or whose amount a call stated.
    var agreed: Set<Offer> = []
    /// Questions to the user, and how many of the quotes were replaced while they were open.
    var questions = 0
    var replaced = 0
    /// The responses that should not have occurred.
    var surprises: [String] = []

    mutating func count(_ message: JSON?) {
        calls += 1
        guard let message else {
            cancelled += 1
            return
        }
        if let error = message["error"] {
            protocolErrors[error["code"]?.int ?? 0, default: 0] += 1
        } else if message["result"]?["isError"]?.bool == true {
            let kind = message["result"]?["_meta"]?["com.adaptyvbio.foundry/error"]?["kind"]?.string
            failures[kind ?? "none", default: 0] += 1
            let text = message["result"]?["content"]?[0]?["text"]?.string ?? ""
            if text.contains("was not carried out") { refuted += 1 }
            if text.contains("may or may not have been") || text.contains("says that it was carried out") {
                unresolved += 1
            }
            if kind == nil { surprises.append(message.text) }
        } else if message["result"] != nil {
            successes += 1
            if message["result"]?["structuredContent"]?["note"] != nil { learned += 1 }
        } else {
            surprises.append(message.text)
        }
    }

    mutating func add(_ other: SoakReport) {
        calls += other.calls
        cancelled += other.cancelled
        successes += other.successes
        failures.merge(other.failures, uniquingKeysWith: +)
        protocolErrors.merge(other.protocolErrors, uniquingKeysWith: +)
        learned += other.learned
        refuted += other.refuted
        unresolved += other.unresolved
        claims += other.claims
        agreed.formUnion(other.agreed)
        questions += other.questions
        replaced += other.replaced
        surprises += other.surprises
    }
}
