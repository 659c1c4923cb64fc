import Foundation
import FoundryJSON

extension FoundryClient {
    /// How long after the first look the second follows: what a request left behind should show by then.
    private static let lookInterval = Duration.seconds(3)
    /// How many looks that could be read settle it; the errors say “twice”.
    private static let looksNeeded = 2
    /// How many looks are taken at most, where some of them fail. Each is sent as any read is, so that it has retries of
    /// its own.
    private static let lookLimit = 4

    /// Finds out what became of a write whose answer was lost.
    ///
    /// - Returns: what is known of it, if it was carried out
    /// - Throws: `FoundryError` of kind `not_carried_out`, `outcome_unknown`, or that of the answer which was given
    func investigate(
        _ lost: UnconfirmedWrite, _ operation: FoundryOperation, _ arguments: JSON, began: Date
    ) async throws -> FoundryResponse {
        log(.warning, "\(operation.name): \(lost.cause); looking for its outcome")
        let lookup: OutcomeLookup
        switch operation.effect {
        case .writes(let known): lookup = known
        case .writesUnseen(let check): throw marked(lost.unknown(operation, check: check, seen: nil))
        // A read has no outcome that could be lost.
        case .reads: throw marked(lost.error)
        }
        let investigation = WriteReconciliation(
            operation: operation, lookup: lookup, arguments: arguments, began: began, ledger: ledger,
            serverClock: serverClock, read: { [self] in try await send($0, $1) })

        var seen = ""
        var (readable, clear) = (0, 0)
        for look in 0..<Self.lookLimit where readable < Self.looksNeeded {
            if look > 0 { try await timing.sleep(Self.lookInterval) }
            switch try await investigation.look() {
            case .carriedOut(let known, let how):
                let note =
                    investigation.unseen.map { "did at least its first part: \(how). \($0)" }
                    ?? "was carried out: \(how)."
                log(.warning, "\(operation.name) \(note)")
                return response(known, after: lost, note: "\(operation.name) \(note)")
            case .noSign(let words):
                (seen, readable, clear) = (words, readable + 1, clear + 1)
            case .unclear(let words):
                (seen, readable) = (words, readable + 1)
            case .failed(let words):
                seen = words
            }
        }
        seen = judge.reader.plain(seen, limit: 1000)
        log(.warning, "\(operation.name): \(seen)")
        guard clear == Self.looksNeeded, lost.evidence == .none else {
            throw marked(lost.unknown(operation, check: lookup.check, seen: seen))
        }
        throw marked(lost.notCarriedOut(operation, seen: seen, interval: Self.lookInterval))
    }

    private func response(_ known: JSON, after lost: UnconfirmedWrite, note: String) -> FoundryResponse {
        FoundryResponse(
            status: nil, body: .json(redactor.redact(known)), requestID: lost.error.requestID,
            isSandbox: marked(lost.error).isSandbox, serverDate: nil,
            inference: redactor.redact("The API's answer was lost (\(lost.cause)), but \(note) It was sent once."))
    }
}
