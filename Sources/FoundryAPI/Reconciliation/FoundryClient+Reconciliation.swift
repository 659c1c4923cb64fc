import FoundryJSON

extension FoundryClient {
    /// The time between two probes: by then, whatever a request left behind should be visible.
    private static let probeInterval = Duration.seconds(3)
    /// The number of readable probes that settle the question. The error messages say “twice”.
    private static let probesNeeded = 2
    /// The largest number of probes, counting those that fail. Each is sent as any read is, with retries of its own.
    private static let probeLimit = 4

    /// Finds out what became of a write whose response was lost.
    ///
    /// - Returns: what is known of the result, if the write was carried out.
    /// - Throws: ``FoundryError`` of kind `not_carried_out`, `outcome_unknown`, or that of the response as far as it was
    ///   received.
    func reconcile(
        _ write: UnconfirmedWrite, _ endpoint: FoundryEndpoint, _ arguments: JSON, isPurchase: Bool
    ) async throws -> FoundryResponse {
        log(.warning, "\(endpoint.name): \(write.cause); checking its outcome")
        let lookup: OutcomeLookup
        switch endpoint.effect {
        case .writes(let known): lookup = known
        case .writesUnverifiably(let check):
            throw taggedAsSandbox(write.unknownOutcome(of: endpoint, check: check, seen: nil))
        // A read has no outcome to lose.
        case .reads: throw taggedAsSandbox(write.error)
        }
        let reconciliation = WriteReconciliation(
            endpoint: endpoint, lookup: lookup, arguments: arguments, began: write.began, ledger: ledger,
            serverClock: serverClock, read: { [self] in try await send($0, $1) })

        var seen = ""
        var (readable, withoutTrace) = (0, 0)
        for probe in 0..<Self.probeLimit where readable < Self.probesNeeded {
            if probe > 0 { try await timing.sleep(Self.probeInterval) }
            switch try await reconciliation.probe() {
            case .carriedOut(let known, let how):
                let note =
                    reconciliation.unverifiedEffects.map { "was carried out at least in part: \(how). \($0)" }
                    ?? "was carried out: \(how)."
                log(.warning, "\(endpoint.name) \(note)")
                return response(known, to: write, note: "\(endpoint.name) \(note)")
            case .noTrace(let words):
                (seen, readable, withoutTrace) = (words, readable + 1, withoutTrace + 1)
            case .inconclusive(let words):
                (seen, readable) = (words, readable + 1)
            case .failed(let words):
                seen = words
            }
        }
        seen = classifier.responseReader.plain(seen, limit: 1000)
        log(.warning, "\(endpoint.name): \(seen)")
        // A write without trace may still be carried out late, which must not lead to a second purchase.
        guard withoutTrace == Self.probesNeeded, write.indication == .none, !isPurchase else {
            throw taggedAsSandbox(write.unknownOutcome(of: endpoint, check: lookup.readOperation, seen: seen))
        }
        throw taggedAsSandbox(write.notCarriedOut(endpoint, seen: seen, interval: Self.probeInterval))
    }

    private func response(_ known: JSON, to write: UnconfirmedWrite, note: String) -> FoundryResponse {
        FoundryResponse(
            status: nil, body: .json(redactor.redact(known)), requestID: write.error.requestID,
            isSandbox: taggedAsSandbox(write.error).isSandbox, serverDate: nil,
            inference: redactor.redact(
                "The API's response was lost (\(write.cause)), but \(note) It was not sent again."))
    }
}
