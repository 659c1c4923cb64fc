import FoundryJSON
import Testing

@testable import FoundryTools

@Suite("The ledger of immediate orders", .timeLimit(.minutes(5)))
struct ImmediateOrderLedgerTests {
    @Test("Only one call reserves an order; another may once it is abandoned, and none once it is placed")
    func reservations() {
        let orders = ImmediateOrderLedger()
        func state(_ order: ImmediateOrderLedger.OrderState) -> String {
            switch order {
            case .new: "new"
            case .underWay: "under way"
            case .placed(let id): "placed \(id)"
            }
        }
        #expect(state(orders.reserve("a")) == "new")
        #expect(state(orders.reserve("a")) == "under way")
        #expect(state(orders.reserve("b")) == "new")
        orders.abandon("a")
        #expect(state(orders.reserve("a")) == "new")
        orders.record("a", experiment: "id-1")
        #expect(state(orders.reserve("a")) == "placed id-1")
        #expect(state(orders.state(of: "a")) == "placed id-1")
    }
}
