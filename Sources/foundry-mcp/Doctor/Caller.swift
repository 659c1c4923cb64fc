import Foundation
import FoundryAPI
import FoundryJSON

/// What `whoami` says of a key.
struct Caller {
    private let answer: JSON

    init(_ answer: JSON) {
        self.answer = answer
    }

    /// `resource:action` strings.
    var permissions: [String] {
        answer["permissions"]?.elements?.compactMap(\.string) ?? []
    }

    func findings(now: Date = .now) -> [Finding] {
        [organisation, grants, expiry(now)]
    }

    private var organisation: Finding {
        let all = answer["organizations"]?.elements ?? []
        guard let active = all.first(where: { $0["active"]?.bool == true }) else {
            return .yellow(
                "organisation", "the key acts for none", advice: "Ask your organisation's administrator to add you.")
        }
        let others = all.count > 1 ? ", one of \(all.count)" : ""
        let role = active["role"]?.string.map { ", as \($0)" } ?? ""
        return .green("organisation", "\(active["name"]?.string ?? active["id"]?.string ?? "?")\(role)\(others)")
    }

    private var grants: Finding {
        guard !permissions.isEmpty else {
            return .yellow(
                "permissions", "none", advice: "Make a key that grants some at https://foundry.adaptyvbio.com.")
        }
        var actions: [(resource: Substring, actions: [String])] = []
        for permission in permissions {
            let parts = permission.split(separator: ":", maxSplits: 1)
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
        let recorded = answer["token_expires_at"] ?? .null
        guard !recorded.isNull else { return .green("expiry", "none is recorded") }
        let text = recorded.string ?? recorded.text
        guard let date = APITimestamp.date(text) else {
            return .yellow(
                "expiry", "at \(text), which cannot be read as a time",
                advice: "Look at https://foundry.adaptyvbio.com how long the key is good.")
        }
        let hours = date.timeIntervalSince(now) / 3600
        let advice = "Make a new key at https://foundry.adaptyvbio.com."
        switch hours {
        case ...0: return .red("expiry", "the key expired at \(text)", advice: advice)
        case ..<48: return .yellow("expiry", "in \(Int(hours.rounded(.up))) hours, at \(text)", advice: advice)
        case ..<(14 * 24): return .yellow("expiry", "in \(Int(hours / 24)) days, at \(text)", advice: advice)
        default: return .green("expiry", "in \(Int(hours / 24)) days, at \(text)")
        }
    }
}
