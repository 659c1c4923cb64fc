import FoundryAPI
import FoundryJSON
import Synchronization

/// Finds out what has changed, by asking the API's update feed now and then. One poller serves everybody who watches,
/// and nothing runs while nobody does.
final class UpdatePoller: Sendable {
    /// How much longer than usual it waits at most, while the API does not answer.
    private static let longestBackoff = 8
    /// Stands for an experiment of which the feed told nothing yet.
    private static let unseen = ""

    private struct State {
        var watched: Set<String> = []
        var onChange: @Sendable (String) -> Void = { _ in }
        var task: Task<Void, Never>?
        /// The newest update of each experiment, and the state of each quote, when they were last looked at.
        var seen: [FoundryURI: String] = [:]
    }

    private let api: APIAccess
    private let interval: Duration
    private let state = Mutex(State())

    init(api: APIAccess, interval: Duration) {
        self.api = api
        self.interval = interval
    }

    deinit {
        state.withLock { $0.task?.cancel() }
    }

    /// Watches these URIs in place of the former ones. What is new is looked at once right away, so that later changes
    /// are told from what was there.
    func watch(_ uris: Set<String>, onChange: @escaping @Sendable (String) -> Void) {
        state.withLock { state in
            state.task?.cancel()
            state.watched = uris
            state.onChange = onChange
            let subjects = Set(uris.compactMap(Self.subject))
            // Of fewer experiments the feed tells more: what it had not told before is not new by that.
            state.seen = state.seen.filter { subjects.contains($0.key) && $0.value != Self.unseen }
            guard !subjects.isEmpty else {
                state.task = nil
                return
            }
            let interval = interval
            state.task = Task { [weak self] in
                var delay = 1
                while !Task.isCancelled {
                    guard let succeeded = await self?.poll(subjects) else { return }
                    delay = succeeded ? 1 : min(delay * 2, Self.longestBackoff)
                    // Jitter keeps the processes of many users from asking in step.
                    try? await Task.sleep(for: interval * (Double(delay) * Double.random(in: 0.9...1.1)))
                }
            }
        }
    }

    /// What has to be looked at for a URI: the experiment that it belongs to, or the quote. Nothing for what never
    /// changes.
    private static func subject(of uri: String) -> FoundryURI? {
        switch FoundryURI(uri) {
        case .experiment(let id, _): .experiment(id, .details)
        case .quote(let id): .quote(id)
        case .guide, .target, nil: nil
        }
    }

    /// Looks at all subjects; whether the API answered.
    private func poll(_ subjects: Set<FoundryURI>) async -> Bool {
        do {
            var current: [FoundryURI: String] = [:]
            let experiments = subjects.compactMap { if case .experiment(let id, _) = $0 { id } else { nil } }
            for (id, update) in try await api.newestUpdates(of: experiments) {
                current[.experiment(id, .details)] = update["id"]?.string ?? update.text
            }
            for case .quote(let id) in subjects {
                current[.quote(id)] = try await api.send(.getQuote, ["quote_id": JSON(id)]).value.text
            }
            guard !Task.isCancelled else { return true }
            tell(current, of: subjects)
            return true
        } catch {
            return false
        }
    }

    /// Tells of the URIs whose subject differs from when it was last seen. One that is not among what is seen now, as
    /// the feed tells of the newest only, has not changed.
    private func tell(_ current: [FoundryURI: String], of subjects: Set<FoundryURI>) {
        let (changed, onChange) = state.withLock { state in
            var changed: Set<FoundryURI> = []
            for subject in subjects {
                let version = current[subject] ?? state.seen[subject] ?? Self.unseen
                if let before = state.seen[subject], before != version { changed.insert(subject) }
                state.seen[subject] = version
            }
            let uris = state.watched.filter { Self.subject(of: $0).map(changed.contains) == true }
            return (uris, state.onChange)
        }
        for uri in changed.sorted() { onChange(uri) }
    }
}
