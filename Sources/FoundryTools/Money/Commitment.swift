import FoundryJSON
import FoundryMCP
import FoundryText

/// Money that a call would commit, and the rule by which it may.
struct Commitment {
    /// Names what is paid for, so that a yes to another thing is never taken for one to this.
    let subject: String
    /// What it costs.
    let price: Money
    /// What the user reads: what is bought.
    let purpose: String
    /// What the user reads: what happens after a yes.
    let consequence: String
    /// The tool that told, or would have told, the amount.
    let source: String

    /// The arguments in which a call names the price that it expects; they are ours and never sent.
    static let expectation = ["expected_amount_cents", "expected_currency"]

    /// Returns where the money may be spent.
    ///
    /// The limit comes first. Where the client can ask its user, the user decides; else the call must have named the
    /// amount, so that nobody accepts what was not seen.
    ///
    /// Since revision 2026-07-28 a question ends the call, and the answer comes with the same call again: whatever stands
    /// before this is then done a second time, so it must only read.
    /// - Throws: ``PolicyError``; `InputRequired` where the question has yet to be answered; `CancellationError`.
    func authorize(_ call: ToolCall) async throws {
        if let maximum = call.maximumSpend { try check(Money(maximum, "usd")) }
        let named = try namedAmount(in: call.arguments)
        if call.context.canElicit {
            try await ask(call.context)
        } else if !named {
            throw PolicyError(
                message: """
                    Not accepted yet: \(purpose) costs \(price). Tell the user, and with their yes call again with \
                    expected_amount_cents \(price.amount) and expected_currency \(price.currency).
                    """)
        }
    }

    /// The limit is in US cents, so it says nothing of a price in another currency, which is refused then.
    private func check(_ limit: Money) throws {
        guard price.currency == limit.currency else {
            throw PolicyError(
                message: """
                    Refused: \(purpose) costs \(price), and this server may spend at most \(limit) at once \
                    (--max-spend, FOUNDRY_MAX_SPEND_CENTS, in US cents), with which that cannot be compared. Nothing \
                    was accepted; tell the user, who can accept it elsewhere or start the server without the limit.
                    """)
        }
        guard price.amount <= limit.amount else {
            throw PolicyError(
                message: """
                    Refused: \(purpose) costs \(price) (\(price.amount)), and this server may spend at most \
                    \(limit.amount) at once (--max-spend, FOUNDRY_MAX_SPEND_CENTS). Nothing was accepted; tell the user.
                    """)
        }
    }

    /// Whether the call names the amount.
    /// - Throws: ``PolicyError`` where it names another one.
    private func namedAmount(in arguments: JSON) throws -> Bool {
        let expectedAmount = arguments["expected_amount_cents"]?.int
        let expectedCurrency = arguments["expected_currency"]?.string
        let expected = Money(expectedAmount ?? price.amount, expectedCurrency ?? price.currency)
        guard expected == price else {
            throw PolicyError(
                message: """
                    Refused: the call expects \(expected.figures), but \(purpose) costs \(price.figures) \
                    (\(price)). Nothing was accepted. Check with \(source), tell the user, and call again with the \
                    real amount if they agree.
                    """)
        }
        return expectedAmount != nil && expectedCurrency != nil
    }

    private func ask(_ context: RequestContext) async throws {
        let question = Elicitation(
            key: "accept \(subject) at \(price.figures)",
            message: SafeText.visible("Accept \(purpose) for \(price)? \(consequence)"),
            schema: [
                "type": "object",
                "properties": [
                    "accept": [
                        "type": "boolean", "title": JSON("Accept for \(price)"),
                        "description": "Yes commits the money.", "default": false,
                    ]
                ],
                "required": ["accept"],
            ])
        switch try await answer(to: question, context) {
        case .accept(let form) where form["accept"]?.bool == true: return
        case .accept, .decline:
            throw PolicyError(message: "The user declined \(purpose) for \(price). Nothing was accepted.")
        case .cancel:
            throw PolicyError(
                message: "The user closed the question about \(purpose) for \(price). Nothing was accepted.")
        }
    }

    /// Before 2026-07-28 the question is a request of ours, and a client that fails at it has failed the tool: the model
    /// reads why. Since then the answer is a part of the call, and one that is malformed is a malformed call.
    private func answer(to question: Elicitation, _ context: RequestContext) async throws -> Elicitation.Answer {
        do {
            return try await context.elicit(question)
        } catch let failure as ElicitationError {
            throw PolicyError(
                message: """
                    The client could not ask the user about \(purpose) for \(price) \
                    (\(SafeText.singleLine(failure.reason))). Nothing was accepted; ask the user to try again.
                    """)
        }
    }
}
