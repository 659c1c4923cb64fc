import Foundation
import FoundryJSON
import TestSupport
import Testing

@testable import FoundrySandbox

@Suite("Invoices and their payment", .opensDescriptors)
struct BillingTests {
    /// The path of a link below the sandbox's own address.
    private func path(_ url: JSON?) throws -> String {
        let url = try #require(url?.string.flatMap { URL(string: $0) })
        #expect(url.scheme == "http" && ["127.0.0.1", "localhost"].contains(url.host()))
        return url.path()
    }

    @Test("Accepting a quote settles nothing: the invoice is open and unpaid, and paid on its page")
    func payment() throws {
        let client = try SandboxClient()
        let id = try client.create(Spec.of("affinity"), ["skip_draft": true])
        #expect(try client.get("/invoices")["total"]?.int == 0)
        let accepted = try client.post("/experiments/\(id)/quote/confirm", [:])
        #expect(accepted["status"]?.string == "accepted")
        #expect(accepted["payment"]?["methods"] == [])
        #expect(accepted["payment"]?["hosted_invoice_url"] == accepted["hosted_invoice_url"])
        let invoice = try #require(try client.get("/invoices").items.first)
        #expect(invoice["status"]?.string == "open" && invoice["paid_at"] == nil)
        #expect(invoice["experiment_id"]?.string == id && invoice["stripe_invoice_id"] == accepted["invoice_id"])
        for name in ["id", "stripe_invoice_id"] {
            #expect(try client.get("/invoices/\(invoice[name]?.string ?? "")").json == invoice)
        }
        // Without a method the operation only reports.
        let number = invoice["id"]?.string ?? ""
        let reported = try client.post("/invoices/\(number)/pay")
        #expect(reported.status == 200 && reported["already_paid"] == false && reported["status"] == "open")
        #expect(reported["hosted_invoice_url"] == accepted["hosted_invoice_url"])

        let page = try path(reported["hosted_invoice_url"])
        let shown = try client.call("GET", page, token: nil)
        #expect(shown.status == 200)
        #expect(String(decoding: shown.reply.body, as: UTF8.self).contains("<form method=\"post\">"))
        #expect(try client.call("POST", page, token: nil).status == 303)
        #expect(try client.call("POST", page, token: nil).status == 409)
        let paid = try client.post("/invoices/\(number)/pay")
        #expect(paid["already_paid"] == true && paid["status"] == "paid" && paid["paid_at"] != nil)
        #expect(try client.get("/experiments/\(id)")["costs"]?["status"]?.string == "paid")
        #expect(try client.call("GET", "/links/\(String(repeating: "x", count: 32))/invoice", token: nil).status == 404)
    }

    @Test("A machine method is challenged, and must be the experiment's", arguments: PaymentMethod.allCases)
    func machineMethods(method: PaymentMethod) throws {
        let client = try SandboxClient()
        let plain = try client.order(Spec.of("expression"))
        let answer = try client.post(
            "/experiments",
            [
                "name": "x", "experiment_spec": Spec.of("expression"), "auto_accept_quote": true,
                "payment": ["method": JSON(method.rawValue)],
            ])
        // In the form of an accepted quote.
        #expect(answer.status == 200 && answer["status"] == "accepted")
        #expect(answer["payment"]?["methods"] == [JSON(method.rawValue)])
        let id = try #require(answer["invoice_id"]?.string)
        func pay(_ id: String, _ method: String) throws -> SandboxClient.Response {
            try client.call("POST", "/invoices/\(id)/pay", headers: ["X-Adaptyv-Payment-Method": method])
        }
        let challenged = try pay(id, method.rawValue)
        #expect(challenged.status == 402)
        let header = method == .x402 ? "payment-required" : "www-authenticate"
        #expect(challenged.reply.header(header)?.isEmpty == false)
        let other = PaymentMethod.allCases.first { $0 != method }
        #expect(try pay(id, other?.rawValue ?? "").status == 409)
        #expect(try pay(id, "cash").status == 400)
        let unpayable = try client.get("/invoices").items.first { $0["experiment_id"]?.string == plain }
        #expect(try pay(unpayable?["id"]?.string ?? "", method.rawValue).status == 409)
        #expect(try client.get("/invoices/\(id)")["status"] == "open")
        let unknown: JSON = ["name": "x", "experiment_spec": Spec.of("expression"), "payment": ["method": "cash"]]
        #expect(try client.post("/experiments", unknown).status == 422)
    }

    @Test("An invoice's PDF is behind a redirect to another origin, which shows whether the key came along")
    func pdf() throws {
        let client = try SandboxClient()
        let experiment = try client.order(Spec.of("expression"))
        let id = try #require(try client.get("/invoices").items.first?["id"]?.string)
        let redirect = try client.get("/invoices/\(id)/pdf")
        #expect(redirect.status == 307 && redirect.reply.body.isEmpty)
        let location = try #require(redirect.reply.header("location"))
        #expect(URL(string: location)?.host() == "localhost")
        let file = try path(JSON(location))
        let answer = try client.call("GET", file, token: nil)
        #expect(answer.status == 200 && answer.reply.header("content-type") == "application/pdf")
        #expect(answer.reply.body.starts(with: Array("%PDF-".utf8)))
        _ = try client.call("GET", file)
        let log = client.sandbox.requestLog.filter { $0.path == file }
        #expect(log.map(\.hadAuthorization) == [false, true])
        _ = try client.post("/sandbox/experiments/\(experiment)/invoice", ["status": "draft"])
        #expect(try client.get("/invoices/\(id)/pdf").status == 404)
        #expect(try client.call("GET", file, token: nil).status == 404)
        #expect(try client.post("/invoices/\(id)/pay").status == 409)
    }

