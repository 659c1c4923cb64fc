import FoundryAPI

/// What can be said of a key without sending it.
enum KeyCheck {
    private typealias Variable = FoundryConfiguration.Variable

    static func findings(
        _ configuration: FoundryConfiguration, source: String, environment: ProcessEnvironment
    ) -> [Finding] {
        guard let key = configuration.key else {
            if let reference = environment.references.first {
                return [.red("key", reference.summary, advice: KeyReference.advice)]
            }
            return [
                .red(
                    "key", "none in \(Variable.key) or \(Variable.otherKey)",
                    advice:
                        "Get one at https://foundry.adaptyvbio.com and export it as \(Variable.key); or use --sandbox."
                )
            ]
        }
        var findings: [Finding] = []
        if key.hasUsualShape {
            findings.append(.green("key", "from \(source), fingerprint \(key.fingerprint)"))
        } else {
            findings.append(
                .yellow(
                    "key", "from \(source), fingerprint \(key.fingerprint), but not of the usual form abs0_…",
                    advice: "Compare it with the one that you were given: it may be cut off or another service's."))
        }
        if source == Variable.key, let other = environment[Variable.otherKey].flatMap({ APIKey($0) }),
            other != key
        {
            findings.append(
                .yellow(
                    "key",
                    "\(Variable.otherKey) holds another one, fingerprint \(other.fingerprint), which is not used",
                    advice: "Unset the one that you do not mean."))
        }
        return findings
    }
}
