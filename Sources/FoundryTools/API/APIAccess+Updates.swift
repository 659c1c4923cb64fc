import FoundryAPI
import FoundryJSON

extension APIAccess {
    /// The newest update of each of these experiments, by the experiment's id. One of which the newest hundred updates of
    /// them all tell nothing is left out: what was last said of it is not known.
    /// - Throws: `FoundryError`; `CancellationError`.
    func newestUpdates(of experiments: [String]) async throws -> [String: JSON] {
        guard !experiments.isEmpty else { return [:] }
        let filter = "in(experiment_id,\(experiments.sorted().joined(separator: ",")))"
        let feed = try await send(.listUpdates, ["filter": JSON(filter), "limit": JSON(Paginator.pageSize)])
        // The feed has the newest first.
        return Dictionary(
            feed.items.compactMap { update in update["experiment_id"]?.string.map { ($0, update) } },
            uniquingKeysWith: { newest, _ in newest })
    }
}
