import Foundation
import FoundryAPI
import FoundryJSON
import FoundryMCP
import FoundrySandbox
import TestSupport
import Testing

@testable import FoundryTools

@Suite("Watching for changes", .opensDescriptors)
struct UpdatePollerTests {
    private static let one = "00000000-0000-4000-8000-000000000001"
    private static let other = "00000000-0000-4000-8000-000000000002"

    /// A page of the update feed, newest first.
    private static func feed(_ updates: [(experiment: String, id: String)], total: Int? = nil) -> String {
        let items: [JSON] = updates.map { ["experiment_id": JSON($0.experiment), "id": JSON($0.id)] }
        let page: JSON = [
            "items": JSON(items), "total": JSON(total ?? items.count), "count": JSON(items.count), "offset": 0,
        ]
        return page.text
    }

    private typealias Answer = (status: Int, body: String)

    /// A poller of an API that gives answers by their number.
    private struct Script: Sendable {
        let bench: ToolHarness
        let proxy: RewritingProxy
        let poller: UpdatePoller
        /// The number of answers that the API gave.
        let answers = LockedBox(0)
        /// The URIs of the changes that were told.
        let told = LockedBox<[String]>([])
        /// The times that the poller waited, in its interval.
        let waits = LockedBox<[Double]>([])

        /// Polling begins when it fires; before that only the initial reads are sent.
        let mayPoll = Signal()

        /// Gives answers one after the other, the last one for ever.
        init(_ script: [Answer], polls: Bool = true) throws {
            try self.init(polls: polls) { script[min($0, script.count - 1)] }
        }

        /// - Parameters:
        ///   - polls: Whether polling begins with the first watch.
        ///   - answer: Returns the answer of a number from 0, on a thread that it may block.
        init(polls: Bool = true, answer: @escaping @Sendable (Int) -> Answer) throws {
            bench = try ToolHarness()
            let (answers, mayPoll) = (answers, mayPoll)
            if polls { mayPoll.fire() }
            proxy = try RewritingProxy(bench.sandbox) { _, _ in
                var index = 0
                answers.withLock {
                    index = $0; $0 += 1
                }
                return answer(index)
            }
            let client = FoundryClient(
                configuration: try FoundryConfiguration(url: proxy.url.absoluteString, key: bench.sandbox.key))
            let (interval, waits) = (Duration.milliseconds(100), waits)
            poller = UpdatePoller(api: .client(client), interval: interval) { duration in
                waits.withLock { $0.append(duration / interval) }
                try await mayPoll.wait()
                try await Task.sleep(for: .milliseconds(2))
            }
        }

        func watch(_ uris: Set<String>) async throws -> ResourceWatch {
            try await poller.watch(uris) { [told] uri in told.withLock { $0.append(uri) } }
        }
    }

    /// Returns the changes that are told of these URIs while the API gives these pages, the last one for ever.
    private func told(_ pages: [String], until wanted: Int, watching uris: Set<String>) async throws -> [String] {
        let script = try Script(pages.map { (200, $0) })
        let watch = try await script.watch(uris)
        try await script.bench.until("\(wanted) changes were told and all was read twice") {
            script.told.value.count >= wanted && script.answers.value > pages.count + 1
        }
        watch.cancel()
        return script.told.value
    }

    private func uri(_ id: String, _ part: FoundryURI.ExperimentPart = .details) -> String {
        FoundryURI.experiment(id, part).text
    }

    @Test("An experiment whose newest update drops off the page, or comes back, has not changed")
    func droppedOff() async throws {
        let (one, other) = (Self.one, Self.other)
        let pages = [
            Self.feed([(one, "a"), (other, "b")]), Self.feed([(other, "c")]), Self.feed([(one, "a"), (other, "c")]),
        ]
        #expect(try await told(pages, until: 1, watching: [uri(one), uri(other)]) == [uri(other)])
    }

    @Test("The first update of an experiment is a change, for each URI that belongs to it")
    func firstUpdate() async throws {
        let one = Self.one
        let pages = [Self.feed([]), Self.feed([(one, "a")])]
        let uris = [uri(one), uri(one, .results)]
        #expect(try await told(pages, until: 2, watching: Set(uris)) == uris)
    }

    @Test("Of several updates the newest counts, and those there at first are not changes")
    func newest() async throws {
        let one = Self.one
        let pages = [
            Self.feed([(one, "b"), (one, "a")]), Self.feed([(one, "b"), (one, "a")]),
            Self.feed([(one, "c"), (one, "b"), (one, "a")]),
        ]
        #expect(try await told(pages, until: 1, watching: [uri(one)]) == [uri(one)])
    }

