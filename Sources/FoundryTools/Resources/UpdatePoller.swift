import FoundryAPI
import FoundryJSON
import FoundryMCP
import Synchronization

/// A watch for changes, by polling the API's update feed. All watches share one poller, and nothing runs without them.
///
/// The *subject* of a watch is an experiment or a quote. The initial read of a subject finds the state that later polls
/// are compared with. Initial reads are shared: while one is under way, further ones are collected for the next.
final class UpdatePoller: Sendable {
    /// The greatest factor by which the interval grows while the API does not respond.
    static let longestBackoff = 8
    /// The number of requests at a time.
    static let width = 4

    /// A subject and the watches of it.
    private struct Subject {
        /// The state when it was last read, or nil before the initial read.
        var state: String?
        /// The URIs of each watch, by its id.
        var watchers: [Int: Set<String>] = [:]
    }

    /// A watch, from the time at which it was requested.
    private struct Watch {
        let subjects: Set<FoundryURI>
        let onChange: @Sendable (String) -> Void
    }

    private struct InitialRead {
        let subjects: Set<FoundryURI>
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var subjects: [FoundryURI: Subject] = [:]
        var watches: [Int: Watch] = [:]
        /// The watches that wait for their initial read, and whether one is under way.
        var initialReads: [Int: InitialRead] = [:]
        var isReading = false
        var lastID = 0
        var polling: Task<Void, Never>?
    }

    private let api: APIAccess
    private let interval: Duration
    private let sleep: @Sendable (Duration) async throws -> Void
    private let state = Mutex(State())

    /// Creates a poller.
    ///
    /// - Parameters:
    ///   - interval: The time between two polls while the API responds.
    ///   - sleep: The function that waits between two polls.
    init(
        api: APIAccess, interval: Duration,
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.api = api
        self.interval = interval
        self.sleep = sleep
    }

    deinit {
        state.withLock { $0.polling?.cancel() }
    }

    /// The number of watches whose initial read is not over.
    var initialReadCount: Int { state.withLock { $0.initialReads.count } }

    /// Begins to watch URIs, and returns once the present state of all of them is known.
    ///
    /// - Throws: `FoundryError` if the initial read fails; `CancellationError`.
    func watch(_ uris: Set<String>, onChange: @escaping @Sendable (String) -> Void) async throws -> ResourceWatch {
        let subjects = Dictionary(grouping: uris.compactMap { uri in Self.subject(of: uri).map { ($0, uri) } }, by: \.0)
            .mapValues { Set($0.map(\.1)) }
        let (id, isKnown) = state.withLock { state in
            state.lastID += 1
            let id = state.lastID
            state.watches[id] = Watch(subjects: Set(subjects.keys), onChange: onChange)
            for (subject, uris) in subjects { state.subjects[subject, default: Subject()].watchers[id] = uris }
            return (id, subjects.keys.allSatisfy { state.subjects[$0]?.state != nil })
        }
        let watch = ResourceWatch { [weak self] in self?.cancel(id) }
        do {
            if !isKnown { try await initialRead(of: Set(subjects.keys), for: id) }
            try Task.checkCancellation()
        } catch {
            watch.cancel()
            throw error
        }
        startPolling()
        return watch
    }

    private func cancel(_ id: Int) {
        let initialRead = state.withLock { state in
            for subject in state.watches.removeValue(forKey: id)?.subjects ?? [] {
                state.subjects[subject]?.watchers[id] = nil
                if state.subjects[subject]?.watchers.isEmpty == true { state.subjects[subject] = nil }
            }
            if state.subjects.isEmpty {
                state.polling?.cancel()
                state.polling = nil
            }
            return state.initialReads.removeValue(forKey: id)
        }
        initialRead?.continuation.resume(throwing: CancellationError())
    }

    /// Returns the subject of a URI: the experiment that it belongs to, or the quote. What never changes has none.
    private static func subject(of uri: String) -> FoundryURI? {
        switch FoundryURI(uri) {
        case .experiment(let id, _): .experiment(id, .details)
        case .quote(let id): .quote(id)
        case .guide, .target, .invoicePDF, .export, nil: nil
        }
    }
}

// MARK: - Initial reads

extension UpdatePoller {
    private func initialRead(of subjects: Set<FoundryURI>, for id: Int) async throws {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                let mustStart = state.withLock { state in
                    // A watch that was cancelled meanwhile is no longer there.
                    guard state.watches[id] != nil else {
                        continuation.resume(throwing: CancellationError())
                        return false
                    }
                    state.initialReads[id] = InitialRead(subjects: subjects, continuation: continuation)
                    defer { state.isReading = true }
                    return !state.isReading
                }
                if mustStart { Task { await performInitialReads() } }
            }
        } onCancel: {
            cancel(id)
        }
    }

    /// Reads the subjects of all watches that wait, until there are none.
    private func performInitialReads() async {
        while true {
            let (ids, subjects) = state.withLock { state -> (Set<Int>, Set<FoundryURI>) in
                state.isReading = !state.initialReads.isEmpty
                let wanted = state.initialReads.values.reduce(into: Set()) { $0.formUnion($1.subjects) }
                return (Set(state.initialReads.keys), wanted.filter { state.subjects[$0]?.state == nil })
            }
            if ids.isEmpty { return }
            let found = await read(of: subjects, mustBeComplete: true)
            let done = state.withLock { state in
                for (subject, outcome) in found {
                    guard case .success(let version) = outcome, state.subjects[subject]?.state == nil else { continue }
                    state.subjects[subject]?.state = version
                }
                return ids.compactMap { state.initialReads.removeValue(forKey: $0) }
            }
            for initialRead in done {
                let outcomes = initialRead.subjects.sorted { $0.text < $1.text }.compactMap { found[$0] }
                initialRead.continuation.resume(
                    with: Result { for outcome in outcomes { _ = try outcome.get() } })
            }
        }
    }
}

