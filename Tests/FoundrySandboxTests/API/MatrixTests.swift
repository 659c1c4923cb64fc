import FoundryJSON
import TestSupport
import Testing

@Suite("Rules for each experiment type", .opensDescriptors)
struct MatrixTests {
    @Test("A valid spec of each type can be priced and created", arguments: Spec.types)
    func valid(type: String) throws {
        let client = try SandboxClient()
        let estimate = try client.post("/experiments/cost-estimate", ["experiment_spec": Spec.of(type)])
        #expect(estimate.status == 200)
        let id = try client.create(Spec.of(type))
        let spec = try client.get("/experiments/\(id)")["experiment_spec"]
        #expect(spec?["experiment_type"]?.string == type)
        #expect(spec?["n_replicates"]?.int == (type == "epitope_binning" ? nil : 3))
        #expect((spec?["antigen_concentrations"]?.count ?? 0) == (type == "affinity" ? 5 : 0))
    }

    @Test("All violations are reported at once")
    func allAtOnce() throws {
        let client = try SandboxClient()
        let spec: JSON = [
            "experiment_type": "epitope_binning", "method": "spr", "n_replicates": 2,
            "antigen_concentrations": [1], "sequences": Spec.sequences(5),
        ]
        for (path, body) in [
            ("/experiments", ["name": "x", "experiment_spec": spec] as JSON),
            ("/experiments/cost-estimate", ["experiment_spec": spec]),
        ] {
            let answer = try client.post(path, body)
            #expect(answer.status == 400)
            for field in ["method", "n_replicates", "antigen_concentrations", "sequences", "target_id"] {
                #expect(answer.error.contains(field), "\(field) in \(answer.error)")
            }
        }
    }

    /// A field, a value that it cannot have, and the status that says so.
    static let wrongValues: [(field: String, value: JSON, status: Int)] = [
        ("n_replicates", 0, 400), ("n_replicates", 6, 400), ("n_replicates", -1, 422),
        ("n_replicates", 2.5, 422), ("n_replicates", "3", 422), ("method", "elisa", 422),
        ("experiment_type", "elisa", 422), ("target_id", "pd-l1", 400), ("sequences", [], 422),
        ("sequences", [:], 400), ("sequences", ["a": "ACDX"], 422), ("sequences", ["a": ""], 422),
        ("sequences", ["a": "ACD EF"], 422), ("sequences", ["a": "AC:"], 422), ("sequences", ["a": ":"], 422),
        ("sequences", ["a": 7], 422), ("sequences", ["a": ["aa_string": "AC", "control": "no"]], 422),
        ("sequences", ["a": ["aa_string": "AC", "metadata": ["colour": "red"]]], 422),
        ("sequences", ["a": ["aa_string": "AC", "metadata": ["type": "FAB"]]], 422),
        ("antigen_concentrations", ["a"], 422), ("antigen_concentrations", [-1], 422), ("parameters", 3, 422),
    ]

    @Test(
        "Invalid values of a spec are refused",
        arguments: MatrixTests.wrongValues)
    func outOfRange(field: String, value: JSON, status: Int) throws {
        let client = try SandboxClient()
        let spec = Spec.of("affinity").setting(field, to: value)
        let answer = try client.post("/experiments", ["name": "x", "experiment_spec": spec])
        #expect(answer.status == status, "\(answer.json)")
        #expect(answer.error.contains(field), "\(answer.json)")
    }

    @Test("Sequences are stored in upper case, with chains and metadata")
    func sequences() throws {
        let client = try SandboxClient()
        let spec = Spec.of("thermostability").setting(
            "sequences",
            to: [
                "plain": "acdef:ghik",
                "rich": [
                    "aa_string": "MKT", "control": true,
                    "metadata": ["type": "sc_fv", "vh": "EVQ", "vl": "DIQ", "tag_location": "C"],
                ],
            ])
        let id = try client.create(spec)
        let told = try client.get("/experiments/\(id)")["experiment_spec"]?["sequences"]
        #expect(told?["plain"]?.string == "ACDEF:GHIK")
        #expect(told?["rich"]?["control"]?.bool == true)
        #expect(told?["rich"]?["metadata"]?["type"]?.string == "ScFv")
        #expect(told?["rich"]?["metadata"]?["linker"]?.string == "GGGGSGGGGSGGGGS")
        let listed = try client.get("/experiments/\(id)/sequences", query: ["search": "ef:gh"]).items
        #expect(listed.map { $0["length"]?.int } == [9])
    }

    @Test("Returned parameters include the experiment type")
    func parameters() throws {
        let client = try SandboxClient()
        let parameters: JSON = ["buffer": "PBS", "ph": 7.40, "deep": ["a": [1, .null]]]
        let id = try client.create(Spec.of("expression").setting("parameters", to: parameters))
        let told = try client.get("/experiments/\(id)")["experiment_spec"]?["parameters"]
        #expect(told == parameters.setting("experiment_type", to: "expression"))
    }

    @Test("Insecure webhooks, unknown targets, and acceptance without a price are refused")
    func others() throws {
        let client = try SandboxClient()
        let body: JSON = ["name": "x", "experiment_spec": Spec.of("affinity"), "webhook_url": "http://example.com"]
        #expect(try client.post("/experiments", body).status == 400)
        let unknown = Spec.of("affinity", target: "00000000-0000-4000-8000-00000000dead")
        #expect(try client.post("/experiments", ["name": "x", "experiment_spec": unknown]).status == 404)
        #expect(try client.post("/experiments/cost-estimate", ["experiment_spec": unknown]).status == 422)
        let unpriced = try #require(
            try client.get("/targets").items.first { $0["pricing"] == nil }?["id"]?.string)
        let answer = try client.post(
            "/experiments",
            [
                "name": "x", "experiment_spec": Spec.of("affinity", target: unpriced), "auto_accept_quote": true,
            ])
        #expect(answer.status == 400)
        #expect(try client.get("/experiments")["total"]?.int == 0)
    }

    @Test("Changes follow the same rules, and a refused one changes nothing")
    func update() throws {
        let client = try SandboxClient()
        let id = try client.create(Spec.of("screening"))
        let answer = try client.call(
            "PATCH", "/experiments/\(id)",
            body: [
                "name": "new", "n_replicates": 9, "antigen_concentrations": [1], "target_id": "x",
                "sequences": [["aa_string": "XX"]],
            ])
        #expect(answer.status == 400)
        for field in ["n_replicates", "antigen_concentrations", "target_id", "sequences"] {
            #expect(answer.error.contains(field))
        }
        #expect(try client.get("/experiments/\(id)")["name"]?.string == "A panel")
        let nothing = try client.call("PATCH", "/experiments/\(id)", body: [:])
        #expect(nothing["updated"]?.bool == false)
        let good = try client.call(
            "PATCH", "/experiments/\(id)", body: ["sequences": [["name": "only", "aa_string": "mkt"]]])
        #expect(good["updated"]?.bool == true)
        let sequences = try client.get("/experiments/\(id)")["experiment_spec"]?["sequences"]
        #expect(sequences?.members?.map(\.name) == ["only"])
    }
}
