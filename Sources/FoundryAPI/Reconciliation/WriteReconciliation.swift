import Foundation
import FoundryJSON

/// Looks for the outcome of a write whose answer was lost.
struct WriteReconciliation: Sendable {
    /// What a look showed.
    enum Probe: Sendable {
        /// It was carried out; what is known of the result, and how it was learned.
        case carriedOut(JSON, String)
        /// There is no sign of it, as these words say.
        case noSign(String)
        /// It cannot be told, for the reason that these words give.
        case unclear(String)
        /// Nothing could be read, as these words say; another look may be able to.
        case failed(String)
    }

    /// The write whose answer was lost.
    let operation: FoundryOperation
    /// What its outcome shows by.
    let lookup: OutcomeLookup
    /// Its arguments.
    let arguments: JSON
    /// When it began, by our clock.
    let began: Date
    let ledger: WriteLedger
    let serverClock: ServerClock
    /// Reads what can be read.
    let read: @Sendable (FoundryOperation, JSON) async throws -> FoundryResponse

    /// Looks once.
    ///
    /// - Throws: `CancellationError`
    func look() async throws -> Probe {
        do {
            switch lookup {
            case .newItem(let list, let matching, let idName, _):
                return try await newItem(in: list, matching: matching, idName: idName)
            case .experimentStatus(let before):
                return try await experimentStatus(before: before)
            case .experimentMembers:
                return try await experimentMembers()
            case .quoteStatus(let reader, let status):
                return try await quoteStatus(in: reader, becomes: status)
            case .keyIsRejected:
                return try await keyIsRejected()
            }
        } catch let error as FoundryError {
            return .failed("looking for it failed too (\(error.kind.rawValue))")
        }
    }

    /// What the write was asked for besides making an item, which the looks do not see: a sentence, or nil for nothing.
    var unseen: String? {
        guard case .newItem(_, _, _, let additionalEffects?) = lookup else { return nil }
        let asked = additionalEffects.flags.filter { arguments[$0]?.bool == true }
        guard !asked.isEmpty else { return nil }
        return "Whether \(asked.joined(separator: " and ")) took effect was not seen; check with "
            + "\(FoundryOperation(additionalEffects.check).name) before you go on."
    }

    /// What the items that two writes would make have in common, if they have; nil where the write makes none.
    static func deduplicationKey(_ operation: FoundryOperation, _ arguments: JSON) -> String? {
        guard case .writes(.newItem(let list, let matching, _, _)) = operation.effect else { return nil }
        return JSON([JSON(FoundryOperation(list).name)] + matching.map { arguments[$0] ?? .null }).text
    }

    // MARK: An experiment's and a quote's state

    private func experimentStatus(before: [String]) async throws -> Probe {
        let experiment = try await readByPath(FoundryOperation(\.getExperiment))
        guard let status = experiment["status"]?.string else { return .unclear("the experiment shows no status") }
        if before.contains(status) { return .noSign("the experiment's status is still \(status)") }
        // It may have been canceled before or after.
        if status == "canceled" { return .unclear("the experiment's status is canceled") }
        return .carriedOut(
            ["experiment_id": id(experiment, "experiment_id"), "status": JSON(status)],
            "the experiment's status is now \(status)")
    }

    private func experimentMembers() async throws -> Probe {
        let experiment = try await readByPath(FoundryOperation(\.getExperiment))
        let spec = experiment["experiment_spec"] ?? [:]
        let visible: [String: JSON?] = [
            "name": experiment["name"], "n_replicates": spec["n_replicates"],
            "target_id": spec["target_id"] ?? spec["target"]?["id"], "parameters": spec["parameters"],
            "antigen_concentrations": spec["antigen_concentrations"],
        ]
        let wanted = arguments.removing("experiment_id").members ?? []
        let differing = wanted.filter { member in
            visible[member.name].map { ($0 ?? .null) != member.value } ?? false
        }
        if let first = differing.first { return .noSign("the experiment's \(first.name) is not the one given") }
        guard wanted.allSatisfy({ visible[$0.name] != nil }) else {
            return .unclear("not all that was given can be seen in the experiment")
        }
        return .carriedOut(
            ["id": id(experiment, "experiment_id"), "updated": true], "the experiment now has the values given")
    }

    private func quoteStatus(in row: FoundryOperation.Row, becomes wanted: String) async throws -> Probe {
        let reader = FoundryOperation(row)
        let quote = try await readByPath(reader)
        guard let status = quote["status"]?.string else { return .unclear("the quote shows no status") }
        guard status == wanted else { return .noSign("the quote's status is \(status)") }
        let idName = quote["experiment_id"] == nil ? "id" : "experiment_id"
        return .carriedOut(
            [idName: id(quote, reader.pathArguments.first ?? ""), "status": JSON(status)],
            "the quote's status is now \(status)")
    }

    private func keyIsRejected() async throws -> Probe {
        do {
            _ = try await read(FoundryOperation(\.whoami), [:])
            return .noSign("the key is still taken")
        } catch let error as FoundryError where error.kind == .authentication {
            return .carriedOut(["revoked": true], "the key is no longer taken")
        }
    }

    private func readByPath(_ reader: FoundryOperation) async throws -> JSON {
        let members = reader.pathArguments.compactMap { name in arguments[name].map { JSON.Member(name, $0) } }
        return try await read(reader, JSON(members)).json ?? [:]
    }

    private func id(_ value: JSON, _ argument: String) -> JSON {
        value["id"] ?? value["experiment_id"] ?? arguments[argument] ?? .null
    }
}
