/// A word that faults are made of.
struct FaultWord: Sendable {
    var name: String
    /// What stands after the equals sign, for people; nil for a word without a value.
    var value: String?
    /// What it does, short enough to stand beside ``usage`` on a line of 80 columns.
    var meaning: String
    /// Takes the value; false where it is none.
    var apply: @Sendable (String, inout FaultCondition, inout FaultEffects) -> Bool

    /// Which values there are, where a wrong one is not told from the usage.
    var advice: String {
        switch name {
        case "route": "; a path is one of the API's, such as /experiments/{experiment_id}/submit"
        case "submit-conflict": "; kinds are " + SubmitConflict.hints.keys.sorted().joined(separator: ", ")
        default: ""
        }
    }

    /// How it is written.
    var usage: String { value.map { "\(name)=\($0)" } ?? name }

    static let all: [FaultWord] = when + instead + timing + broken

    private static let when: [FaultWord] = [
        .init(name: "route", value: "METHOD /path", meaning: "only requests of this operation") { value, when, _ in
            when.setRoute(value)
        },
        .init(name: "rate", value: "0…1", meaning: "only this share of the requests") { value, when, _ in
            guard let rate = Double(value), (0...1).contains(rate) else { return false }
            when.rate = rate
            return true
        },
        .init(name: "times", value: "N", meaning: "only so many times") { value, when, _ in
            set(&when.times, Int(value), 0...Int.max)
        },
        .init(name: "after", value: "N", meaning: "not the first N matching requests") { value, when, _ in
            set(&when.after, Int(value), 0...Int.max)
        },
    ]

    private static let instead: [FaultWord] = [
        .init(name: "status", value: "200…599", meaning: "this is answered, and nothing carried out") {
            set(&$2.status, Int($0), 200...599)
        },
        .init(
            name: "retry-after", value: "SECONDS",
            meaning: "Retry-After; 429, where no status is given"
        ) { set(&$2.retryAfter, Int($0), 0...1_000_000) },
        .init(name: "retry-after-date", value: "SECONDS", meaning: "the same as a date so far ahead") {
            set(&$2.retryAfterDate, Int($0), 0...1_000_000)
        },
        .init(name: "redirect", value: "URL", meaning: "a redirect; 302, where no status is given") {
            $2.redirect = $0
            return !$0.isEmpty && $0.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        },
        .init(name: "submit-conflict", value: "KIND", meaning: "submissions get 409 with this error_kind") {
            $2.submitConflict = $0
            return SubmitConflict.hints[$0] != nil
        },
        .init(name: "after-commit", meaning: "with status, redirect …: carried out first") {
            $2.carriesOut = true
            return true
        },
        .init(name: "drop-before-commit", meaning: "the connection is closed, nothing carried out") {
            $2.dropsBefore = true
            return true
        },
        .init(name: "drop-after-commit", meaning: "carried out, then the connection is closed") {
            $2.dropsAfter = true
            return true
        },
        .init(name: "reset", meaning: "what is closed is broken (RST), not ended") {
            $2.resets = true
            return true
        },
    ]

    private static let timing: [FaultWord] = [
        .init(name: "latency", value: "2s|150ms", meaning: "so long nothing happens, then all goes on") {
            set(&$2.latencyBefore, seconds($0), 0...86_400)
        },
        .init(name: "latency-after-commit", value: "2s|150ms", meaning: "carried out at once, answered so much later") {
            set(&$2.latencyAfter, seconds($0), 0...86_400)
        },
        .init(name: "slow-body", value: "2s|150ms", meaning: "the body takes so long to come") {
            set(&$2.bodySeconds, seconds($0), 0...86_400)
        },
    ]

    private static let broken: [FaultWord] = [
        .init(name: "truncate", meaning: "the connection is closed within the body") {
            $2.truncates = true
            return true
        },
        .init(name: "wrong-length", meaning: "Content-Length is less than what is sent") {
            $2.tellsWrongLength = true
            return true
        },
        .init(name: "malformed", meaning: "the body is no valid JSON") {
            $2.malforms = true
            return true
        },
        .init(name: "invalid-utf8", meaning: "the body is no valid UTF-8") {
            $2.breaksUTF8 = true
            return true
        },
        .init(name: "content-type", value: "TYPE", meaning: "another type; with one of HTML, a page of it") {
            $2.contentType = $0
            return !$0.isEmpty && $0.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
        },
        .init(name: "gzip-bomb", meaning: "a small compressed body that grows to 128 MiB") {
            $2.sendsGzipBomb = true
            return true
        },
        .init(name: "echo-key", meaning: "the body has the caller's key, in many guises") {
            $2.echoesKey = true
            return true
        },
    ]

    init(
        name: String, value: String? = nil, meaning: String,
        _ apply: @escaping @Sendable (String, inout FaultCondition, inout FaultEffects) -> Bool
    ) {
        self.name = name
        self.value = value
        self.meaning = meaning
        self.apply = apply
    }

    private static func set<Value: Comparable>(
        _ place: inout Value, _ value: Value?, _ range: ClosedRange<Value>
    ) -> Bool {
        guard let value, range.contains(value) else { return false }
        place = value
        return true
    }

    private static func set<Value: Comparable>(
        _ place: inout Value?, _ value: Value?, _ range: ClosedRange<Value>
    ) -> Bool {
        guard let value, range.contains(value) else { return false }
        place = value
        return true
    }

    /// A time span in seconds: `2s`, `150ms`, `2`.
    private static func seconds(_ text: String) -> Double? {
        let (digits, scale) =
            text.hasSuffix("ms") ? (text.dropLast(2), 0.001) : (text.hasSuffix("s") ? text.dropLast() : text[...], 1.0)
        return Double(digits).map { $0 * scale }
    }
}
