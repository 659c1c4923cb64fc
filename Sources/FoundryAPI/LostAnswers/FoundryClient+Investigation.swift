import Foundation
import JSON

extension FoundryClient {
    /// How long after the first look the second follows: what a request left behind should show by then.
    private static let lookInterval = Duration.seconds(3)

    /// How many looks are taken at most, where some of them fail.
    private static let lookLimit = 4

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
        if case .unknowable = operation.outcome {
            throw marked(lost.unknown(operation, check: investigation.check, seen: nil))
        }

        var seen = ""
        var (readable, clear) = (0, 0)
        for look in 0..<Self.lookLimit where readable < 2 {
            if look > 0 { try await timing.sleep(Self.lookInterval) }
            switch try await investigation.look() {
            case .carriedOut(let known, let how):
                log(.warning, "\(operation.name) was carried out: \(how)")
                return response(known, to: operation, after: lost, learned: how)
            case .noSign(let words):
                (seen, readable, clear) = (words, readable + 1, clear + 1)
            case .unclear(let words):
                (seen, readable) = (words, readable + 1)
            case .failed(let words):
                seen = words
            }
        }
        seen = judge.answers.plain(seen, limit: 1000)
        log(.warning, "\(operation.name): \(seen)")
        guard clear == 2, !lost.mayBeUnderWay, !lost.saidDone else {
            throw marked(lost.unknown(operation, check: investigation.check, seen: seen))
        }
        throw marked(lost.notCarriedOut(operation, seen: seen, interval: Self.lookInterval))
    }

    private func response(
        _ known: JSON, to operation: FoundryOperation, after lost: LostAnswer, learned how: String
    ) -> FoundryResponse {
        FoundryResponse(
            status: 0, body: .json(redactor.redact(known)), requestID: lost.error.requestID,
            isSandbox: marked(lost.error).isSandbox, serverDate: nil,
            inference: redactor.redact(
                "The API's answer was lost (\(lost.cause)), but \(operation.name) was carried out: \(how). It was sent once."
            ))
    }
}
