import Foundation
import FoundryFoundation
import FoundryJSON
import Synchronization

@testable import FoundryAPI

let testKey = "abs0_demoQ2FyZS9mdWxseS+tYWRl_dXA-a2V5LzEyMzQ1Njc4OTA="

/// A client of a server, with waits that only are recorded and with the luck of always waiting longest.
func client(
    of url: String, key: String? = testKey, timeout: Duration = .seconds(90), timing: RecordedTiming = RecordedTiming(),
    log: @escaping FoundryClient.Log = { _, _ in }
) throws -> FoundryClient {
    let configuration = try FoundryConfiguration(environment: [
        "FOUNDRY_API_URL": url, "FOUNDRY_API_TOKEN": key ?? "", "FOUNDRY_TIMEOUT_SECONDS": timeout.secondsText,
    ])
    return FoundryClient(
        configuration: configuration, timing: timing.timing, log: log)
}

/// Waits that take no time.
final class RecordedTiming: Sendable {
    private let recorded = Mutex<[Duration]>([])
    private let onSleep: @Sendable (Int) async throws -> Void

    init(onSleep: @escaping @Sendable (Int) async throws -> Void = { _ in }) {
        self.onSleep = onSleep
    }

    var sleeps: [Duration] { recorded.withLock { $0 } }

    var timing: Timing {
        Timing(
            now: { Date() },
            sleep: { [self] duration in
                try Task.checkCancellation()
                let count = recorded.withLock { list in
                    list.append(duration)
                    return list.count
                }
                try await onSleep(count)
            }, jitter: { 1 })
    }
}

/// Collects lines.
final class Lines: Sendable {
    private let lines = Mutex<[String]>([])

    func add(_ line: String) { lines.withLock { $0.append(line) } }
    var all: [String] { lines.withLock { $0 } }
}

/// The error that an operation gave, or nil.
func failure<Value>(_ body: () async throws -> Value) async -> FoundryError? {
    do {
        _ = try await body()
        return nil
    } catch {
        return error as? FoundryError
    }
}

let emptyPage = #"{"items":[],"total":0,"count":0,"offset":0}"#
