public import Foundation

/// The stand-in for the Foundry API: its surface, served over HTTP/1.1 on 127.0.0.1, without lab, network or bill.
///
/// It repeats on purpose what the client knows too (HTTP, dates, statuses, the letters of amino acids): a stand-in that
/// shared the client's code could not contradict it.
public final class Sandbox: Sendable {
    /// The URL that the API's paths are appended to, `http://127.0.0.1:PORT`.
    public let baseURL: URL
    /// A key that may do everything here, what only partners may included.
    public let key: String

    private let server: HTTPServer
    private let service: SandboxService

    /// Binds, listens, and returns at once.
    /// - Throws: ``SandboxError`` where the pace is out of its bounds, the port is taken, or the state file cannot be
    ///   read or written.
    public static func start(_ configuration: SandboxConfiguration = SandboxConfiguration()) throws -> Sandbox {
        guard configuration.pace >= 0, configuration.pace <= 1e6 else {
            throw SandboxError("the pace must be 0 to 1000000 seconds, not \(configuration.pace)")
        }
        return try Sandbox(configuration)
    }

    private init(_ configuration: SandboxConfiguration) throws {
        let clock = configuration.clock
        let now = { @Sendable in Timestamp(clock()) }
        let store = configuration.stateFile.map(StateStore.init)
        let kept = try store?.load(pace: configuration.pace)
        var world = kept ?? World.fresh(seed: configuration.seed, pace: configuration.pace, now: now())
        world.revision = 1
        let service = SandboxService(world: world, faults: configuration.faults, store: store, clock: now)
        do {
            server = try HTTPServer(
                port: configuration.port,
                service: .init(
                    respond: { service.respond(to: $0, pause: $1) }, refuse: { service.refuse($0) }))
        } catch {
            throw SandboxError("cannot listen on 127.0.0.1:\(configuration.port): \(error); choose another port")
        }
        guard let url = URL(string: "http://127.0.0.1:\(server.port)") else {
            throw SandboxError("no URL can be made of port \(server.port)")
        }
        baseURL = url
        self.service = service
        key = world.sandboxKey.secret
        do {
            // A place that cannot be written to is found now, and not with the first order.
            try store?.save(upTo: 1) { world }
        } catch {
            server.stop()
            throw SandboxError((error as? APIError)?.message ?? "\(error)")
        }
    }

    /// The last requests that were served, oldest first; at most 4,096.
    public var requestLog: [SandboxRequest] { service.log.all }

    /// How many times each fault was made so far, in the order of ``SandboxConfiguration/faults``.
    public var faultCounts: [Int] { service.faultCounts }

    /// Closes all connections and gives the port back. Returns when nothing of the sandbox runs any more.
    public func stop() {
        server.stop()
    }

    deinit {
        server.stop()
    }
}
