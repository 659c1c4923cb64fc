import FoundryFoundation
import FoundryJSON

extension WriteReconciliation {
    /// The largest number of items that are read.
    private static let itemLimit = 1000

    /// Looks for the one item that this write, and no other, can have created.
    func newItem(in list: FoundryOperation, matching: [String], idName: String) async throws -> ProbeResult {
        let wanted = matching.map { "\($0) \((arguments[$0] ?? .null).text)" }.joined(separator: ", ")
        let candidates: [JSON]
        switch try await itemsCreatedSinceStart(in: list, matching: matching) {
        case .some(let items): candidates = items
        case nil: return .inconclusive("\(list.name) could not be read to the moment when the request began")
        }
        guard let item = candidates.first, let id = item["id"]?.string else {
            return .noTrace("\(list.name) shows nothing new with \(wanted)")
        }
        if let deduplicationKey = Self.deduplicationKey(endpoint, arguments), ledger.hasOthers(like: deduplicationKey) {
            return .inconclusive("another request for the same \(wanted) is under way, and \(list.name) shows \(id)")
        }
        guard candidates.count == 1 else {
            let ids = candidates.compactMap { $0["id"]?.string }.joined(separator: ", ")
            return .inconclusive("\(list.name) shows several new ones with \(wanted): \(ids)")
        }
        guard try await isOurs(id) else {
            return .inconclusive("\(list.name) shows \(id) with \(wanted), whose specification is another")
        }
        guard ledger.attribute(id) else { return .noTrace("\(list.name) shows nothing new with \(wanted)") }
        let known = ["status", "code", "name", "created_at"].compactMap { name in
            item[name].map { JSON.Member(name, $0) }
        }
        return .carriedOut(
            JSON([JSON.Member(idName, JSON(id))] + known), "\(list.name) lists one with \(wanted) created since: \(id)")
    }

    /// Returns whether a new experiment has the constructs, the kind of measurement and the antigen of this write, and so
    /// is not one that somebody else has given the same name. Items of other kinds have no such detail.
    private func isOurs(_ id: String) async throws -> Bool {
        guard let wanted = arguments["experiment_spec"].flatMap(ExperimentSpec.init),
            let found = try await read(.getExperiment, ["experiment_id": JSON(id)]).json?["experiment_spec"]
                .flatMap(ExperimentSpec.init)
        else { return true }
        return found.measuresTheSame(as: wanted)
    }

    /// Returns the items created since the request began that match this write and have not been attributed to another;
    /// nil if the list could not be read that far back.
    ///
    /// The list is not filtered by the API, because a name may hold anything and the filter grammar would have to be able
    /// to express it.
    private func itemsCreatedSinceStart(in list: FoundryOperation, matching: [String]) async throws -> [JSON]? {
        var found: [JSON] = []
        var count = 0
        for try await items in ListPages(operation: list, arguments: ["sort": "-created_at"], read: read) {
            let earliest = serverClock.moment(of: began)
            for item in items {
                guard let created = item["created_at"]?.string.flatMap(APITimestamp.date) else { return nil }
                guard created >= earliest else { return found }
                let matches = matching.allSatisfy { (item[$0] ?? .null) == (arguments[$0] ?? .null) }
                if matches, let id = item["id"]?.string, !ledger.isAttributed(id) { found.append(item) }
            }
            count += items.count
            guard count < Self.itemLimit else { return nil }
        }
        return found
    }
}
