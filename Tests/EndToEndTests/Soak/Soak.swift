import Foundation
import FoundryJSON
import FoundrySandbox
import Synchronization
import TestSupport
import Testing

/// One process of the program, called by many at once over an API in trouble.
struct Soak {
    let plan: SoakPlan
    let sandbox: Sandbox
    let client: WireClient
    private let route: Route
    private let harvest: RequestHarvest
    /// The most sockets that the process may hold while nothing is under way.
    private let socketLimit: Int

    /// The result of a soak.
    struct Outcome {
        var report: SoakReport
        let tally: WireTally
        let requests: RequestHarvest.Count
        let faults: [Int]
        /// Resident memory in kB, as it was sampled after the warm-up.
        let memory: [Int]
        let warm: ProcessFigures?
        let final: ProcessFigures?
        /// The most sockets that the process may hold while nothing is under way.
        let socketLimit: Int
        /// Connections over TLS, and those of them that resumed a session; nil over plain HTTP.
        let connections: (all: Int, resumed: Int)?
        let exitStatus: Int32
        let disagreements: [String]
        /// Quotes that the sandbox says were accepted.
        let accepted: [Offer]
        let experiments: Int
        let duration: Duration
    }

    init(_ plan: SoakPlan) throws {
        var configuration = SandboxConfiguration()
        // Nothing moves by itself, so that the books say what was done to them.
        configuration.pace = 1e6
        configuration.quoteDelay = 0
        configuration.seed = plan.seed
        configuration.faults = try SoakPlan.faults.map { try SandboxFault(parsing: $0) }
        self.plan = plan
        sandbox = try Sandbox.start(configuration)
        harvest = RequestHarvest(sandbox)
        route = try Route(to: sandbox, usesTLS: plan.usesTLS)
        let variables = ["FOUNDRY_API_TOKEN": sandbox.key, "FOUNDRY_TIMEOUT_SECONDS": String(plan.timeout)]
        client = try WireClient(["--log-level", "info"], variables.merging(route.variables) { $1 })
        socketLimit = WireClient.keptConnections + (client.figures?.sockets ?? 0)
    }

    func run() async throws -> Outcome {
        let begin = ContinuousClock.now
        let counting = Task { await harvest.run() }
        defer { counting.cancel() }
        let warmUp = plan.calls / 5
        var report = try await crowd(0..<plan.workers, calls: warmUp)
        let warm = await settled()
        let memory = MemorySamples(client.processIdentifier)
        report.add(try await crowd(plan.workers..<2 * plan.workers, calls: plan.calls - warmUp))
        let samples = await memory.end()
        let final = await settled()
        let duration = ContinuousClock.now - begin
        let faults = sandbox.faultCounts
        let requests = harvest.collect()
        let exitStatus = await client.end()
        let books = try await SandboxBooks(sandbox)
        return Outcome(
            report: report, tally: client.tally, requests: requests, faults: faults, memory: samples, warm: warm,
            final: final, socketLimit: socketLimit, connections: try route.connections(), exitStatus: exitStatus,
            disagreements: books.disagreements(with: report.claims),
            accepted: try await Colleague(sandbox: sandbox).acceptedOffers(),
            experiments: books.entries.count, duration: duration)
    }

    /// Lets so many workers make so many calls, and waits for all.
    private func crowd(_ numbers: Range<Int>, calls: Int) async throws -> SoakReport {
        let budget = CallBudget(calls)
        return try await withThrowingTaskGroup(of: SoakReport.self) { group in
            for number in numbers {
                group.addTask {
                    var worker = SoakWorker(
                        client, Colleague(sandbox: sandbox), number: number, budget: budget, seed: plan.seed)
                    return try await worker.run()
                }
            }
            return try await group.reduce(into: SoakReport()) { $0.add($1) }
        }
    }

    /// Returns the figures of the process once it has released what was cancelled.
    private func settled() async -> ProcessFigures? {
        var figures = client.figures
        for _ in 0..<2400 {
            try? await Task.sleep(for: .milliseconds(50))
            let next = client.figures
            if let figures, let next, next.sockets == figures.sockets, next.sockets <= socketLimit {
                return next
            }
            figures = next
        }
        return figures
    }
}

/// The road from the program to the sandbox.
private struct Route {
    let variables: [String: String]
    /// Returns the numbers of connections over TLS so far, and of those that resumed a session.
    let connections: @Sendable () throws -> (all: Int, resumed: Int)?

    init(to sandbox: Sandbox, usesTLS: Bool) throws {
        guard usesTLS else {
            variables = ["FOUNDRY_API_URL": sandbox.baseURL.absoluteString]
            connections = { nil }
            return
        }
        #if canImport(Darwin)
            throw NoTLS()
        #else
            guard TLSRelay.isAvailable, let target = sandbox.baseURL.port else { throw NoTLS() }
            let relay = try TLSRelay.shared()
            let port = try relay.relay(to: target)
            variables = [
                "FOUNDRY_API_URL": "https://localhost:\(port)", "SSL_CERT_FILE": relay.authority, "CURL_CA_BUNDLE": "",
            ]
            connections = { try relay.connections(on: port) }
        #endif
    }

    /// This machine can't serve TLS.
    private struct NoTLS: Error {}
}

/// The memory of a process, looked at ten times a second.
struct MemorySamples {
    private let task: Task<[Int], Never>

    init(_ process: Int32) {
        task = Task {
            var samples: [Int] = []
            while !Task.isCancelled {
                if let memory = ProcessFigures.memory(of: process) { samples.append(memory) }
                try? await Task.sleep(for: .milliseconds(100))
            }
            return samples
        }
    }

    func end() async -> [Int] {
        task.cancel()
        return await task.value
    }
}
