import FoundryJSON
import FoundrySandbox
import TestSupport
import Testing

@Suite("Lists", .opensDescriptors)
struct ListTests {
    private func filled() throws -> SandboxClient {
        let client = try SandboxClient()
        for (place, type) in ["affinity", "screening", "expression", "expression", "thermostability"].enumerated() {
            client.clock.advance(86_400)
            let parameters: JSON = ["score": JSON(place * 10), "buffer": place % 2 == 0 ? "PBS" : "HBS"]
            var spec = Spec.of(type)
            if place < 4 { spec = spec.setting("parameters", to: parameters) }
            _ = try client.create(spec, name: "Run \(place)", place > 2 ? ["skip_draft": true] : [:])
        }
        return client
    }

    private func names(_ client: SandboxClient, _ query: KeyValuePairs<String, String>) throws -> [String] {
        let answer = try client.get("/experiments", query: query)
        #expect(answer.status == 200, "\(answer.json)")
        return answer.items.compactMap { $0["name"]?.string }
    }

    @Test("Pages are parts of the list, and invalid pages are refused")
    func pages() throws {
        let client = try filled()
        #expect(try names(client, [:]) == ["Run 4", "Run 3", "Run 2", "Run 1", "Run 0"])
        #expect(try names(client, ["limit": "2", "offset": "1"]) == ["Run 3", "Run 2"])
        let beyond = try client.get("/experiments", query: ["offset": "99"])
        #expect(beyond["total"]?.int == 5)
        #expect(beyond["count"]?.int == 0)
        #expect(beyond["offset"]?.int == 99)
        for query: KeyValuePairs in [
            ["limit": "0"], ["limit": "101"], ["limit": "x"], ["offset": "-1"], ["offset": "1.5"],
        ] {
            #expect(try client.get("/experiments", query: query).status == 400)
        }
    }

    @Test(
        "Filters select the right records",
        arguments: [
            ("eq(status,draft)", ["Run 2", "Run 1", "Run 0"]),
            ("neq(status,draft)", ["Run 4", "Run 3"]),
            ("not(eq(experiment_type,expression))", ["Run 4", "Run 1", "Run 0"]),
            ("in(name,'Run 1',\"Run 4\")", ["Run 4", "Run 1"]),
            ("between(created_at,2026-05-30,2026-06-01)", ["Run 2", "Run 1"]),
            ("gt(date(created_at),2026-06-01)", ["Run 4"]),
            ("lte(created_at,date(2026-05-30T12:00:00Z))", ["Run 0"]),
            ("contains(name,rUn 3)", ["Run 3"]),
            ("gte(at(parameters,score),20)", ["Run 3", "Run 2"]),
            ("gt(float(at(parameters,score)),9.5)", ["Run 3", "Run 2", "Run 1"]),
            ("eq(at(parameters,buffer),HBS)", ["Run 3", "Run 1"]),
            ("neq(at(parameters,buffer),HBS)", ["Run 2", "Run 0"]),
            ("is_null(at(parameters,score))", ["Run 4"]),
            ("is_not_null(parameters)", ["Run 3", "Run 2", "Run 1", "Run 0"]),
            ("not(gte(at(parameters,score),20))", ["Run 1", "Run 0"]),
            ("or(eq(name,Run 0),and(eq(status,draft),contains(text(at(parameters,score)),2)))", ["Run 2", "Run 0"]),
            ("eq(at(metadata,score),0)", ["Run 0"]),
        ])
    func filters(filter: String, expected: [String]) throws {
        let client = try filled()
        #expect(try names(client, ["filter": filter]) == expected)
    }

    @Test(
        "An invalid filter is refused with the position of the error",
        arguments: [
            ("eq(status,drafty)", "character 11"), ("eq(nosuch,1)", "character 4"),
            ("eq(created_at,soon)", "character 15"),
            ("gt(n_replicates,few)", "character 17"), ("at(name,x)", "character 1"),
            ("eq(at(name,x),1)", "character 4"),
            ("contains(created_at,2026)", "character 21"), ("eq(status,draft", "character 16"),
        ])
    func badFilters(filter: String, place: String) throws {
        let client = try SandboxClient()
        let answer = try client.get("/experiments", query: ["filter": filter])
        #expect(answer.status == 400)
        #expect(answer.error.contains(place), "\(answer.error)")
    }

