import Foundation
import FoundryAPI
import FoundryJSON
import FoundryTools

/// The part of `doctor` that asks the API.
struct Checkup: Sendable {
    let client: FoundryClient
    let scope: Scope

    private var host: String { client.configuration.baseURL.host ?? "" }
    private var isSecure: Bool { client.configuration.baseURL.scheme == "https" }

    func findings() async -> [Finding] {
        let found = [resolve()]
        guard found[0].status != .red else { return found + [Self.scope(scope)] }
        let reached = await reach()
        guard !reached.contains(where: { $0.status == .red }) else { return found + reached + [Self.scope(scope)] }
        return found + reached + (await caller()) + (await latency())
    }

    // MARK: - The way to it

    private func resolve() -> Finding {
        do {
            let addresses = try HostName.addresses(of: host)
            return .green("name", "\(host) is \(addresses.prefix(3).joined(separator: ", "))")
        } catch {
            return .red(
                "name", "\(host) has no address: \(error)",
                advice:
                    "Check the network, or the spelling in \(client.configuration.urlVariable ?? FoundryConfiguration.Variable.url)."
            )
        }
    }

    private func reach() async -> [Finding] {
        do {
            let before = Date.now
            let answer = try await client.send(\.health)
            let middle = before.addingTimeInterval(Date.now.timeIntervalSince(before) / 2)
            var findings = [Finding.green("reach", "it answers" + (answer.status.map { " \($0)" } ?? ""))]
            findings.append(
                isSecure
                    ? .green("tls", "its certificate is accepted")
                    : .green("tls", "none: plain http, which stays on this machine"))
            findings += clock(answer.serverDate, middle)
            return findings + (await database())
        } catch {
            return [Self.unreached(error, isSecure: isSecure)]
        }
    }

    /// What a failure to reach the API means; a failed certificate is told apart by the words of the error.
    static func unreached(_ error: any Error, isSecure: Bool) -> Finding {
        let text = "\(error)"
        let isCertificate = isSecure && ["ssl", "tls", "certificate"].contains { text.lowercased().contains($0) }
        if isCertificate {
            return .red(
                "tls", text,
                advice:
                    "Look for a proxy that replaces certificates, a wrong clock, or certificates of the system that are "
                    + "missing (on Linux the package ca-certificates).")
        }
        return .red(
            "reach", text, advice: "Check the network, a firewall or proxy, and \(FoundryConfiguration.Variable.url).")
    }

    private func clock(_ serverDate: Date?, _ now: Date) -> [Finding] {
        guard let serverDate else { return [] }
        let skew = Int(now.timeIntervalSince(serverDate).rounded())
        return [Self.clock(skew: skew)]
    }

    /// - Parameter skew: seconds by which this clock is ahead.
    static func clock(skew: Int) -> Finding {
        let summary = "\(abs(skew)) s \(skew < 0 ? "behind" : "ahead of") the API's"
        switch abs(skew) {
        case ...30: return .green("clock", summary)
        case ...300: return .yellow("clock", summary, advice: "Have the system set its clock from the network.")
        default:
            return .red(
                "clock", summary,
                advice: "Set the clock: certificates and expiry times are judged by it.")
        }
    }

    private func database() async -> [Finding] {
        do {
            _ = try await client.send(\.healthDatabase)
            return []
        } catch {
            return [.yellow("database", "\(error)", advice: "The API runs without its database; try again later.")]
        }
    }

    // MARK: - The caller

    private func caller() async -> [Finding] {
        guard client.configuration.key != nil else { return [Self.scope(scope)] }
        do {
            let answer = try await client.send(\.whoami)
            return Caller(answer.json ?? [:]).findings() + [Self.scope(scope)]
                + ToolPermissions.findings(of: scope, granted: Caller(answer.json ?? [:]).permissions)
        } catch {
            let advice =
                (error as? FoundryError)?.kind == .authentication
                ? "Make a new key at https://foundry.adaptyvbio.com." : "Try again; if it stays, ask Adaptyv's support."
            return [.red("whoami", "\(error)", advice: advice), Self.scope(scope)]
        }
    }

    static func scope(_ scope: Scope) -> Finding {
        let count = ToolListing(scope).definitions.count
        let names = scope.toolsets.map(\.rawValue) + scope.extraTools
        let which =
            scope.toolsets == Toolset.defaults && scope.extraTools.isEmpty ? "default" : names.joined(separator: ", ")
        return .green("scope", "\(count) tools: \(which)\(scope.isReadOnly ? ", read-only" : "")")
    }

    // MARK: - Latency

    private func latency() async -> [Finding] {
        var times: [Double] = []
        for _ in 0..<5 {
            let start = ContinuousClock.now
            guard (try? await client.send(\.health)) != nil else { continue }
            times.append((ContinuousClock.now - start) / .milliseconds(1))
        }
        guard !times.isEmpty else {
            return [.yellow("latency", "five pings failed", advice: "The connection comes and goes; try again.")]
        }
        let median = times.sorted()[times.count / 2]
        let text = median < 10 ? String(format: "%.1f", median) : String(format: "%.0f", median)
        let summary = "\(text) ms, the median of \(times.count) pings"
        return [
            median < 1500
                ? .green("latency", summary)
                : .yellow(
                    "latency", summary,
                    advice: "Tools will be slow; \(FoundryConfiguration.Variable.timeout) gives them more time.")
        ]
    }
}
