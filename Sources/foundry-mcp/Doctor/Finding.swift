import FoundryAPI
import FoundryJSON

/// What `doctor` found about one thing.
struct Finding: Sendable {
    enum Status: String, Sendable, Comparable {
        case green, yellow, red

        static func < (left: Status, right: Status) -> Bool { left.rank < right.rank }

        private var rank: Int { self == .green ? 0 : self == .yellow ? 1 : 2 }
    }

    let status: Status
    /// What was looked at: one word.
    let name: String
    let summary: String
    /// What to do about it; nil where nothing is.
    var advice: String?

    static func green(_ name: String, _ summary: String) -> Finding {
        Finding(status: .green, name: name, summary: summary)
    }

    static func yellow(_ name: String, _ summary: String, advice: String) -> Finding {
        Finding(status: .yellow, name: name, summary: summary, advice: advice)
    }

    static func red(_ name: String, _ summary: String, advice: String) -> Finding {
        Finding(status: .red, name: name, summary: summary, advice: advice)
    }

    /// The same without keys.
    func redacted(_ redactor: Redactor) -> Finding {
        Finding(
            status: status, name: name, summary: redactor.redact(summary), advice: advice.map { redactor.redact($0) })
    }

    var json: JSON {
        .object([
            "status": JSON(status.rawValue), "check": JSON(name), "summary": JSON(summary),
            "advice": advice.map { JSON($0) },
        ])
    }
}