// MARK: - Polling

extension UpdatePoller {
    private func startPolling() {
        state.withLock { state in
            guard state.polling == nil, !state.subjects.isEmpty else { return }
            let (interval, sleep) = (interval, sleep)
            state.polling = Task { [weak self] in
                var delay = 1
                while !Task.isCancelled {
                    // Random, so that the processes of many users do not ask in step.
                    guard (try? await sleep(interval * (Double(delay) * Double.random(in: 0.9...1.1)))) != nil,
                        let succeeded = await self?.poll()
                    else { return }
                    delay = succeeded ? 1 : min(delay * 2, Self.longestBackoff)
                }
            }
        }
    }

    /// Reads all subjects whose state is known, and returns whether the API responded.
    private func poll() async -> Bool {
        let subjects = state.withLock { state in Set(state.subjects.filter { $0.value.state != nil }.keys) }
        let found = await read(of: subjects, mustBeComplete: false)
        guard !Task.isCancelled else { return true }
        tell(found.compactMapValues { try? $0.get() })
        return found.values.allSatisfy { outcome in
            guard case .failure(let error) = outcome else { return true }
            // A quote that can no longer be read is no reason to ask less often.
            return (error as? FoundryError)?.kind == .notFound
        }
    }

    /// Tells the watches of the subjects that have changed since they were last read.
    private func tell(_ found: [FoundryURI: String]) {
        let calls = state.withLock { state in
            var calls: [(uri: String, onChange: @Sendable (String) -> Void)] = []
            for (subject, version) in found {
                guard let before = state.subjects[subject]?.state, before != version else { continue }
                state.subjects[subject]?.state = version
                for (id, uris) in state.subjects[subject]?.watchers ?? [:] {
                    guard let onChange = state.watches[id]?.onChange else { continue }
                    calls += uris.map { ($0, onChange) }
                }
            }
            return calls
        }
        for call in calls.sorted(by: { $0.uri < $1.uri }) { call.onChange(call.uri) }
    }
}

// MARK: - Reading

extension UpdatePoller {
    /// Returns the state of subjects. A few requests run at a time.
    ///
    /// - Parameter mustBeComplete: A Boolean value that indicates whether every experiment needs a state, even one without
    ///   any update in the feed. If not, those without anything new may be missing.
    private func read(
        of subjects: Set<FoundryURI>, mustBeComplete: Bool
    ) async -> [FoundryURI: Result<String, any Error>] {
        let experiments = subjects.compactMap { if case .experiment(let id, _) = $0 { id } else { nil } }.sorted()
        let quotes = subjects.compactMap { if case .quote(let id) = $0 { id } else { nil } }.sorted()
        let chunks = stride(from: 0, to: experiments.count, by: APIAccess.experimentsPerRequest).map {
            Array(experiments[$0..<min($0 + APIAccess.experimentsPerRequest, experiments.count)])
        }
        typealias Found = [FoundryURI: Result<String, any Error>]
        var reads: [@Sendable () async -> Found] = chunks.map { chunk in
            { [self] in await read(ofExperiments: chunk, mustBeComplete: mustBeComplete) }
        }
        reads += quotes.map { quote in { [self] in await read(ofQuote: quote) } }
        return await withTaskGroup(of: Found.self) { group in
            var rest = reads[...]
            for _ in 0..<Self.width { if let next = rest.popFirst() { group.addTask { await next() } } }
            var found: Found = [:]
            for await part in group {
                found.merge(part) { first, _ in first }
                if let next = rest.popFirst() { group.addTask { await next() } }
            }
            return found
        }
    }

    private func read(
        ofExperiments ids: [String], mustBeComplete: Bool
    ) async -> [FoundryURI: Result<String, any Error>] {
        do {
            let updates = try await api.newestUpdates(of: ids, mustBeComplete: mustBeComplete)
            let known = mustBeComplete ? ids : ids.filter { updates[$0] != nil }
            return Dictionary(
                uniqueKeysWithValues: known.map { id in
                    // An experiment without updates has a state too: its first update is a change.
                    (.experiment(id, .details), .success(updates[id].map { $0["id"]?.string ?? $0.text } ?? ""))
                })
        } catch {
            return Dictionary(uniqueKeysWithValues: ids.map { (.experiment($0, .details), .failure(error)) })
        }
    }

    private func read(ofQuote id: String) async -> [FoundryURI: Result<String, any Error>] {
        do {
            return [.quote(id): .success(try await api.send(.getQuote, ["quote_id": JSON(id)]).value.text)]
        } catch {
            return [.quote(id): .failure(error)]
        }
    }
}
