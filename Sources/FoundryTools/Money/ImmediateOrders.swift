import FoundryJSON
import Synchronization

/// The orders of this process that were placed with `auto_accept_quote`, so that a call that is made again, by a client
/// that retries or a model that lost track, does not order the same a second time.
final class ImmediateOrders: Sendable {
    /// An identical order.
    enum Claim {
        /// There is none; the caller may place the order, and has to report its end.
        case new
        /// One is being placed at the moment.
        case underWay
        /// One was placed: the id of its experiment.
        case placed(JSON)
    }

    private enum Entry {
        case underWay
        case placed(JSON)
    }

    /// The orders by the text of the call's arguments.
    private let orders = Mutex<[String: Entry]>([:])

    /// Returns the state of an identical order without claiming it.
    func claimed(_ order: String) -> Claim {
        orders.withLock { Self.state(of: $0[order]) }
    }

    /// Claims an order.
    func claim(_ order: String) -> Claim {
        orders.withLock { orders in
            let state = Self.state(of: orders[order])
            if case .new = state { orders[order] = .underWay }
            return state
        }
    }

    /// Records the experiment of an order.
    func record(_ order: String, experiment: JSON) {
        orders.withLock { $0[order] = .placed(experiment) }
    }

    private static func state(of entry: Entry?) -> Claim {
        switch entry {
        case nil: .new
        case .underWay?: .underWay
        case .placed(let id)?: .placed(id)
        }
    }

    /// Gives up a claim, since no experiment was created.
    func abandon(_ order: String) {
        orders.withLock { _ = $0.removeValue(forKey: order) }
    }
}
