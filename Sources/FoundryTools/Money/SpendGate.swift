import FoundryAPI
import FoundryFoundation
import FoundryJSON
import FoundryMCP
import FoundryText

/// A purchase that a call asks for.
struct Purchase {
    /// The text that identifies the purchase in the question, so that a yes to one purchase never counts for another.
    let confirmationIdentity: String
    /// The purchase as the budget counts it.
    let budgetEntry: SpendBudget.Purchase
    let price: Money
    /// A noun phrase for the purchased item, without text from outside: “the quote qt_123”.
    let item: String
    /// Names from the API, which the question shows quoted and shortened, after the amount.
    let labels: [(title: String, text: String)]
    /// A sentence about the consequence of a yes.
    let consequence: String
    /// The tool that reads the price.
    let priceTool: ToolName
    /// The members of a result that identify what exists: `quote_id`, `experiment_id`.
    let identifiers: [JSON.Member]
    /// A sentence about where the user can agree without the client.
    var elsewhere = "The user can also accept the quote in the Foundry portal (stripe_quote_url)."
}

/// The spending safeguards of a call.
///
/// A no has two forms. Where a rule forbids the purchase (a limit, another amount than the one that is stated, a quote that
/// has changed), the call fails with an error of kind `refused`, and a yes would not help. Where only the yes is missing,
/// the result says `accepted: false`, which is no error, and the same call may be made again.
///
/// The limits are checked first. Then, depending on the mode, the user is asked, or the call must state the amount. A
/// stated amount shows that the caller has read the price, not that a person has seen it. The acceptance itself checks
/// everything again (`FoundryClient.accept`).
struct SpendGate: Sendable {
    let mode: ConfirmationMode
    let budget: SpendBudget

    /// The arguments in which a call states the price that it expects. They are this server's own and never sent.
    static let expectation = ["expected_amount_cents", "expected_currency"]

    /// The decision about a purchase.
    enum Decision {
        case approved
        /// The purchase was not approved, for this reason; the sentence says what to do next.
        case notAccepted(reason: String, next: String)
    }

    /// Decides whether a purchase may go on.
    ///
    /// Since revision 2026-07-28 a question ends the call, and the client retries the request with the answer. So an
    /// action must only read before it calls this method.
    ///
    /// - Throws: `FoundryError` of kind `refused` if a limit or a mismatch forbids the purchase; `InputRequired` while
    ///   the question is open; `CancellationError`.
    func decide(_ purchase: Purchase, _ call: ToolCall) async throws -> Decision {
        try budget.check(purchase.price, for: purchase.budgetEntry)
        let isStated = try isAmountStated(of: purchase, in: call.arguments)
        switch mode {
        case .ask where call.context.canElicit:
            return try await ask(purchase, call)
        case .ask, .amount:
            return isStated ? .approved : .notAccepted(reason: "not_confirmed", next: statement(of: purchase))
        case .both:
            guard call.context.canElicit else {
                throw FoundryError(
                    .refused,
                    "This server was started with --confirm both, and the client cannot ask its user. Nothing was "
                        + "accepted. Use a client that supports elicitation, or --confirm ask.")
            }
            guard isStated else { return .notAccepted(reason: "not_confirmed", next: statement(of: purchase)) }
            return try await ask(purchase, call)
        }
    }

    private func statement(of purchase: Purchase) -> String {
        "Not accepted yet. Tell the user that \(purchase.item) costs \(purchase.price), and if they agree, call again "
            + "with expected_amount_cents \(purchase.price.amount) and expected_currency \(purchase.price.currency)."
    }

    /// Returns whether the call states the amount.
    ///
    /// - Throws: `FoundryError` of kind `refused` if it states another one.
    private func isAmountStated(of purchase: Purchase, in arguments: JSON) throws(FoundryError) -> Bool {
        let amount = arguments["expected_amount_cents"]?.int
        let currency = arguments["expected_currency"]?.string
        let price = purchase.price
        let expected = Money(cents: amount ?? price.amount, currency ?? price.currency)
        guard expected == price else {
            throw FoundryError(
                .refused,
                "The call expects \(expected.figures), but \(purchase.item) costs \(price.figures) (\(price)). Nothing "
                    + "was accepted. Check with \(purchase.priceTool.rawValue), tell the user, and call again with the "
                    + "actual amount if they agree.")
        }
        return amount != nil && currency != nil
    }

    private func ask(_ purchase: Purchase, _ call: ToolCall) async throws -> Decision {
        let price = purchase.price
        let labels = purchase.labels.map {
            " \($0.title): \(SafeText.quoted(call.api.redactor.redact($0.text)))."
        }.joined()
        let question = YesNoQuestion(
            "accept", about: "\(purchase.confirmationIdentity) at \(price.figures)",
            message: "Accept \(price) for \(purchase.item)?\(labels) \(purchase.consequence)",
            title: "Accept for \(price)", consequence: "Yes places a binding order.")
        let subject = "\(price) for \(purchase.item)"
        let otherwise = """
            \(purchase.elsewhere) Or the server can be started with --confirm amount, so that the call states the amount \
            instead.
            """
        switch try await question.ask(call) {
        case .yes:
            return .approved
        case .declined:
            return .notAccepted(
                reason: "declined",
                next: "The client answered no to \(subject); nothing was accepted. It may have answered without "
                    + "showing the question: ask the user. \(otherwise)")
        case .dismissed:
            return .notAccepted(
                reason: "dismissed",
                next: "The question about \(subject) was dismissed; nothing was accepted. Ask the user whether to try "
                    + "again. \(otherwise)")
        case .unanswered(let detail):
            return .notAccepted(
                reason: "unanswered",
                next: "The question about \(subject) ended (\(detail)); nothing was accepted. The client may not have "
                    + "shown it: ask the user. \(otherwise)")
        case .notAsked(let detail):
            return .notAccepted(
                reason: "not_asked",
                next: "The client could not ask the user about \(subject) (\(detail)); nothing was accepted. "
                    + otherwise)
        }
    }
}

extension ToolResult {
    /// A result that cannot be read as an acceptance.
    init(notAccepted purchase: Purchase, reason: String, next: String, more: [JSON.Member] = [], isSandbox: Bool) {
        let own = [
            JSON.Member("next", JSON(next)), JSON.Member("accepted", false),
            JSON.Member("status", "not_accepted"), JSON.Member("reason", JSON(reason)),
            JSON.Member("amount_cents", JSON(purchase.price.amount)),
            JSON.Member("currency", JSON(purchase.price.currency)),
        ]
        // The API's members of the same names, such as the status of the experiment, do not count here.
        let others = (purchase.identifiers + more).filter { other in !own.contains { $0.name == other.name } }
        let value = JSON(own + others)
        self.init(value, isSandbox: isSandbox)
    }

    /// The API's response to an acceptance, with a reminder that accepted is not paid.
    init(accepted response: FoundryResponse, after members: [JSON.Member] = []) {
        let page = Acceptance(response.value).paymentPage
        let pay = page.map { "pay at \($0.absoluteString)" } ?? "the invoice says where to pay (get_experiment_invoice)"
        let value = members.isEmpty ? response.value : JSON(members + (response.value.members ?? []))
        self.init(
            value.setting("accepted", to: true).setting("paid", to: false)
                .setting("next", to: JSON("Accepted, not paid: \(pay).")).adding(response.note),
            isSandbox: response.isSandbox)
    }
}