    @Test("A quote that differs is a change")
    func quote() async throws {
        let quote = FoundryURI.quote("qt_1").text
        #expect(
            try await told([#"{"status":"open"}"#, #"{"status":"stale"}"#], until: 1, watching: [quote]) == [quote])
    }

    @Test("Nothing is requested if only guides and targets are watched, which never change")
    func nothingToAsk() async throws {
        let script = try Script([(200, Self.feed([]))])
        let watch = try await script.watch([FoundryURI.guide(.filters).text, FoundryURI.target(Self.one).text])
        #expect(script.answers.value == 0)
        #expect(script.waits.value.isEmpty)
        watch.cancel()
    }

    // MARK: - The initial read

    @Test("A watch begins only once the current state is known")
    func initialRead() async throws {
        let one = Self.one
        let script = try Script(
            [(200, Self.feed([(one, "a")])), (200, Self.feed([(one, "b"), (one, "a")]))], polls: false)
        let watch = try await script.watch([uri(one)])
        #expect(script.answers.value == 1)
        script.mayPoll.fire()
        try await script.bench.until("the change is told") { script.told.value == [uri(one)] }
        watch.cancel()
    }

    @Test("An initial read that fails is an error, and nothing is watched")
    func initialReadFails() async throws {
        let script = try Script([(403, #"{"error":"no"}"#)])
        let error = await #expect(throws: FoundryError.self) { try await script.watch([self.uri(Self.one)]) }
        #expect(error?.kind == .permission)
        #expect(script.answers.value == 1)
        #expect(script.waits.value.isEmpty)
    }

    @Test("A cancelled initial read is a cancellation")
    func initialReadCancelled() async throws {
        let (requested, mayAnswer) = (Signal(), Signal())
        let script = try Script { _ in
            requested.fire()
            mayAnswer.block()
            return (200, Self.feed([]))
        }
        // After the script, whose end waits for the answer.
        defer { mayAnswer.fire() }
        let uri = uri(Self.one)
        let task = Task { try await script.watch([uri]) }
        try await requested.wait()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(script.waits.value.isEmpty)
    }

    @Test("A watch that was cancelled before it began is a cancellation")
    func cancelledBefore() async throws {
        let script = try Script([(200, Self.feed([]))])
        let uri = uri(Self.one)
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await script.watch([uri])
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test("The initial read finds the newest update of each experiment, even if others push it off the page")
    func baseline() async throws {
        let (one, other) = (Self.one, Self.other)
        let full = Self.feed([(one, "a")], total: 101)
        let (firstIsOver, answersSince) = (Signal(), LockedBox(0))
        let script = try Script { index in
            // The initial read: a full page without the other experiment, which is asked for by itself.
            if index == 1 { return (200, Self.feed([(other, "z")])) }
            guard firstIsOver.hasFired else { return (200, full) }
            answersSince.withLock { $0 += 1 }
            return (200, Self.feed(answersSince.value > 3 ? [(other, "z2"), (other, "z")] : [(other, "z")]))
        }
        let first = try await script.watch([uri(one), uri(other)])
        let second = try await script.watch([uri(other)])
        try await script.bench.until("it was polled") { script.answers.value > 3 }
        // Of fewer experiments the feed tells more, which is no change.
        first.cancel()
        firstIsOver.fire()
        try await script.bench.until("the change is told") { !script.told.value.isEmpty }
        #expect(script.told.value == [uri(other)])
        second.cancel()
    }

    @Test("Two equal watches share one request, are both notified, and last until both are cancelled")
    func twice() async throws {
        let one = Self.one
        let firstIsOver = Signal()
        let script = try Script(polls: false) { index in
            (200, Self.feed([(one, index == 0 ? "a" : firstIsOver.hasFired ? "c" : "b")]))
        }
        let first = try await script.watch([uri(one)])
        let second = try await script.watch([uri(one)])
        #expect(script.answers.value == 1)
        script.mayPoll.fire()
        try await script.bench.until("both were told") { script.told.value.count >= 2 }
        first.cancel()
        firstIsOver.fire()
        try await script.bench.until("one was told") { script.told.value.count >= 3 }
        second.cancel()
        #expect(script.told.value == [uri(one), uri(one), uri(one)])
    }

    @Test("Concurrent initial reads are shared, and few requests run at a time")
    func many() async throws {
        let mayAnswer = Signal()
        let script = try Script(polls: false) { _ in
            mayAnswer.block()
            return (200, Self.feed([]))
        }
        defer { mayAnswer.fire() }
        let ids = (0..<500).map { "00000000-0000-4000-8000-\(String($0 + 100_000_000_000))" }
        let watches = try await withThrowingTaskGroup(of: ResourceWatch.self) { group in
            for id in ids { group.addTask { try await script.watch([FoundryURI.experiment(id, .details).text]) } }
            try await script.bench.until("all wait") { script.poller.initialReadCount == ids.count }
            mayAnswer.fire()
            return try await group.reduce(into: []) { $0.append($1) }
        }
        // Those that came before the first request was sent, then all others together.
        #expect(script.answers.value <= ids.count / APIAccess.experimentsPerRequest + 1)
        for watch in watches { watch.cancel() }
    }

    // MARK: - Back-off

    @Test("While the API does not respond, the interval doubles up to a limit, and it is short again afterwards")
    func backoff() async throws {
        let answer = (200, Self.feed([(Self.one, "a")]))
        let script = try Script([answer] + Array(repeating: (403, "{}"), count: 6) + [answer])
        let watch = try await script.watch([uri(Self.one)])
        try await script.bench.until("it is polled again") { script.waits.value.count >= 9 }
        watch.cancel()
        for (wait, factor) in zip(script.waits.value, [1, 2, 4, 8, 8, 8, 8, 1, 1] as [Double]) {
            #expect((factor * 0.9...factor * 1.1).contains(wait), "\(wait) instead of \(factor)")
        }
    }
}
