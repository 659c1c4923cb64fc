import FoundryAPI
import FoundryFoundation
import FoundryJSON
import FoundryMCP
import FoundryText
import Synchronization

/// An order placed in one call: a creation, a quote, and its acceptance at the estimated price.
///
/// The API's own `auto_accept_quote` accepts whatever the quote says, so it is never sent.
struct ImmediateOrder {
    let call: ToolCall
    let sequences: OrderSequences
    /// The time to wait for a quote, and the longest interval between two requests for it.
    static let quoteTimeout = (total: Duration.seconds(60), longest: Duration.seconds(2))

    func run() async throws -> ToolResult {
        let estimate = try await estimate()
        let purchase = purchase(for: estimate.price)
        let order = identity
        // First, so that the user is not asked about an order that will not be placed.
        if let result = try await alreadyPlaced(order, purchase, isSandbox: estimate.isSandbox) { return result }
        switch try await call.gate.decide(purchase, call) {
        case .approved: break
        case .notAccepted(let reason, let next):
            return ToolResult(
                notAccepted: purchase, reason: reason, next: next + " Nothing was created.",
                isSandbox: estimate.isSandbox)
        }
        // Again, since a question may be open for minutes.
        if let result = try await alreadyPlaced(order, purchase, isSandbox: estimate.isSandbox) { return result }
        if let result = repeated(call.immediateOrderLedger.reserve(order), purchase, isSandbox: estimate.isSandbox) {
            return result
        }
        let created = try await create(order)
        if let inference = created.response.inference {
            // What was learned from a list is not certain enough to pay for.
            return unaccepted(
                created, purchase, "inferred", "\(inference) Look whether it is the experiment you meant.")
        }
        return try await accept(created, agreed: estimate.price, purchase)
    }

    /// The experiment that was created for the order.
    private struct Created {
        let id: Experiment.ID
        let response: FoundryResponse
    }

    // MARK: Steps

    /// Prices the order. One without a full price cannot be accepted in advance.
    private func estimate() async throws -> (price: Money, isSandbox: Bool) {
        let specification = call.arguments["experiment_spec"] ?? [:]
        let response = try await call.api.send(.estimateCost, ["experiment_spec": specification])
        let estimate = CostEstimate(response.value)
        guard let price = estimate.total, price.amount >= 0 else {
            let reason = estimate.incompleteReason ?? "the estimate is incomplete"
            throw FoundryError(
                .refused,
                "auto_accept_quote needs a full price, but there is none: \(SafeText.quoted(reason, limit: 200)). "
                    + "Nothing was created. Create the experiment without auto_accept_quote, submit it, and confirm the "
                    + "quote when it is there.")
        }
        return (price, response.isSandbox)
    }

    /// Returns the result for an order that this process or another has placed; nil for a new one.
    private func alreadyPlaced(_ order: String, _ purchase: Purchase, isSandbox: Bool) async throws -> ToolResult? {
        if let result = repeated(call.immediateOrderLedger.state(of: order), purchase, isSandbox: isSandbox) {
            return result
        }
        guard let earlier = try await earlierOrder() else { return nil }
        return repeated(earlier, purchase, isSandbox: isSandbox)
    }

    /// Returns an experiment of the same order that was submitted within a day and is not in the ledger, such as one of
    /// this server before it ended unexpectedly; nil if there is none, or it cannot be found out.
    private func earlierOrder() async throws -> Experiment? {
        // The API's clock may be ahead of this machine's.
        let time = Date(timeIntervalSinceNow: -StoredSequences.day)...Date(timeIntervalSinceNow: 600)
        let wanted = call.arguments["experiment_spec"] ?? [:]
        return try await StoredSequences.first(named: call.text("name"), sequences, in: time, call.api) { experiment in
            // Lists have no specification.
            guard experiment.wasSubmitted, let found = experiment.specification else {
                return experiment.wasSubmitted
            }
            return found.type.rawValue == wanted["experiment_type"]?.string
                && (found.method == nil || found.method?.rawValue == wanted["method"]?.string)
                && (found.targetID == nil || found.targetID?.lowercased() == wanted["target_id"]?.string?.lowercased())
        }
    }

