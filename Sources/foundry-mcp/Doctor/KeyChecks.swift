import FoundryAPI
import FoundryFoundation
import FoundryJSON

/// The checks of a key that need no request.
enum KeyChecks {
    private typealias Variable = FoundryConfiguration.Variable

    /// Returns a warning if the key goes to a host that is neither Adaptyv's nor this machine.
    static func destination(_ configuration: FoundryConfiguration) -> [Finding] {
        guard let host = configuration.foreignHost else { return [] }
        return [
            .yellow(
                "host", "your key is sent to \(host), which is not Adaptyv's host",
                advice: "Unset \(configuration.urlVariable ?? Variable.url) unless you trust this host with your key.")
        ]
    }

    static func findings(
        _ configuration: FoundryConfiguration, source: String, environment: ProcessEnvironment
    ) -> [Finding] {
        guard let key = configuration.key else {
            if let reference = environment.references.first {
                return [.red("key", reference.summary, advice: KeyReference.advice)]
            }
            return [
                .red(
                    "key", "neither \(Variable.key) nor \(Variable.otherKey) is set",
                    advice: "Get a key at https://foundry.adaptyvbio.com and export it as \(Variable.key), or name a "
                        + "command that prints it in \(KeyCommand.variable), or use --sandbox.")
            ] + launcher
        }
        var findings: [Finding] = []
        if key.hasUsualShape {
            findings.append(.green("key", "from \(source), fingerprint \(key.fingerprint)"))
        } else {
            findings.append(
                .yellow(
                    "key", "from \(source), fingerprint \(key.fingerprint), but it does not look like abs0_…",
                    advice: "Compare it with the key that you were given: it may be incomplete, or another service's."))
        }
        if source == Variable.key, let other = environment[Variable.otherKey].flatMap({ APIKey($0) }), other != key {
            findings.append(
                .yellow(
                    "key",
                    "\(Variable.otherKey) contains a different key, fingerprint \(other.fingerprint), which is ignored",
                    advice: "Unset the variable that you do not mean."))
        }
        return findings
    }
}

#if os(macOS)
    extension KeyChecks {
        /// A finding about apps that are started from the Dock, which see the variables of `launchctl` only.
        fileprivate static var launcher: [Finding] {
            let look = ProcessEnvironment([KeyCommand.variable: "launchctl getenv \(Variable.key)"])
            let isSet = KeyCommand(look, timeout: .seconds(5)).map { command in
                (try? Blocking.run { try await command.configuration() }) != nil
            }
            guard isSet != true else {
                return [.green("dock", "launchctl has \(Variable.key): apps started from the Dock see it")]
            }
            return [
                .yellow(
                    "dock", "apps started from the Dock do not see what a shell's profile exports",
                    advice: "foundry-mcp config CLIENT --key-command COMMAND lets the server fetch the key itself.")
            ]
        }
    }
#else
    extension KeyChecks {
        fileprivate static var launcher: [Finding] { [] }
    }
#endif

/// The identity that a key stands for, from the response to `whoami`.
struct Caller {
    private let response: JSON

    init(_ response: JSON) {
        self.response = response
    }

    /// The permissions, as `resource:action`.
    var permissions: [String] {
        response["permissions"]?.elements?.compactMap(\.string) ?? []
    }

    func findings(now: Date = .now) -> [Finding] {
        [organization, permissionList, expiry(now)]
    }

    private var organization: Finding {
        let all = response["organizations"]?.elements ?? []
        guard let active = all.first(where: { $0["active"]?.bool == true }) else {
            return .yellow(
                "organization", "the key has no organization",
                advice: "Ask your organization's administrator to add you.")
        }
        let others = all.count > 1 ? ", one of \(all.count)" : ""
        let role = active["role"]?.string.map { ", as \($0)" } ?? ""
        return .green("organization", "\(active["name"]?.string ?? active["id"]?.string ?? "?")\(role)\(others)")
    }

    private var permissionList: Finding {
        guard !permissions.isEmpty else {
            return .yellow(
                "permissions", "none",
                advice: "Create a key with the permissions that you need at https://foundry.adaptyvbio.com.")
        }
        var actions: [(resource: Substring, actions: [String])] = []
        for permission in permissions {
            let parts = permission.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            let (resource, action) = (parts[0], parts.count > 1 ? String(parts[1]) : "?")
            if let index = actions.firstIndex(where: { $0.resource == resource }) {
                actions[index].actions.append(action)
            } else {
                actions.append((resource, [action]))
            }
        }
        let text = actions.map { "\($0.resource) (\($0.actions.joined(separator: ", ")))" }.joined(separator: "; ")
        return .green("permissions", text)
    }

    private func expiry(_ now: Date) -> Finding {
        let recorded = response["token_expires_at"] ?? .null
        guard !recorded.isNull else { return .green("expiry", "no expiry date") }
        let text = recorded.string ?? recorded.text
        guard let date = APITimestamp.date(text) else {
            return .yellow(
                "expiry", "\(text), which is not a time that this program can read",
                advice: "Check at https://foundry.adaptyvbio.com when the key expires.")
        }
        let hours = date.timeIntervalSince(now) / 3600
        let advice = "Create a new key at https://foundry.adaptyvbio.com."
        switch hours {
        case ...0: return .red("expiry", "the key expired at \(text)", advice: advice)
        case ..<48: return .yellow("expiry", "in \(Int(hours.rounded(.up))) hours, at \(text)", advice: advice)
        case ..<(14 * 24): return .yellow("expiry", "in \(Int(hours / 24)) days, at \(text)", advice: advice)
        default: return .green("expiry", "in \(Int(hours / 24)) days, at \(text)")
        }
    }
}
