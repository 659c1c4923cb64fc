import FoundryAPI
import FoundryFoundation
import FoundryJSON
import FoundryText

/// The sequences of an experiment as the API has stored them, after a call that wrote them.
struct StoredSequences {
    let experiment: Experiment
    let sequences: OrderSequences

    /// Reads the experiment.
    /// - Throws: `FoundryError`; `CancellationError`.
    init(of id: Experiment.ID, _ api: APIAccess) async throws {
        experiment = try await api.experiment(id)
        sequences = OrderSequences(ofExperiment: experiment)
    }

    /// Returns the members that a result has after a write: the sequences as they are stored, and what there is to note.
    ///
    /// If they cannot be read, the result says so; the write has been carried out.
    /// - Throws: `CancellationError`.
    /// - Parameter sent: the sequences that the experiment should now have; nil if the call does not say all of them.
    static func members(
        of id: Experiment.ID?, sent: OrderSequences?, isNew: Bool, _ api: APIAccess
    ) async throws(CancellationError) -> [JSON.Member] {
        guard let id, let stored = try await found(of: id, api) else {
            return [JSON.Member("note", "The stored sequences could not be read back; check with get_experiment.")]
        }
        var notes: [String] = []
        if let sent, sent.digest != stored.sequences.digest {
            notes.append(
                "The API stored other sequences (or names) than were sent, whose sha256 is \(sent.digest): compare them "
                    + "with list_experiment_sequences before you submit.")
        }
        if isNew, let earlier = try await stored.earlierTwin(api) { notes.append(earlier) }
        return [JSON.Member("sequences", stored.sequences.summary)]
            + (notes.isEmpty ? [] : [JSON.Member("note", JSON(notes.joined(separator: " ")))])
    }

    /// The time within which the same order is likely a repetition, in seconds.
    static let day = 86_400.0
    /// The number of experiments of the same name that are compared.
    private static let comparisons = 5

    /// Returns a sentence about an experiment of the same name and sequences that was created within the day before; nil if
    /// there is none, or it cannot be found out.
    private func earlierTwin(_ api: APIAccess) async throws(CancellationError) -> String? {
        guard let name = experiment.name, let created = experiment.createdAt else { return nil }
        let time = created.addingTimeInterval(-Self.day)...created
        let twin = try await Self.first(named: name, sequences, in: time, api) { $0.id != experiment.id }
        guard let twin else { return nil }
        return """
            An experiment of the same name and sequences was created within a day before: \
            \(twin.id) (\(Lifecycle.description(of: twin))). If this is a repetition, do not \
            submit both.
            """
    }

    /// Returns the first experiment of a name and of these sequences that was created in a time; nil if there is none, or it
    /// cannot be found out.
    ///
    /// - Parameter isWanted: returns whether an experiment, which may come from a list, is looked for.
    static func first(
        named name: String, _ sequences: OrderSequences, in time: ClosedRange<Date>, _ api: APIAccess,
        where isWanted: (Experiment) -> Bool
    ) async throws(CancellationError) -> Experiment? {
        let newest = try await unlessFailing {
            // Not filtered by the API, because a name may hold anything, which the filter grammar cannot express.
            try await api.send(.listExperiments, ["sort": "-created_at", "limit": JSON(Paginator.pageSize)])
                .items.compactMap { try? Experiment($0) }
        }
        let candidates = (newest ?? []).filter { candidate in
            candidate.name == name && candidate.createdAt.map(time.contains) == true && isWanted(candidate)
        }
        for candidate in candidates.reversed().prefix(comparisons) {
            guard let other = try await found(of: candidate.id, api), other.sequences.digest == sequences.digest,
                isWanted(other.experiment)
            else { continue }
            return other.experiment
        }
        return nil
    }

    /// Returns the sequences of an experiment; nil if they cannot be read.
    private static func found(
        of id: Experiment.ID, _ api: APIAccess
    ) async throws(CancellationError) -> StoredSequences? {
        try await unlessFailing { try await StoredSequences(of: id, api) }
    }

    /// Returns a value, or nil if the API could not give it. Only the caller's cancellation is an error.
    private static func unlessFailing<Value>(
        _ read: () async throws -> Value
    ) async throws(CancellationError) -> Value? {
        do {
            return try await read()
        } catch let error as CancellationError {
            throw error
        } catch {
            return nil
        }
    }
}

extension JSON {
    /// Returns this object with further members; the text of a `note` follows one that is there already.
    func adding(_ members: [JSON.Member]) -> JSON {
        members.reduce(self) { value, member in
            guard member.name == "note", let note = value["note"]?.string, let more = member.value.string else {
                return value.setting(member.name, to: member.value)
            }
            return value.setting("note", to: JSON("\(note) \(more)"))
        }
    }
}
