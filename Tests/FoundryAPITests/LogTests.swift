import FoundryJSON
import TestSupport
import Testing

@testable import FoundryAPI

@Suite("The log", .opensDescriptors)
struct LogTests {
    @Test("It receives the lines from its level on", arguments: LogLevel.allCases)
    func level(_ level: LogLevel) async throws {
        let server = try HostileServer([.answer("{}", status: "503 Service Unavailable"), .answer("{}")])
        defer { server.stop() }
        let levels = LockedBox<[LogLevel]>([])
        let client = FoundryClient(
            configuration: try FoundryConfiguration(url: server.url, key: testKey), timing: RecordedTiming().timing,
            logLevel: level
        ) { level, _ in levels.withLock { $0.append(level) } }
        _ = try await client.send(.whoami)
        #expect(levels.value == [.debug, .info, .debug].filter { $0 >= level })
    }
}
