import FoundryFoundation

/// The states through which an experiment passes while it is waited for.
///
/// The first is its present one. Another follows each time that its status, its results, or its quote have changed; the
/// sequence ends with the state that was waited for, or with one that is final.
public struct ExperimentProgress: AsyncSequence, Sendable {
    /// The state that ends the wait.
    public enum Goal: Sendable, Hashable {
        /// Its quote is there.
        case quote
        /// Some of its results are there.
        case firstResults
        /// All of its results are there.
        case allResults
    }

    /// The type of the elements.
    public typealias Element = Experiment

    let client: FoundryClient
    let id: Experiment.ID
    let goal: Goal
    let interval: Duration

    /// Returns an iterator that begins at the first element.
    public func makeAsyncIterator() -> Iterator {
        Iterator(client: client, id: id, goal: goal, interval: interval)
    }

    /// The iterator of the sequence.
    public struct Iterator: AsyncIteratorProtocol {
        let client: FoundryClient
        let id: Experiment.ID
        let goal: Goal
        let interval: Duration
        private var last: Experiment?
        private var isAtEnd = false

        init(client: FoundryClient, id: Experiment.ID, goal: Goal, interval: Duration) {
            (self.client, self.id, self.goal, self.interval) = (client, id, goal, interval)
        }

        /// Returns the next state, when there is one; nil after the last.
        ///
        /// - Throws: ``FoundryError``; `CancellationError`.
        public mutating func next() async throws -> Experiment? {
            guard !isAtEnd else { return nil }
            while true {
                let experiment = try await client.experiment(id)
                if let last, last.hasSameProgress(as: experiment) {
                    try await client.timing.sleep(interval)
                    continue
                }
                last = experiment
                isAtEnd = experiment.status.isFinal || experiment.has(reached: goal)
                return experiment
            }
        }
    }
}

extension Experiment {
    fileprivate func hasSameProgress(as other: Experiment) -> Bool {
        status == other.status && resultsStatus == other.resultsStatus && quoteID == other.quoteID
    }

    fileprivate func has(reached goal: ExperimentProgress.Goal) -> Bool {
        switch goal {
        case .quote: quoteID != nil
        case .firstResults: resultsStatus == .partial || resultsStatus == .all
        case .allResults: resultsStatus == .all
        }
    }
}

extension FoundryClient {
    /// Waits until an experiment has reached a goal: `for try await state in client.wait(for: id, until: .quote) {}`.
    ///
    /// - Parameters:
    ///   - experiment: the id of the experiment.
    ///   - goal: the state to wait for.
    ///   - interval: the time between two requests. The lab takes about three weeks, so for results an hour is often
    ///     enough; a quote appears within seconds or minutes.
    public func wait(
        for experiment: Experiment.ID, until goal: ExperimentProgress.Goal, every interval: Duration = .seconds(5)
    ) -> ExperimentProgress {
        ExperimentProgress(client: self, id: experiment, goal: goal, interval: interval)
    }
}