    @Test("Invoices are an organization's own")
    func isolation() throws {
        let client = try SandboxClient()
        _ = try client.order(Spec.of("expression"))
        let id = try #require(try client.get("/invoices").items.first?["id"]?.string)
        let minted = try client.post("/partners/mint-token", ["org": ["type": "new_org"], "email": "a@acme.example"])
        let key = try #require(minted["token"]?.string)
        #expect(try client.get("/invoices", token: key)["total"]?.int == 0)
        for path in ["/invoices/\(id)", "/invoices/\(id)/pdf", "/invoices/in_unknown"] {
            #expect(try client.get(path, token: key).status == 404)
        }
        #expect(try client.post("/invoices/\(id)/pay", token: key).status == 404)
        #expect(try client.get("/invoices", token: nil).status == 401)
    }

    @Test("Quotes of some organizations carry tax, and the invoice is of the total")
    func tax() throws {
        let client = try SandboxClient()
        let minted = try client.post("/partners/mint-token", ["org": ["type": "new_org"], "email": "a@lab.ch"])
        #expect(try client.post("/sandbox/organization/tax", ["percent": 7.7]).status == 200)
        for (token, rate) in [(client.sandbox.key, 77), (try #require(minted["token"]?.string), 81)] {
            let body: JSON = ["name": "x", "experiment_spec": Spec.of("screening", sequences: 3), "skip_draft": true]
            let id = try client.post("/experiments", body, token: token)["experiment_id"]?.string ?? ""
            let quote = try client.get("/experiments/\(id)/quote", token: token)
            let subtotal = try #require(quote["amount_subtotal"]?.int)
            let total = subtotal + (subtotal * rate + 500) / 1000
            #expect(quote["amount_total"]?.int == total)
            let full = try client.get(
                "/quotes/\(try client.get("/experiments/\(id)", token: token)["stripe_quote_id"]?.string ?? "")",
                token: token)
            #expect(full["tax_cents"]?.int == total - subtotal && full["total_cents"]?.int == total)
            _ = try client.post("/experiments/\(id)/quote/confirm", [:], token: token)
            #expect(try client.get("/invoices", token: token).items.first?["amount_cents"]?.int == total)
        }
    }

    @Test("The data package is an archive of CSV files behind a link of its own", arguments: Spec.types)
    func dataPackage(type: String) throws {
        let client = try SandboxClient()
        let id = try client.order(Spec.of(type))
        client.clock.advance(1000)
        let url = try client.get("/experiments/\(id)/results").items.first?["data_package_url"]
        let answer = try client.call("GET", try path(url), token: nil)
        #expect(answer.reply.header("content-type") == "application/zip")
        let entries = try ZipReader.entries(answer.reply.body)
        #expect(entries["README.txt"] != nil)
        let tables = entries.filter { $0.key.hasSuffix(".csv") }
        #expect(!tables.isEmpty)
        for (name, text) in tables {
            let columns = text.split(separator: "\n").map {
                $0.split(separator: ",", omittingEmptySubsequences: false).count
            }
            #expect(columns.count > 1 && (name == "readouts.csv" || Set(columns).count == 1), "\(name)")
        }
        if type == "affinity" { #expect(tables.count == (2 + 2) * 3) }
        let draft = try client.create(Spec.of(type))
        #expect(try client.get("/experiments/\(draft)/results")["total"]?.int == 0)
    }
}

/// A reader of archives whose files are stored, by the central directory, with checksums.
private enum ZipReader {
    struct Invalid: Error {}

    static func entries(_ bytes: [UInt8]) throws -> [String: String] {
        func number(_ offset: Int, _ size: Int) -> Int {
            (0..<size).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
        }
        guard bytes.count >= 22, number(bytes.count - 22, 4) == 0x0605_4b50 else { throw Invalid() }
        let count = number(bytes.count - 12, 2)
        var offset = number(bytes.count - 6, 4)
        var entries: [String: String] = [:]
        for _ in 0..<count {
            guard number(offset, 4) == 0x0201_4b50, number(offset + 10, 2) == 0 else { throw Invalid() }
            let (size, length, start) = (number(offset + 24, 4), number(offset + 28, 2), number(offset + 42, 4))
            let name = String(decoding: bytes[(offset + 46)..<(offset + 46 + length)], as: UTF8.self)
            guard number(start, 4) == 0x0403_4b50 else { throw Invalid() }
            let content = Array(bytes[(start + 30 + length)..<(start + 30 + length + size)])
            #expect(Int(CRC32.checksum(of: content)) == number(offset + 16, 4))
            entries[name] = String(decoding: content, as: UTF8.self)
            offset += 46 + length
        }
        return entries
    }
}
