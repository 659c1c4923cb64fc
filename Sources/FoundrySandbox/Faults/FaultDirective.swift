/// A directive of a fault, such as `status=503`.
struct FaultDirective: Sendable {
    typealias Effect = @Sendable (inout FaultEffects) -> Void

    var name: String
    /// The placeholder of the value in ``usage``; nil if the directive takes none.
    var value: String?
    /// A description short enough to stand beside ``usage`` on a line of 80 columns.
    var summary: String
    /// Parses the value. Returns nil if it's invalid; a condition is stored and has no effect of its own.
    var parse: @Sendable (String, inout FaultCondition) -> Effect?

    /// The form in which it is written.
    var usage: String { value.map { "\(name)=\($0)" } ?? name }

    /// The valid values, where the usage doesn't tell them.
    var advice: String {
        switch name {
        case "route": "; a path is one of the API's, such as /experiments/{experiment_id}/submit"
        case "submit-conflict": "; kinds are " + SubmitConflict.hints.keys.sorted().joined(separator: ", ")
        default: ""
        }
    }

    static let all: [FaultDirective] = conditions + replacements + delays + corruptions

    private static let conditions: [FaultDirective] = [
        condition("route", "METHOD /path", "only requests to this operation") { $1.setRoute($0) },
        condition("rate", "0…1", "only this share of the requests") { text, condition in
            guard let rate = Double(text), (0...1).contains(rate) else { return false }
            condition.rate = rate
            return true
        },
        condition("times", "N", "at most N times") { text, condition in
            guard let times = Int(text), times >= 0 else { return false }
            condition.times = times
            return true
        },
        condition("after", "N", "not the first N matching requests") { text, condition in
            guard let after = Int(text), after >= 0 else { return false }
            condition.after = after
            return true
        },
    ]

    private static let replacements: [FaultDirective] = [
        number("status", "200…599", "respond with this instead of acting on it", 200...599) { $0.status = $1 },
        number("retry-after", "SECONDS", "add Retry-After; 429 unless a status is given", 0...1_000_000) {
            $0.retryAfter = $1
        },
        number("retry-after-date", "SECONDS", "the same, given as a date", 0...1_000_000) {
            $0.retryAfterDate = $1
        },
        text("redirect", "URL", "redirect; 302 unless a status is given") { text in
            guard !text.isEmpty, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
            return { $0.redirect = text }
        },
        text("submit-conflict", "KIND", "refuse submissions with this error_kind") { text in
            guard SubmitConflict.hints[text] != nil else { return nil }
            return { $0.submitConflict = text }
        },
        flag("after-commit", "with status, redirect …: act on it first") { $0.carriesOut = true },
        flag("drop-before-commit", "close the connection without acting on it") { $0.dropsBefore = true },
        flag("drop-after-commit", "act on it, then close the connection") { $0.dropsAfter = true },
        flag("reset", "close with a reset (RST)") { $0.resets = true },
    ]

    private static let delays: [FaultDirective] = [
        delay("latency", "wait before acting on the request") { $0.latencyBefore += $1 },
        delay("latency-after-commit", "wait between acting and responding") { $0.latencyAfter += $1 },
        delay("slow-body", "send the body this slowly") { $0.bodySeconds = max($0.bodySeconds, $1) },
    ]

    private static let corruptions: [FaultDirective] = [
        flag("truncate", "close the connection in the middle of the body") { $0.truncates = true },
        flag("wrong-length", "send a Content-Length that is too small") { $0.understatesLength = true },
        flag("malformed", "send a body that isn't valid JSON") { $0.breaksJSON = true },
        flag("invalid-utf8", "send a body that isn't valid UTF-8") { $0.breaksUTF8 = true },
        text("content-type", "TYPE", "send another type; for HTML, a page") { text in
            guard !text.isEmpty, text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else { return nil }
            return { $0.contentType = text }
        },
        flag("gzip-bomb", "send a small body that unpacks to 128 MiB") { $0.sendsGzipBomb = true },
        flag("echo-key", "include the caller's key in many encodings") { $0.echoesKey = true },
    ]

    // MARK: Kinds of directives

    private static func condition(
        _ name: String, _ value: String, _ summary: String,
        _ parse: @escaping @Sendable (String, inout FaultCondition) -> Bool
    ) -> FaultDirective {
        FaultDirective(name: name, value: value, summary: summary) { text, condition in
            guard parse(text, &condition) else { return nil }
            return { _ in }
        }
    }

    private static func flag(_ name: String, _ summary: String, _ effect: @escaping Effect) -> FaultDirective {
        FaultDirective(name: name, value: nil, summary: summary) { _, _ in effect }
    }

    private static func text(
        _ name: String, _ value: String, _ summary: String, _ parse: @escaping @Sendable (String) -> Effect?
    ) -> FaultDirective {
        FaultDirective(name: name, value: value, summary: summary) { text, _ in parse(text) }
    }

    private static func number(
        _ name: String, _ value: String, _ summary: String, _ range: ClosedRange<Int>,
        _ effect: @escaping @Sendable (inout FaultEffects, Int) -> Void
    ) -> FaultDirective {
        text(name, value, summary) { text in
            guard let number = Int(text), range.contains(number) else { return nil }
            return { effect(&$0, number) }
        }
    }

    /// Makes a directive with a duration of up to a day: `2s`, `150ms`, `2`.
    private static func delay(
        _ name: String, _ summary: String, _ effect: @escaping @Sendable (inout FaultEffects, Double) -> Void
    ) -> FaultDirective {
        text(name, "2s|150ms", summary) { text in
            let (digits, scale) =
                text.hasSuffix("ms")
                ? (text.dropLast(2), 0.001) : (text.hasSuffix("s") ? text.dropLast() : text[...], 1.0)
            guard let number = Double(digits), (0...86_400).contains(number * scale) else { return nil }
            return { effect(&$0, number * scale) }
        }
    }
}
