import Foundation
import FoundryJSON
import Testing

@testable import FoundryAPI

/// The search for a created item, and what it is based on.
@Suite("Probes for a lost creation", .timeLimit(.minutes(5)))
struct LookupTests {
    private static let began = Date(timeIntervalSince1970: 1_780_000_000)
    private static let arguments: JSON = ["name": "Mine"]

    private static func item(_ id: String, _ name: String = "Mine", created: String? = nil) -> JSON {
        [
            "id": JSON(id), "name": JSON(name),
            "created_at": JSON(created ?? began.addingTimeInterval(1).ISO8601Format()),
        ]
    }

    /// Looks once in a list of these pages.
    private func probe(
        _ pages: [[JSON]], ledger: WriteLedger = WriteLedger()
    ) async throws -> WriteReconciliation.ProbeResult {
        let operation = FoundryOperation.createExperiment.endpoint
        guard case .writes(let lookup) = operation.effect else { throw ServerWasAsked() }
        let reconciliation = WriteReconciliation(
            endpoint: operation, lookup: lookup, arguments: Self.arguments, began: Self.began, ledger: ledger,
            serverClock: ServerClock(),
            read: { _, arguments in
                let page = (arguments["offset"]?.int ?? 0) / 100
                let items = pages.indices.contains(page) ? pages[page] : []
                return FoundryResponse(
                    status: 200, body: .json(["items": JSON(items)]), requestID: nil, isSandbox: false, serverDate: nil,
                    inference: nil)
            })
        return try await reconciliation.probe()
    }

    private struct ServerWasAsked: Error {}

    @Test("An item on the second page is found")
    func secondPage() async throws {
        let others = (0..<100).map { Self.item("other-\($0)", "Other") }
        guard case .carriedOut(let known, _) = try await probe([others, [Self.item("mine")]]) else {
            Issue.record("not found")
            return
        }
        #expect(known["experiment_id"]?.string == "mine")
    }

    @Test("An item whose time cannot be read is inconclusive")
    func unreadableTime() async throws {
        guard case .inconclusive = try await probe([[Self.item("odd", created: "yesterday"), Self.item("mine")]]) else {
            Issue.record("took the list as read")
            return
        }
    }

    @Test("An item that was attributed to another write is no trace of this one")
    func claimed() async throws {
        let ledger = WriteLedger()
        #expect(ledger.attribute("mine"))
        #expect(!ledger.attribute("mine"))
        guard case .noTrace = try await probe([[Self.item("mine")]], ledger: ledger) else {
            Issue.record("attributed twice")
            return
        }
    }

    @Test("An item attributed to another write does not hide the one of this write")
    func claimedBesides() async throws {
        let ledger = WriteLedger()
        #expect(ledger.attribute("earlier"))
        guard
            case .carriedOut(let known, _) = try await probe(
                [[Self.item("mine"), Self.item("earlier")]], ledger: ledger)
        else {
            Issue.record("not found")
            return
        }
        #expect(known["experiment_id"]?.string == "mine")
    }

    @Test("Of two writes of one name in flight, neither claims the item until one has ended")
    func others() async throws {
        let ledger = WriteLedger()
        let key = try #require(
            WriteReconciliation.deduplicationKey(FoundryOperation.createExperiment.endpoint, Self.arguments))
        for _ in 0..<3 { ledger.begin(key) }
        ledger.end(key)
        #expect(ledger.hasOthers(like: key))
        guard case .inconclusive = try await probe([[Self.item("mine")]], ledger: ledger) else {
            Issue.record("took another's item")
            return
        }
        ledger.end(key)
        #expect(!ledger.hasOthers(like: key))
    }

    @Test("The server's clock is trusted to a second, an unknown one to a minute")
    func clock() {
        let clock = ServerClock()
        #expect(clock.moment(of: Self.began) == Self.began.addingTimeInterval(-60))
        clock.learn(Self.began.addingTimeInterval(300), at: Self.began)
        #expect(clock.moment(of: Self.began) == Self.began.addingTimeInterval(299))
    }
}
