import Foundation
import JSON

extension FoundryClient {
    /// How long after the first look the second follows: what a request left behind should show by then.
    private static let lookInterval = Duration.seconds(3)

    /// Finds out what became of a write whose answer was lost.
    ///
    /// - Returns: what is known of it, if it was carried out
    /// - Throws: `FoundryError` of kind `not_carried_out`, `outcome_unknown`, or that of the answer which was given
    func investigate(
        _ lost: LostAnswer, _ operation: FoundryOperation, _ arguments: JSON, began: Date
    ) async throws -> FoundryResponse {
        log(.warning, "\(operation.name): \(lost.cause); looking for its outcome")
        let investigation = OutcomeInvestigation(
            operation: operation, arguments: arguments, began: began, ledger: ledger,
            read: { [self] in try await send($0, $1) })
        if case .unknowable = operation.outcome { throw lost.unknown(operation, check: investigation.check, seen: nil) }

        var seen = ""
        // Both looks must have shown that there is nothing.
        var isClear = true
        for look in 0..<2 {
            if look > 0 { try await timing.sleep(Self.lookInterval) }
            switch try await investigation.look() {
            case .carriedOut(let known, let how):
                log(.warning, "\(operation.name) was carried out: \(how)")
                return FoundryResponse(
                    status: 0, body: .json(redactor.redact(known)), requestID: lost.error.requestID,
                    isSandbox: lost.error.isSandbox, serverDate: nil,
                    inference: redactor.redact(
                        "The API's answer was lost (\(lost.cause)), but \(operation.name) was carried out: \(how). It was "
                            + "sent once."))
            case .noSign(let words): seen = words
            case .unclear(let words): (seen, isClear) = (words, false)
            }
        }
        seen = judge.answers.plain(seen, limit: 1000)
        log(.warning, "\(operation.name): \(seen)")
        guard isClear, !lost.mayBeUnderWay, !lost.saidDone else {
            throw lost.unknown(operation, check: investigation.check, seen: seen)
        }
        throw lost.notCarriedOut(operation, seen: seen, interval: Self.lookInterval)
    }
}
