import FoundryAPI
import FoundryJSON

extension APIAccess {
    /// The number of experiments that one request asks for, so that its URL stays short.
    static let experimentsPerRequest = 50

    /// Returns the newest update of each of these experiments, by the experiment's id.
    ///
    /// - Parameter mustBeComplete: Whether to ask until every experiment that has an update is there. If not, one
    ///   without an update among the newest hundred of them all is left out.
    /// - Throws: `FoundryError`; `CancellationError`.
    func newestUpdates(of experiments: [String], mustBeComplete: Bool = false) async throws -> [String: JSON] {
        var newest: [String: JSON] = [:]
        var missing = Set(experiments)
        while !missing.isEmpty {
            let filter = "in(experiment_id,\(missing.sorted().joined(separator: ",")))"
            let feed = try await send(.listUpdates, ["filter": JSON(filter), "limit": JSON(Paginator.pageSize)])
            // The feed begins with the newest update.
            for update in feed.items {
                guard let id = update["experiment_id"]?.string, missing.contains(id), newest[id] == nil else {
                    continue
                }
                newest[id] = update
            }
            let found = missing.intersection(newest.keys)
            missing.subtract(found)
            let hasMore = feed.items.count < feed.value["total"]?.int ?? 0
            guard mustBeComplete, hasMore, !found.isEmpty else { break }
        }
        return newest
    }
}