    private func create(_ order: String) async throws -> Created {
        let arguments = call.arguments.removing(SpendGate.expectation + ["auto_accept_quote"])
            .setting("skip_draft", to: true)
        do {
            let response = try await call.api.sendForPurchase(.createExperiment, arguments)
            let created = Created(
                id: try response.value.required("experiment_id", of: "response"), response: response)
            call.immediateOrderLedger.record(order, experiment: created.id)
            return created
        } catch let error as FoundryError where error.isWithoutEffect {
            call.immediateOrderLedger.abandon(order)
            throw error
        } catch let error as FoundryError {
            // The reservation stays: an experiment may still appear.
            throw error.adding(
                "If the experiment is there, or appears later, go on with confirm_experiment_quote; this server does "
                    + "not place the same order again.")
        }
    }

    /// Waits for the quote and accepts it, if the stored sequences are those that were sent, and its total is the amount
    /// that was agreed to.
    private func accept(_ created: Created, agreed: Money, _ purchase: Purchase) async throws -> ToolResult {
        var members = created.response.value.members ?? []
        do {
            let stored = try await StoredSequences(of: created.id, call.api).sequences
            members.append(JSON.Member("sequences", stored.summary))
            guard stored.digest == sequences.digest else {
                return unaccepted(
                    created, purchase, "sequences_differ",
                    "the API stored other sequences (or names) than were sent; compare them with "
                        + "list_experiment_sequences.", more: [JSON.Member("stored_sequences", stored.summary)])
            }
            guard let quote = try await quote(of: created.id) else {
                return unaccepted(created, purchase, "quote_pending", "it is not ready yet.")
            }
            guard quote.price == agreed else {
                return unaccepted(
                    created, purchase, "total_differs",
                    "its total is \(quote.price), and \(agreed) was agreed to (the quote may include tax).",
                    quote)
            }
            return ToolResult(
                accepted: try await call.api.accept(quote, within: call.gate.budget), after: members)
        } catch let error as FoundryError where error.isWithoutEffect {
            return unaccepted(created, purchase, "failed", error.advisedMessage)
        } catch let error as FoundryError {
            throw error.adding("The order is the experiment \(created.id), which exists.")
        }
    }

    /// Returns the quote of a submitted experiment; nil if it does not appear in time. Quotes are made asynchronously.
    private func quote(of experiment: Experiment.ID) async throws -> QuoteSnapshot? {
        let deadline = ContinuousClock.now + Self.quoteTimeout.total
        var interval = Duration.milliseconds(100)
        while true {
            if let id = try await call.api.experiment(experiment).quoteID {
                let quote = try await call.api.send(.getQuote, ["quote_id": JSON(id)])
                return try QuoteSnapshot(quote.value, id: id)
            }
            guard ContinuousClock.now + interval < deadline else { return nil }
            try await Task.sleep(for: interval)
            interval = min(interval * 2, Self.quoteTimeout.longest)
        }
    }

    // MARK: Results

    /// Returns a result that names the experiment that exists, and its quote, which is open.
    private func unaccepted(
        _ created: Created, _ purchase: Purchase, _ reason: String, _ why: String,
        _ quote: QuoteSnapshot? = nil, more: [JSON.Member] = []
    ) -> ToolResult {
        var members = (created.response.value.members ?? []) + more
        if let quote {
            members += [
                JSON.Member("quote_id", JSON(quote.id)),
                JSON.Member("quote_amount_cents", JSON(quote.price.amount)),
                JSON.Member("quote_currency", JSON(quote.price.currency)),
            ]
        }
        return ToolResult(
            notAccepted: purchase, reason: reason,
            next: "The experiment \(created.id) exists, and its quote was not accepted: \(why) Go on with "
                + "confirm_experiment_quote; do not create it again.",
            more: members, isSandbox: created.response.isSandbox)
    }

    /// The text that two orders of the same thing share: the name, the measurement, and the constructs, however the call
    /// writes them.
    private var identity: String {
        let specification = call.arguments["experiment_spec"] ?? [:]
        let measurement = ["experiment_type", "method", "target_id"].map { specification[$0] ?? .null }
        return JSON([JSON(call.text("name"))] + measurement + [JSON(sequences.digest)]).text
    }

