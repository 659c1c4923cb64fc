import FoundryJSON
import TestSupport
import Testing

@testable import FoundrySandbox

@Suite("The catalog of targets", .opensDescriptors)
struct CatalogTests {
    @Test("Targets are distinct and well formed")
    func wellFormed() {
        let all = TargetCatalog.all
        #expect(all.count >= 16)
        #expect(Set(all.map(\.id)).count == all.count)
        #expect(Set(all.map(\.catalogNumber)).count == all.count)
        for target in all {
            #expect(RequestContext.uuid(target.id) == target.id)
            #expect(
                target.uniprotID?.wholeMatch(of: /[OPQ][0-9][A-Z0-9]{3}[0-9]|[A-NR-Z][0-9]([A-Z][A-Z0-9]{2}[0-9]){1,2}/)
                    != nil)
            #expect(!target.details.genes.isEmpty && target.details.organism != nil)
            if let sequence = target.details.sequence {
                #expect((try? SequenceReader.residues(sequence).get()) == sequence)
            }
            #expect(target.details.structures.allSatisfy { $0.wholeMatch(of: /[0-9][A-Z0-9]{3}/) != nil })
        }
    }

    @Test("Sequences of targets have the lengths in the databases")
    func lengths() {
        func length(_ name: String) -> Int? {
            TargetCatalog.all.first { $0.name.hasPrefix(name) }?.details.sequence?.count
        }
        #expect(length("Human PD-L1") == 220)
        #expect(length("Human TNF") == 157)
        #expect(length("Human VEGF") == 165)
        #expect(length("SARS-CoV-2") == 223)
        #expect(length("Hen egg") == 129)
    }

    @Test("Conjugated targets are listed on request only; all price models occur")
    func pricing() throws {
        let client = try SandboxClient()
        let plain = try client.get("/targets").items
        let all = try client.get("/targets", query: ["show_conjugated": "true"]).items
        #expect(all.count > plain.count)
        #expect(plain.allSatisfy { $0["details"] == nil && !($0["name"]?.string ?? "").contains("iotin") })
        let kinds = Set(plain.map { $0["pricing"]?["type"]?.string })
        #expect(kinds == ["per_sequence", "per_broken_lot", nil])
        let priced = try client.get("/targets", query: ["selfservice_only": "true"]).items
        #expect(priced.count == plain.count { $0["pricing"] != nil })
        #expect(try client.get("/targets", query: ["detailed": "true"]).items.allSatisfy { $0["details"] != nil })
        #expect(try client.get("/targets", query: ["detailed": "yes"]).status == 400)
        #expect(try client.get("/targets", query: ["filter": "gte(purity,97)"]).json["total"]?.int == 3)
    }

    @Test("The lab reviews custom targets after a while, and gives a reason for a rejection")
    func review() throws {
        let client = try SandboxClient()
        func request(_ product: String, _ sequence: String) throws -> String {
            let body: JSON = ["name": "T", "product_id": JSON(product), "sequence": JSON(sequence)]
            return try client.post("/targets/request-custom", body)["id"]?.string ?? ""
        }
        let good = try request("good", Spec.trastuzumabVH)
        let bad = try request("bad", "MKT")
        for id in [good, bad] {
            #expect(try client.get("/targets/request-custom/\(id)")["status"]?.string == "pending_review")
        }
        client.clock.advance(31)
        let approved = try client.get("/targets/request-custom/\(good)")
        #expect(approved["status"]?.string == "approved")
        #expect(try client.get("/targets/\(approved["material_id"]?.string ?? "")").status == 200)
        let rejected = try client.get("/targets/request-custom/\(bad)")
        #expect(rejected["status"]?.string == "rejected" && rejected["material_id"] == nil)
        #expect(rejected["rejection_reason"]?.string?.isEmpty == false)
        #expect(
            try client.get("/targets/request-custom", query: ["filter": "eq(status,rejected)"])["total"]?.int == 1)
    }

    @Test("An approved custom target is in its organization's catalog")
    func custom() throws {
        let client = try SandboxClient()
        let body: JSON = ["name": "Ours", "product_id": "P-1", "sequence": "MKTU", "molecular_weight": 13.20]
        let made = try client.post("/targets/request-custom", body)
        let id = try #require(made["id"]?.string)
        #expect(try client.get("/targets/request-custom/\(id)")["molecular_weight"]?.numberText == "13.2")
        #expect(try client.post("/targets/request-custom", body).error.contains("P-1"))
        let approved = try client.post("/sandbox/custom-targets/\(id)/approve")
        let material = try #require(approved["material_id"]?.string)
        #expect(try client.post("/sandbox/custom-targets/\(id)/reject").status == 409)
        #expect(try client.get("/targets/\(material)")["name"]?.string == "Ours")
        let experiment = try client.create(Spec.of("affinity", target: material))
        #expect(try client.post("/experiments/\(experiment)/submit")["status"]?.string == "in_review")
        let minted = try client.post("/partners/mint-token", ["org": ["type": "new_org"], "email": "a@acme.example"])
        #expect(try client.get("/targets/\(material)", token: minted["token"]?.string).status == 404)
    }
}