    @Test(
        "Sorts work in each of the three forms",
        arguments: [
            ("name", "0 1 2 3 4"), ("-name", "4 3 2 1 0"), ("name:desc", "4 3 2 1 0"), ("+created_at", "0 1 2 3 4"),
            ("desc(created_at)", "4 3 2 1 0"), ("asc(experiment_type),-name", "0 3 2 1 4"),
            ("desc(at(parameters,score))", "4 3 2 1 0"), ("at(parameters,score)", ""),
            ("asc(float(at(parameters,score)))", "0 1 2 3 4"), ("asc(at(parameters,buffer)), name", "1 3 0 2 4"),
        ])
    func sorts(sort: String, expected: String) throws {
        let client = try filled()
        guard !expected.isEmpty else {
            #expect(try client.get("/experiments", query: ["sort": sort]).status == 400)
            return
        }
        #expect(try names(client, ["sort": sort]).map { $0.dropFirst(4) }.joined(separator: " ") == expected)
    }

    @Test("Ties keep the list's own order, in an ascending sort and in a descending one")
    func ties() throws {
        let client = try filled()
        for sort in ["experiment_type", "desc(experiment_type)"] {
            let sorted = try names(client, ["sort": sort])
            let tied = sorted.filter { $0 == "Run 2" || $0 == "Run 3" }
            #expect(tied == ["Run 3", "Run 2"], "\(sort)")
        }
        #expect(try names(client, ["sort": "desc(method)"]).suffix(2) == ["Run 1", "Run 0"])
        #expect(try names(client, ["sort": "-n_replicates"]) == names(client, [:]))
    }

    @Test("A plus sign in a query is a space, and the sort is ascending either way")
    func plus() throws {
        let client = try filled()
        let connection = try client.rawConnection()
        connection.send(
            "GET /api/v1/experiments?sort=+name&filter=eq(name,Run+1) HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(client.sandbox.key)\r\n\r\n"
        )
        let json = try JSON(parsing: connection.receive().body)
        #expect(json["items"]?.elements?.map { $0["name"]?.string } == ["Run 1"])
    }

    @Test("The older forms work: a status, and comparisons as parameters")
    func legacy() throws {
        let client = try filled()
        #expect(try names(client, ["status": "draft", "geq(created_at)": "2026-05-31"]) == ["Run 2"])
        #expect(try client.get("/experiments", query: ["lss(nosuch)": "1"]).status == 400)
        #expect(try client.get("/experiments", query: ["status": "asleep"]).status == 400)
    }

    @Test("Searches ignore case")
    func search() throws {
        let client = try filled()
        #expect(try names(client, ["search": "rUN 3"]) == ["Run 3"])
        #expect(try names(client, ["search": "sbx-0002"]) == ["Run 1"])
        #expect(try client.get("/sequences", query: ["search": "mktayiakqrca"]).json["total"]?.int == 5)
        let targets = try client.get("/targets", query: ["search": "pd-l1"]).items
        #expect(
            targets.map { $0["name"]?.string?.prefix(11) } == ["Human PD-L1", "Mouse PD-L1", "Cynomolgus "])
        let all = try client.get("/targets", query: ["search": "PD-L1", "show_conjugated": "true"]).items
        #expect(all.count == 4)
        #expect(try client.get("/targets", query: ["search": "b7-h1"])["total"]?.int == 3)
        // The API filters and sorts targets by four fields only.
        for field in ["name", "vendor_name", "catalog_number", "purity"] {
            #expect(try client.get("/targets", query: ["sort": "-\(field)"]).status == 200)
        }
        for field in ["id", "uniprot_id"] {
            #expect(try client.get("/targets", query: ["sort": field]).status == 400)
            #expect(try client.get("/targets", query: ["filter": "eq(\(field),x)"]).status == 400)
        }
    }

    @Test("Sequences and results can be restricted to one experiment")
    func ofExperiment() throws {
        let client = try filled()
        let id = try client.order(Spec.of("affinity"))
        client.clock.advance(100)
        #expect(try client.get("/sequences", query: ["experiment_id": id])["total"]?.int == 2)
        #expect(try client.get("/results", query: ["experiment_id": id])["total"]?.int == 1)
        #expect(try client.get("/results", query: ["filter": "eq(experiment_id,\(id))"])["total"]?.int == 1)
        #expect(try client.get("/sequences", query: ["experiment_id": "x"]).status == 400)
    }
}
