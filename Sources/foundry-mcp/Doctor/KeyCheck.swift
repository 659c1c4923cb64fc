import FoundryAPI

/// What can be said of a key without sending it.
enum KeyCheck {
    static func findings(
        _ configuration: FoundryConfiguration, source: String, environment: ProcessEnvironment
    ) -> [Finding] {
        guard let key = configuration.key else {
            if let reference = environment.references.first {
                return [.red("key", reference.summary, advice: KeyReference.advice)]
            }
            return [
                .red(
                    "key", "none in FOUNDRY_API_TOKEN or ADAPTYV_API_KEY",
                    advice:
                        "Get one at https://foundry.adaptyvbio.com and export it as FOUNDRY_API_TOKEN; or use --sandbox."
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
        if source == "FOUNDRY_API_TOKEN", let other = environment["ADAPTYV_API_KEY"].flatMap({ APIKey($0) }),
            other != key
        {
            findings.append(
                .yellow(
                    "key", "ADAPTYV_API_KEY holds another one, fingerprint \(other.fingerprint), which is not used",
                    advice: "Unset the one that you do not mean."))
        }
        return findings
    }
}
