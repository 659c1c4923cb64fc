public import FoundryFoundation

/// A stand-in for the Foundry API, served over HTTP/1.1 on 127.0.0.1, without a lab, a network or a bill.
///
/// It deliberately shares no code with the client (HTTP, dates, statuses, amino acids): a stand-in that did couldn't
/// contradict it.
public final class Sandbox: Sendable {
    /// The URL to which the API's paths are appended, `http://127.0.0.1:PORT`.
    public let baseURL: URL
    /// A key that grants everything, including what only partners may do. It is random, and kept in the state file if
    /// there is one.
    public let key: String

    private let server: HTTPServer
    private let service: SandboxService
    private let sender: WebhookSender?

    /// Starts to listen.
    /// - Throws: ``SandboxError`` if a setting is out of range, the port is taken, or the state file can't be used.
    public static func start(_ configuration: SandboxConfiguration = SandboxConfiguration()) throws -> Sandbox {
        for (name, seconds) in [("pace", configuration.pace), ("quote delay", configuration.quoteDelay ?? 0)]
        where !(0...1e6).contains(seconds) {
            throw SandboxError("the \(name) must be 0 to 1000000 seconds, not \(seconds)")
        }
        return try Sandbox(configuration)
    }

    private init(_ configuration: SandboxConfiguration) throws {
        let service = try SandboxService(configuration)
        let sender = try configuration.webhookReceiver.map { receiver in
            try WebhookSender(to: receiver, interval: min(max(configuration.pace / 10, 0.02), 1)) {
                service.deliveries(after: $0)
            }
        }
        do {
            server = try HTTPServer(
                port: configuration.port,
                service: .init(
                    respond: { service.respond(to: $0, pause: $1) }, refuse: { service.refuse($0) }),
                connectionLimit: configuration.connectionLimit)
        } catch {
            sender?.stop()
            throw SandboxError("can't listen on 127.0.0.1:\(configuration.port): \(error); choose another port")
        }
        guard let url = URL(string: "http://127.0.0.1:\(server.port)") else {
            throw SandboxError("port \(server.port) makes no URL")
        }
        baseURL = url
        self.service = service
        key = service.key
        self.sender = sender
    }

    /// The latest requests, oldest first; at most 4,096.
    public var requestLog: [SandboxRequest] { service.log.all }

    /// The number of times that each fault has been applied, in the order of ``SandboxConfiguration/faults``.
    public var faultCounts: [Int] { service.faultCounts }

    /// A description of which prices are published and which are invented, in sentences.
    public static var priceNotice: String { PriceList.notice }

    /// Closes all connections and frees the port, and returns when nothing of the sandbox runs any more.
    public func stop() {
        sender?.stop()
        server.stop()
    }

    deinit {
        stop()
    }
}

/// The settings of a sandbox.
public struct SandboxConfiguration: Sendable {
    /// The port on 127.0.0.1, or 0 for any that is free.
    public var port: UInt16 = 0
    /// The duration of each stage of the lab, in seconds: 0 to 1,000,000, fractions allowed.
    public var pace: Double = 2
    /// The time from a submission to its quote, in seconds; nil for a quarter of a stage.
    public var quoteDelay: Double?
    /// The number of connections beyond which a new one replaces the one that has waited longest for its client.
    var connectionLimit = 256
    /// The seed of ids and measurements. Keys don't depend on it.
    public var seed: UInt64 = 2026
    /// The file that keeps the state. Several processes may share it. If nil, the state ends with the sandbox.
    public var stateFile: URL?
    /// The URL that gets the deliveries of all webhooks, whatever their own URLs are: http on 127.0.0.1 or localhost. If nil,
    /// nothing is delivered.
    public var webhookReceiver: URL?
    /// The faults to inject.
    public var faults: [SandboxFault] = []
    /// The clock that timestamps and the lab's progress follow, so that a test can control both.
    public var clock: @Sendable () -> Date = { Date() }

    /// Makes the default settings.
    public init() {}
}

/// The reason why a sandbox can't start.
public struct SandboxError: Error, Sendable, CustomStringConvertible {
    /// A description of what is wrong, with which value, and what to do.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
