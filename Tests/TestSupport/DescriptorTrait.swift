import Foundation
package import Testing

/// A trait of tests that open sockets, pipes or processes: as many of them run at once as there are descriptors for, and
/// each has to end in time.
///
/// Unlike `.timeLimit`, the time counts from when the test may begin, so that waiting for others is no failure. A test
/// that is over its time is named; if it still doesn't end, so is the whole run, instead of hanging.
package struct DescriptorTrait: SuiteTrait, TestTrait, TestScoping {
    let count: Int
    let limit: Duration

    package var isRecursive: Bool { true }

    @TaskLocal private static var isHolding = false

    package func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        // Whose suite has the trait as well holds its descriptors already.
        if Self.isHolding { return try await function() }
        let granted = await DescriptorBudget.shared.acquire(count)
        defer { DescriptorBudget.shared.release(granted) }
        let watchdog = Watchdog(test, limit)
        defer { watchdog.stop() }
        try await Self.$isHolding.withValue(true) { try await function() }
    }
}

extension Trait where Self == DescriptorTrait {
    /// For tests that open a server, a client or a process.
    package static var opensDescriptors: Self { opensDescriptors() }

    /// - Parameters:
    ///   - count: The most descriptors that one of the tests has open at once.
    ///   - limit: How long one of the tests may take.
    package static func opensDescriptors(_ count: Int = 36, within limit: Duration = .seconds(300)) -> Self {
        DescriptorTrait(count: count, limit: limit)
    }
}

/// Names a test that takes too long, and in the end stops the run.
private struct Watchdog {
    private let report: Task<Void, any Error>
    private let end: DispatchWorkItem

    init(_ test: Test, _ limit: Duration) {
        let name = test.displayName ?? test.name
        let location = test.sourceLocation
        report = Task {
            try await Task.sleep(for: limit)
            Issue.record("“\(name)” is over its time limit of \(limit).", sourceLocation: location)
        }
        // On a thread of its own: a test that hangs may block those that run tasks.
        end = DispatchWorkItem {
            FileHandle.standardError.write(
                Data("error: “\(name)” (\(location)) hangs: its time limit of \(limit) is long over.\n".utf8))
            exit(EXIT_FAILURE)
        }
        DispatchQueue.global().asyncAfter(deadline: .now() + Double(limit.components.seconds) + 60, execute: end)
    }

    func stop() {
        report.cancel()
        end.cancel()
    }
}
