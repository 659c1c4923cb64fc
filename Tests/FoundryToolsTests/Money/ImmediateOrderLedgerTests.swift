import FoundryJSON
import Testing

@testable import FoundryTools

@Suite("The ledger of immediate orders", .timeLimit(.minutes(5)))
struct ImmediateOrderLedgerTests {
    @Test("Only one call claims an order; another may once it is abandoned, and none once it is placed")
    func claims() {
        let orders = ImmediateOrderLedger()
        func state(_ claim: ImmediateOrderLedger.Claim) -> String {
            switch claim {
            case .new: "new"
            case .underWay: "under way"
            case .placed(let id): "placed \(id.text)"
            }
        }
        #expect(state(orders.claim("a")) == "new")
        #expect(state(orders.claim("a")) == "under way")
        #expect(state(orders.claim("b")) == "new")
        orders.abandon("a")
        #expect(state(orders.claim("a")) == "new")
        orders.record("a", experiment: "id-1")
        #expect(state(orders.claim("a")) == #"placed "id-1""#)
        #expect(state(orders.claimed("a")) == #"placed "id-1""#)
    }
}
