import FoundryAPI
import FoundryFoundation
import FoundryJSON
import FoundrySystem
import FoundryText
import FoundryTools

/// The checks that talk to the API.
struct APIChecks: Sendable {
    let client: FoundryClient
    let scope: Scope

    private var host: String { client.configuration.baseURL.host ?? "" }
    private var isSecure: Bool { client.configuration.baseURL.scheme == "https" }

    func findings() async -> [Finding] {
        let name = resolve()
        guard name.status != .red else { return [name, Self.scope(scope)] }
        let connection = await connect()
        guard !connection.contains(where: { $0.status == .red }) else {
            return [name] + connection + [Self.scope(scope)]
        }
        return [name] + connection + (await caller()) + (await latency())
    }

    // MARK: - Connection

    private func resolve() -> Finding {
        do {
            let addresses = try HostName.addresses(of: host)
            return .green("name", "\(host) is \(addresses.prefix(3).joined(separator: ", "))")
        } catch {
            let variable = client.configuration.urlVariable ?? FoundryConfiguration.Variable.url
            return .red(
                "name", "\(host) has no address: \(error)",
                advice: "Check the network, and the spelling in \(variable).")
        }
    }

    private func connect() async -> [Finding] {
        do {
            let before = Date.now
            let response = try await client.send(.health)
            let middle = before.addingTimeInterval(Date.now.timeIntervalSince(before) / 2)
            let status = response.status.map { ", status \($0)" } ?? ""
            return [
                .green("api", "it responds" + status),
                isSecure
                    ? .green("tls", "the certificate is valid")
                    : .green("tls", "none: plain HTTP, which stays on this machine"),
            ] + clock(response.serverDate, middle) + (await database())
        } catch {
            return [Self.connectionFailure(error, isSecure: isSecure)]
        }
    }

    /// Returns the finding for a failed connection. A certificate problem is recognized by the words of the error.
    static func connectionFailure(_ error: any Error, isSecure: Bool) -> Finding {
        let text = "\(error)"
        let isCertificate = isSecure && ["ssl", "tls", "certificate"].contains { text.lowercased().contains($0) }
        if isCertificate {
            return .red(
                "tls", text,
                advice: "Look for a proxy that replaces certificates, a wrong clock, or missing root certificates (on "
                    + "Linux, the package ca-certificates).")
        }
        return .red(
            "api", text,
            advice: "Check the network, any firewall or proxy, and \(FoundryConfiguration.Variable.url).")
    }

    private func clock(_ serverDate: Date?, _ now: Date) -> [Finding] {
        guard let serverDate else { return [] }
        return [Self.clock(skew: Int(now.timeIntervalSince(serverDate).rounded()))]
    }

    /// Returns the finding about this machine's clock.
    /// - Parameter skew: the seconds by which it is ahead of the API's.
    static func clock(skew: Int) -> Finding {
        let summary = "\(abs(skew)) s \(skew < 0 ? "behind" : "ahead of") the API's"
        switch abs(skew) {
        case ...30: return .green("clock", summary)
        case ...300: return .yellow("clock", summary, advice: "Let the system set its clock from the network.")
        default: return .red("clock", summary, advice: "Set the clock: certificates and expiry times depend on it.")
        }
    }

    private func database() async -> [Finding] {
        do {
            // A 503 is a successful response here. It says that the database is unreachable.
            let response = try await client.send(.healthDatabase)
            guard response.status == 503 else { return [] }
            let state = response.json?["db"]?.string.map { SafeText.singleLine($0) } ?? "unreachable"
            return [
                .yellow(
                    "database", "the API reports that its database is \(state) (503)",
                    advice: "Most calls will fail; try again later.")
            ]
        } catch {
            return [
                .yellow("database", "\(error)", advice: "The API's database could not be checked; try again later.")
            ]
        }
    }

    // MARK: - Caller

    private func caller() async -> [Finding] {
        guard client.configuration.key != nil else { return [Self.scope(scope)] }
        do {
            let caller = Caller(try await client.send(.whoami).json ?? [:])
            return caller.findings() + [Self.scope(scope)]
                + ToolPermissions.findings(of: scope, granted: caller.permissions)
        } catch {
            let advice =
                (error as? FoundryError)?.kind == .authentication
                ? "Create a new key at https://foundry.adaptyvbio.com."
                : "Try again; if the problem persists, contact Adaptyv's support."
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
            guard (try? await client.send(.health)) != nil else { continue }
            times.append((ContinuousClock.now - start) / .milliseconds(1))
        }
        guard !times.isEmpty else {
            return [.yellow("latency", "five requests failed", advice: "The connection is unstable; try again.")]
        }
        let median = times.sorted()[times.count / 2]
        let text = median < 10 ? String(cFormat: "%.1f", median) : String(cFormat: "%.0f", median)
        let summary = "\(text) ms, the median of \(times.count) requests"
        guard median >= 1500 else { return [.green("latency", summary)] }
        return [
            .yellow(
                "latency", summary,
                advice: "Tools will be slow; \(FoundryConfiguration.Variable.timeout) gives them more time.")
        ]
    }
}

/// Host names, resolved as every program of the system would.
enum HostName {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Returns the addresses of a host.
    /// - Throws: ``Failure`` in the system's words.
    static func addresses(of host: String) throws(Failure) -> [String] {
        let bare = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(bare, nil, nil, &list)
        guard code == 0 else { throw Failure(description: String(cString: gai_strerror(code))) }
        defer { freeaddrinfo(list) }
        var addresses: [String] = []
        var next = list
        while let entry = next?.pointee {
            var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            let length = socklen_t(text.count)
            if getnameinfo(entry.ai_addr, entry.ai_addrlen, &text, length, nil, 0, NI_NUMERICHOST) == 0 {
                let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
                let address = String(decoding: bytes, as: UTF8.self)
                // Each address occurs once for each kind of socket.
                if !addresses.contains(address) { addresses.append(address) }
            }
            next = entry.ai_next
        }
        return addresses
    }
}
