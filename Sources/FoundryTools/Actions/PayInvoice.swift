import FoundryAPI
import FoundryJSON
import FoundryMCP
import FoundryText

/// `pay_invoice`: asks the API to settle an invoice, under the spending safeguards.
struct PayInvoice: ToolAction {
    func run(_ call: ToolCall) async throws -> ToolResult {
        let id = call.text("invoice_id")
        let response = try await call.api.send(.getInvoice, ["invoice_id": JSON(id)])
        let invoice = InvoiceSnapshot(response.value, id: id)
        if invoice.status == .paid { return ToolResult(payment: response) }
        try invoice.checkPayable()
        guard let price = invoice.price else {
            throw FoundryError(
                .refused,
                "The amount of the invoice \(SafeText.quoted(id)) cannot be read, so nothing was sent. The user can pay it "
                    + "\(invoice.hostedURL.map { "at \($0)" } ?? "in the Foundry portal").")
        }
        let purchase = Purchase(
            confirmationIdentity: "payment of invoice \(id)", budgetEntry: invoice.purchase, price: price,
            item: "the payment of the invoice \(SafeText.quoted(id))", labels: [],
            consequence: "The API is asked to settle it.", priceTool: .getInvoice,
            identifiers: [JSON.Member("invoice_id", JSON(id))]
                + (invoice.hostedURL.map { [JSON.Member("hosted_invoice_url", JSON($0))] } ?? []),
            elsewhere: "The user can also pay it \(invoice.hostedURL.map { "at \($0)" } ?? "in the Foundry portal").")
        switch try await call.gate.decide(purchase, call) {
        case .approved:
            return ToolResult(payment: try await call.api.pay(invoice, within: call.gate.budget))
        case .notAccepted(let reason, let next):
            return ToolResult(notAccepted: purchase, reason: reason, next: next, isSandbox: response.isSandbox)
        }
    }
}

extension ToolResult {
    /// The state of an invoice, with whether it is paid and what is left to do.
    fileprivate init(payment response: FoundryResponse) {
        let invoice = InvoiceSnapshot(response.value, id: "")
        let isPaid = invoice.status == .paid || response.value["already_paid"]?.bool == true
        let page = invoice.hostedURL.map { "at \($0)" } ?? "in the Foundry portal"
        let value = response.value.setting("paid", to: JSON(isPaid))
            .setting("next", to: JSON(isPaid ? "The invoice is paid." : "Not paid yet: the user pays \(page)."))
            .adding(response.note)
        self.init(value, isSandbox: response.isSandbox)
    }
}
