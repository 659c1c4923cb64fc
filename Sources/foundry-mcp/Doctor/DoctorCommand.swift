import FoundryAPI
import FoundryJSON

/// `doctor`: checks everything that the tools need, and says what to do about each problem.
struct DoctorCommand {
    private let settings: Settings
    private let printsJSON: Bool

    init(_ arguments: inout Arguments, _ environment: ProcessEnvironment) throws {
        printsJSON = try arguments.flag("--json")
        settings = try Settings(&arguments, environment)
        try arguments.finish()
    }

    func run() throws -> Int32 {
        let files = FileChecks.findings(settings.fileFolders, home: UserFolders(settings.environment).home)
        let findings = try (examine() + files).map { $0.redacted(redactor) }
        let worst = findings.map(\.status).max() ?? .green
        if printsJSON {
            let checks = JSON(findings.map(\.json))
            Output.json(JSON.object(["status": JSON(worst.rawValue), "checks": checks]))
        } else {
            Self.show(findings)
            Output.line("\n" + worst.conclusion)
        }
        return worst == .red ? 1 : 0
    }

    /// Removes keys: an address, or what was given in place of a key, may contain one.
    private var redactor: Redactor {
        let values = FoundryConfiguration.Variable.keys.compactMap { settings.environment[$0] }
        return Redactor(key: values.first.flatMap { APIKey($0) })
    }

    private func examine() throws -> [Finding] {
        do {
            let upstream = try Upstream.start(settings)
            defer { upstream.stop() }
            let configuration = upstream.configuration
            guard !settings.usesSandbox else {
                return try [.green("configuration", "the sandbox in this process, at \(configuration.baseURL)")]
                    + examine(configuration, keySource: "the sandbox", ProcessEnvironment([:]))
            }
            let source = configuration.urlVariable.map { "from \($0)" } ?? "the default"
            let findings: [Finding] = [.green("configuration", "\(configuration.baseURL), \(source)")]
            guard let command = upstream.keyCommand else {
                return try findings
                    + examine(configuration, keySource: configuration.keyVariable ?? "", settings.environment)
            }
            do {
                let complete = try Blocking.run { try await command.configuration() }
                return try findings + examine(complete, keySource: KeyCommand.variable, settings.environment)
            } catch let error as FoundryError {
                let advice = "Run the command in the terminal that you start the client from."
                return findings + [.red("key", error.message, advice: advice), APIChecks.scope(settings.scope)]
            }
        } catch let error as ConfigurationError {
            let advice = "Correct \(error.variable ?? "the setting") where your client or shell sets it."
            return [.red("configuration", error.message, advice: advice), APIChecks.scope(settings.scope)]
        }
    }

    private func examine(
        _ configuration: FoundryConfiguration, keySource: String, _ environment: ProcessEnvironment
    ) throws -> [Finding] {
        let key =
            KeyChecks.destination(configuration)
            + KeyChecks.findings(configuration, source: keySource, environment: environment)
        let checks = APIChecks(client: FoundryClient(configuration: configuration), scope: settings.scope)
        return try Blocking.run { key + (await checks.findings()) }
    }

    private static func show(_ findings: [Finding]) {
        let width = findings.map(\.name.count).max() ?? 0
        for finding in findings {
            Output.line(
                StyledText(Columns.padded(finding.status.rawValue, 6), finding.status.style)
                    + StyledText("  \(Columns.padded(finding.name, width))  \(finding.summary)"))
            if let advice = finding.advice { Output.line(Columns.padded("", 8 + width + 2) + "→ \(advice)") }
        }
    }
}

/// The result of one check.
struct Finding: Sendable {
    enum Status: String, Sendable, Comparable, CaseIterable {
        case green, yellow, red

        static func < (left: Status, right: Status) -> Bool { left.rank < right.rank }

        private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

        fileprivate var style: StyledText.Style {
            switch self {
            case .green: .green
            case .yellow: .yellow
            case .red: .red
            }
        }

        /// The last line of the report if this is the worst status.
        fileprivate var conclusion: String {
            switch self {
            case .green: "All checks passed."
            case .yellow: "Everything works, with warnings."
            case .red: "Some checks failed."
            }
        }
    }

    let status: Status
    /// The subject of the check, in one word.
    let name: String
    let summary: String
    /// The advice on what to do about it; nil if there is nothing to do.
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

    /// Returns the same finding without keys.
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