    private func purchase(for price: Money) -> Purchase {
        let name = call.text("name")
        let specification = call.arguments["experiment_spec"] ?? [:]
        return Purchase(
            confirmationIdentity: "a new experiment \(name) \(specification.text)", budgetEntry: .order, price: price,
            item: "a new experiment (estimate, before tax)", labels: [("Name", name), ("Sequences", sequences.label)],
            consequence: "It is created, its quote accepted if its total is this amount, and the lab starts the work.",
            priceTool: .estimateCost, identifiers: [JSON.Member("sequences", sequences.summary)],
            elsewhere: "Without auto_accept_quote, the user can accept the quote later, at stripe_quote_url.")
    }

    /// Returns the result for an order of which there is an experiment already, though not by this process.
    private func repeated(_ earlier: Experiment, _ purchase: Purchase, isSandbox: Bool) -> ToolResult {
        ToolResult(
            notAccepted: purchase, reason: "already_placed",
            next: "An experiment with the same name, assay and constructs was submitted within a day: \(earlier.id) "
                + "(\(Lifecycle.description(of: earlier))). Nothing was created. If its quote is open, go on with "
                + "confirm_experiment_quote; for a second one, use another name.",
            more: [JSON.Member("experiment_id", JSON(earlier.id))], isSandbox: isSandbox)
    }

    /// Returns the result for an order that was placed, or is being placed; nil for a new one.
    private func repeated(
        _ state: ImmediateOrderLedger.OrderState, _ purchase: Purchase, isSandbox: Bool
    ) -> ToolResult? {
        switch state {
        case .new:
            return nil
        case .placed(let id):
            return ToolResult(
                notAccepted: purchase, reason: "already_placed",
                next:
                    "This server has already placed an order with the same name, assay and constructs: the experiment "
                    + "\(id). Nothing was created. See get_experiment and confirm_experiment_quote; for "
                    + "a second one, use another name.",
                more: [JSON.Member("experiment_id", JSON(id))], isSandbox: isSandbox)
        case .underWay:
            return ToolResult(
                notAccepted: purchase, reason: "under_way",
                next:
                    "An order with the same name, assay and constructs is being placed by another call, or its outcome "
                    + "is unknown. Nothing was created. Check with list_experiments; do not repeat the call before you "
                    + "know.",
                isSandbox: isSandbox)
        }
    }
}

/// A record of this process's orders with `auto_accept_quote`, so that a call made twice, by a client that retries or a
/// model that lost track, does not order the same thing twice.
final class ImmediateOrderLedger: Sendable {
    /// The state of an order with the caller's name, measurement, and constructs.
    enum OrderState {
        /// There is none. The caller may place the order, and then calls `record` or `abandon`.
        case new
        /// One is being placed at the moment.
        case underWay
        /// One was placed, with this experiment id.
        case placed(Experiment.ID)
    }

    private enum Entry {
        case underWay
        case placed(Experiment.ID)
    }

    /// The states by the order's identity: its name, its measurement, and its constructs.
    private let orders = Mutex<[String: Entry]>([:])

    /// Returns the state of an order without reserving it.
    func state(of order: String) -> OrderState {
        orders.withLock { Self.state($0[order]) }
    }

    /// Reserves an order if it is new, and returns the state that it was in.
    func reserve(_ order: String) -> OrderState {
        orders.withLock { orders in
            let state = Self.state(orders[order])
            if case .new = state { orders[order] = .underWay }
            return state
        }
    }

    /// Records the experiment of an order.
    func record(_ order: String, experiment: Experiment.ID) {
        orders.withLock { $0[order] = .placed(experiment) }
    }

    private static func state(_ entry: Entry?) -> OrderState {
        switch entry {
        case nil: .new
        case .underWay?: .underWay
        case .placed(let id)?: .placed(id)
        }
    }

    /// Gives up a reservation, since no experiment was created.
    func abandon(_ order: String) {
        orders.withLock { _ = $0.removeValue(forKey: order) }
    }
}
