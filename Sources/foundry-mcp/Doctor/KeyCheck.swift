import Foundation
import FoundryAPI

/// What can be said of a key without sending it.
enum KeyCheck {
    private typealias Variable = FoundryConfiguration.Variable

    static func findings(
        _ configuration: FoundryConfiguration, source: String, environment: [String: String]
    ) -> [Finding] {
        guard let key = configuration.key else {
            return [
                .red(
                    "key", "none in \(Variable.key) or \(Variable.otherKey)",
                    advice:
                        "Get one at https://foundry.adaptyvbio.com and export it as \(Variable.key); or use --sandbox."
                )
            ]
        }
        let value = (environment[source] ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
        if isReference(value) {
            return [
                .red(
                    "key", "\(source) is the text \(value): the client did not put the variable's value in its place",
                    advice: "Set that variable where the client is started, or see foundry-mcp config CLIENT.")
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

    /// Whether a value is what stands in a client's file for a variable: `${env:NAME}`, `${NAME}`, `$NAME`.
    static func isReference(_ value: String) -> Bool {
        guard value.hasPrefix("$") else { return false }
        let name = value.dropFirst().trimmingCharacters(in: ["{", "}"])
        return !name.isEmpty
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "_:-.".utf8.contains(byte)
                }
            }
    }
}
