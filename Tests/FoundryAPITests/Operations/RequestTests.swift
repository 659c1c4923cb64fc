import FoundryJSON
import Testing

@testable import FoundryAPI

@Suite("Requests of operations", .timeLimit(.minutes(5)))
struct RequestTests {
    private func request(_ row: FoundryEndpoint, _ arguments: JSON) throws -> FoundryEndpoint.Request {
        try row.request(arguments, key: APIKey(testKey))
    }

    @Test("Every argument of every operation goes where the API expects it", arguments: FoundryEndpoint.all)
    func everyRow(_ row: FoundryEndpoint) throws {
        var members = row.pathArguments.map { JSON.Member($0, JSON("id of \($0)")) }
        members += row.query.map { JSON.Member($0, JSON("value of \($0)")) }
        var bodyNames: [String] = []
        switch row.body {
        case .none: break
        case .arguments(let names): bodyNames = names
        case .remaining: bodyNames = ["anything"]
        }
        members += bodyNames.map { JSON.Member($0, ["in": JSON($0)]) }

        let made = try row.request(JSON(members), key: APIKey(testKey))

        var target = row.path
        for name in row.pathArguments { target = target.replacing("{\(name)}", with: "id%20of%20\(name)") }
        if !row.query.isEmpty { target += "?" + row.query.map { "\($0)=value%20of%20\($0)" }.joined(separator: "&") }
        #expect(made.target == target)
        let body = bodyNames.isEmpty ? Optional.none : JSON(bodyNames.map { JSON.Member($0, ["in": JSON($0)]) })
        #expect(made.body?.text == body?.text)
    }

    @Test("A request has no body if the API expects none, and an empty object if every member is optional")
    func emptyBodies() throws {
        #expect(try request(.submitExperiment, ["experiment_id": "e"]).body == Optional.none)
        #expect(try request(.revokeToken, [:]).body == Optional.none)
        #expect(try request(.confirmQuote, ["quote_id": "q"]).body?.text == "{}")
    }

    @Test("Body values are sent to the last digit and in order")
    func bodyIsUnchanged() throws {
        let arguments = try JSON(
            parsing: #"{"webhook_url":null,"experiment_spec":{"z":1.50,"a":[1e2,"é\u0000"]},"name":"n"}"#)
        #expect(
            try request(.createExperiment, arguments).body?.text
                == #"{"webhook_url":null,"experiment_spec":{"z":1.50,"a":[1e2,"é\u0000"]},"name":"n"}"#)
    }

    @Test(
        "An identifier stays within its segment of the path",
        arguments: [
            ("../../tokens/revoke", "..%2F..%2Ftokens%2Frevoke"), ("a/b", "a%2Fb"), ("a?b#c", "a%3Fb%23c"),
            ("a\\b", "a%5Cb"), ("%2e%2e", "%252e%252e"), ("a b\r\nX: y", "a%20b%0D%0AX%3A%20y"), ("ü", "%C3%BC"),
            (".hidden", ".hidden"), ("...", "..."), ("a;b=c,d", "a%3Bb%3Dc%2Cd"),
        ])
    func pathIsEncoded(_ id: String, _ encoded: String) throws {
        #expect(try request(.getExperiment, ["experiment_id": JSON(id)]).target == "/experiments/\(encoded)")
    }

    @Test("An identifier that is empty or a dot segment is refused", arguments: ["", ".", ".."])
    func dotSegments(_ id: String) throws {
        let error = #expect(throws: FoundryError.self) { try request(.getExperiment, ["experiment_id": JSON(id)]) }
        #expect(error?.kind == .invalidArguments)
        #expect(error?.message.contains("/experiment_id") == true)
    }

    @Test("Query values are written as the API reads them")
    func query() throws {
        let target = try request(
            .listTargets,
            [
                "limit": 5, "selfservice_only": true, "detailed": false, "search": "a+b & c:d", "offset": .null,
                "sort": "-created_at,+name", "filter": "and(gte(created_at,2026-01-01),eq(status,draft))",
            ]
        ).target
        #expect(
            target == "/targets?limit=5&selfservice_only=true&detailed=false&search=a%2Bb%20%26%20c%3Ad"
                + "&sort=-created_at%2C%2Bname"
                + "&filter=and%28gte%28created_at%2C2026-01-01%29%2Ceq%28status%2Cdraft%29%29")
    }

    @Test("All invalid arguments are listed in one error")
    func allProblemsAtOnce() throws {
        let error = #expect(throws: FoundryError.self) {
            try request(.listExperimentResults, ["limit": [1], "detail": "full", "body": 1])
        }
        #expect(error?.kind == .invalidArguments)
        for pointer in ["/experiment_id", "/limit", "/detail", "/body"] {
            #expect(error?.message.contains(pointer) == true, "\(pointer)")
        }
        #expect(throws: FoundryError.self) { try request(.whoami, [1]) }
    }

    @Test("The caller's key is attenuated if no other is given")
    func ownKeyIsDefault() throws {
        let defaulted = try request(.attenuateToken, ["name": "n", "attenuation": [:]])
        #expect(defaulted.body?["token"]?.string == testKey)
        let given = try request(.attenuateToken, ["name": "n", "attenuation": [:], "token": "abs0_other"])
        #expect(given.body?["token"]?.string == "abs0_other")
    }
}
