import FoundryJSON
import Testing

@testable import FoundryTools

@Suite("Orders that are placed at once", .timeLimit(.minutes(5)))
struct ImmediateOrdersTests {
    @Test("An order is claimed by one call; given up, by another; placed, by none")
    func claims() {
        let orders = ImmediateOrders()
        func state(_ claim: ImmediateOrders.Claim) -> String {
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
