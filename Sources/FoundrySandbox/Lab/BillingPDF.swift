/// Quotes and invoices as PDF documents.
enum BillingPDF {
    static func quote(
        _ quote: Quote, of experiment: Experiment, for organization: String, at now: Timestamp
    ) -> [UInt8] {
        var lines: [PDFDocument.Line] = [
            .init("Quote \(quote.number)", size: 20, bold: true),
            .init("Foundry sandbox: not a real offer", size: 10, bold: true),
            .init(""),
            .init("Quote id: \(quote.id)"),
            .init("Status: \(quote.status(at: now).rawValue)"),
            .init("For: \(organization)"),
            .init("Experiment: \(experiment.code)\(experiment.name.map { " – \($0)" } ?? "")"),
            .init("Assay: \(experiment.spec.type.title), \(experiment.sequences.count) sequences"),
            .init("Made: \(quote.createdAt.day)    Valid until: \(quote.validUntil.day)"),
            .init(""),
            .init("Items", size: 13, bold: true),
        ]
        for line in quote.lines {
            lines.append(.init("\(line.quantity) × \(line.description)"))
            lines.append(.init("      each \(money(line.unitPrice))    total \(money(line.total))"))
        }
        lines += [
            .init(""),
            .init("Subtotal: \(money(quote.subtotal))"),
            .init("Tax: \(money(quote.tax))"),
            .init("Total: \(money(quote.total))", size: 13, bold: true),
            .init(""),
            .init("Terms", size: 13, bold: true),
            .init(PriceList.terms),
        ]
        if !quote.notes.isEmpty { lines.append(.init("Notes: \(quote.notes)")) }
        return PDFDocument(title: "Quote \(quote.number)", lines: lines).bytes
    }

    static func invoice(_ invoice: Invoice, of experiment: Experiment, for organization: String) -> [UInt8] {
        PDFDocument(
            title: "Invoice \(invoice.stripeID)",
            lines: [
                .init("Invoice \(invoice.stripeID)", size: 20, bold: true),
                .init("Foundry sandbox: not a real bill", size: 10, bold: true),
                .init(""),
                .init("Status: \(invoice.status.rawValue)"),
                .init("For: \(organization)"),
                .init("Experiment: \(experiment.code)\(experiment.name.map { " – \($0)" } ?? "")"),
                .init("Quote: \(invoice.quoteID)"),
                .init("Made: \(invoice.createdAt.day)\(invoice.paidAt.map { "    Paid: \($0.day)" } ?? "")"),
                .init(""),
                .init("Tax: \(money(invoice.tax))"),
                .init("Total: \(money(invoice.amount))", size: 13, bold: true),
            ]
        ).bytes
    }

    /// Returns an amount such as `1,060.00 USD`.
    static func money(_ cents: Int) -> String {
        let whole = String(abs(cents) / 100)
        var grouped = ""
        for (index, digit) in whole.enumerated() {
            if index > 0, (whole.count - index) % 3 == 0 { grouped.append(",") }
            grouped.append(digit)
        }
        let rest = String(abs(cents) % 100)
        return (cents < 0 ? "-" : "") + grouped + "." + (rest.count < 2 ? "0" + rest : rest) + " USD"
    }
}
