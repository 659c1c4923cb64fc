import FoundryAPI
import FoundryJSON

/// `doctor`: whether everything is as it must be for the tools to work, and what to do where it is not.
struct DoctorCommand {
    private let settings: Settings
    private let printsJSON: Bool

    init(_ words: inout CommandLineWords, _ environment: ProcessEnvironment) throws {
        printsJSON = try words.flag("--json")
        settings = try Settings(&words, environment)
        try words.finish()
    }

    func run() throws -> Int32 {
        let findings = try examine().map { $0.redacted(redactor) }
        let worst = findings.map(\.status).max() ?? .green
        if printsJSON {
            let checks = JSON(findings.map(\.json))
            Output.line(JSON.object(["status": JSON(worst.rawValue), "checks": checks]).text)
        } else {
            for line in Self.lines(findings, worst) { Output.line(line) }
        }
        return worst == .red ? 1 : 0
    }

    /// An address, or what stands in the place of the key, may hold one.
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
                    + examine(configuration, keySource: "the sandbox's own", ProcessEnvironment([:]))
            }
            let source = configuration.urlVariable.map { "from \($0)" } ?? "the usual one"
            return try [.green("configuration", "\(configuration.baseURL), \(source)")]
                + examine(configuration, keySource: configuration.keyVariable ?? "", settings.environment)
        } catch let error as ConfigurationError {
            let advice = "Correct \(error.variable ?? "it") where your client or shell sets it."
            return [.red("configuration", error.message, advice: advice), Checkup.scope(settings.scope)]
        }
    }

    private func examine(
        _ configuration: FoundryConfiguration, keySource: String, _ environment: ProcessEnvironment
    ) throws -> [Finding] {
        let key = KeyCheck.findings(configuration, source: keySource, environment: environment)
        let checkup = Checkup(client: FoundryClient(configuration: configuration), scope: settings.scope)
        return try Blocking.run { key + (await checkup.findings()) }
    }

    // MARK: - For a person

    private static func lines(_ findings: [Finding], _ worst: Finding.Status) -> [String] {
        let width = findings.map(\.name.count).max() ?? 0
        var lines: [String] = []
        for finding in findings {
            lines.append("\(mark(finding.status))  \(Columns.padded(finding.name, width))  \(finding.summary)")
            if let advice = finding.advice { lines.append(Columns.padded("", 8 + width + 2) + "→ \(advice)") }
        }
        let end =
            switch worst {
            case .green: "All is well."
            case .yellow: "It works; see what is yellow."
            case .red: "Something is in the way; see what is red."
            }
        return lines + ["", end]
    }

    /// The status as a word, so that it is told apart without colours.
    private static func mark(_ status: Finding.Status) -> String {
        let style = status == .green ? "32" : status == .yellow ? "33" : "31"
        return Terminal.styled(Columns.padded(status.rawValue, 6), style)
    }
}
