import FoundryFoundation
import FoundryJSON

/// The search for the outcome of a write whose response was lost.
struct WriteReconciliation: Sendable {
    /// The finding of one probe.
    enum ProbeResult: Sendable {
        /// The write was carried out: what is known of its result, and how it was learned.
        case carriedOut(JSON, String)
        /// No trace of the write, described in words.
        case noTrace(String)
        /// No conclusion, for the reason described in words.
        case inconclusive(String)
        /// Nothing could be read, for the reason described in words. Another probe may succeed.
        case failed(String)
    }

    /// The write whose response was lost.
    let endpoint: FoundryEndpoint
    /// The way its outcome is read.
    let lookup: OutcomeLookup
    /// The arguments of the write.
    let arguments: JSON
    /// The moment at which the request began, by the local clock.
    let began: Date
    let ledger: WriteLedger
    let serverClock: ServerClock
    /// Sends a read.
    let read: @Sendable (FoundryOperation, JSON) async throws -> FoundryResponse

    /// Reads the server's state once.
    ///
    /// - Throws: `CancellationError`.
    func probe() async throws -> ProbeResult {
        do {
            switch lookup {
            case .newItem(let list, let matching, let idName, _):
                return try await newItem(in: list, matching: matching, idName: idName)
            case .experimentStatus(let before):
                return try await experimentStatus(before: before)
            case .experimentMembers:
                return try await experimentMembers()
            case .quoteStatus(let status):
                return try await quoteStatus(becomes: status)
            case .invoiceIsPaid:
                return try await invoiceIsPaid()
            case .keyIsRejected:
                return try await keyIsRejected()
            }
        } catch let error as FoundryError {
            return .failed("the check failed too (\(error.kind.rawValue))")
        }
    }

    /// A sentence about the effects that were asked for in addition to creating an item and that a probe cannot see; nil
    /// if there are none.
    var unverifiedEffects: String? {
        guard case .newItem(_, _, _, let additionalEffects?) = lookup else { return nil }
        let asked = additionalEffects.flags.filter { arguments[$0]?.bool == true }
        guard !asked.isEmpty else { return nil }
        return "Whether \(asked.joined(separator: " and ")) took effect is not known; check with "
            + "\(additionalEffects.readOperation.name) before you go on."
    }

    /// Returns a key that is equal for two writes whose items could not be told apart; nil if the write creates none.
    static func deduplicationKey(_ endpoint: FoundryEndpoint, _ arguments: JSON) -> String? {
        guard case .writes(.newItem(let list, let matching, _, _)) = endpoint.effect else { return nil }
        return JSON([JSON(list.name)] + matching.map { arguments[$0] ?? .null }).text
    }

    // MARK: State of an experiment, a quote or a key

    private func experimentStatus(before: [String]) async throws -> ProbeResult {
        let experiment = try await readByPath(FoundryOperation.getExperiment)
        guard let status = experiment["status"]?.string else { return .inconclusive("the experiment shows no status") }
        if before.contains(status) { return .noTrace("the experiment's status is still \(status)") }
        // It may have been canceled before or after.
        if status == "canceled" { return .inconclusive("the experiment's status is canceled") }
        return .carriedOut(
            ["experiment_id": id(experiment, "experiment_id"), "status": JSON(status)],
            "the experiment's status is now \(status)")
    }

    private func experimentMembers() async throws -> ProbeResult {
        let experiment = try await readByPath(FoundryOperation.getExperiment)
        let spec = experiment["experiment_spec"] ?? [:]
        let visible: [String: JSON?] = [
            "name": experiment["name"], "n_replicates": spec["n_replicates"],
            "target_id": spec["target_id"] ?? spec["target"]?["target_catalog_id"], "parameters": spec["parameters"],
            "antigen_concentrations": spec["antigen_concentrations"],
        ]
        let wanted = arguments.removing("experiment_id").members ?? []
        let differing = wanted.filter { member in
            visible[member.name].map { ($0 ?? .null) != member.value } ?? false
        }
        if let first = differing.first { return .noTrace("the experiment's \(first.name) is not the value given") }
        guard wanted.allSatisfy({ visible[$0.name] != nil }) else {
            return .inconclusive("not every value given can be read back from the experiment")
        }
        return .carriedOut(
            ["id": id(experiment, "experiment_id"), "updated": true], "the experiment now has the values given")
    }

    private func quoteStatus(becomes wanted: String) async throws -> ProbeResult {
        let quote = try await readByPath(.getQuote)
        guard let status = quote["status"]?.string else { return .inconclusive("the quote shows no status") }
        guard status == wanted else { return .noTrace("the quote's status is \(status)") }
        return .carriedOut(
            ["id": id(quote, "quote_id"), "status": JSON(status)], "the quote's status is now \(status)")
    }

    /// An invoice that is not paid proves nothing: a payment provider may settle later.
    private func invoiceIsPaid() async throws -> ProbeResult {
        let invoice = try await readByPath(.getInvoice)
        guard let status = invoice["status"]?.string else { return .inconclusive("the invoice shows no status") }
        guard status == "paid" else { return .inconclusive("the invoice's status is \(status)") }
        return .carriedOut(
            ["id": id(invoice, "invoice_id"), "status": "paid"], "the invoice's status is now paid")
    }

    private func keyIsRejected() async throws -> ProbeResult {
        do {
            _ = try await read(FoundryOperation.whoami, [:])
            return .noTrace("the key is still accepted")
        } catch let error as FoundryError where error.kind == .authentication {
            return .carriedOut(["revoked": true], "the key is no longer accepted")
        }
    }

    private func readByPath(_ operation: FoundryOperation) async throws -> JSON {
        let members = operation.endpoint.pathArguments.compactMap { name in
            arguments[name].map { JSON.Member(name, $0) }
        }
        return try await read(operation, JSON(members)).json ?? [:]
    }

    private func id(_ value: JSON, _ argument: String) -> JSON {
        value["id"] ?? value["experiment_id"] ?? arguments[argument] ?? .null
    }
}
