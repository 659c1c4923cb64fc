import Foundation
import FoundryJSON
import FoundrySandbox
import TestSupport
import Testing

@Suite(
    "The key leaves a session only in requests: in the Authorization header, and as the token to attenuate",
    .opensDescriptors
)
struct KeySessionTests {
    /// The faults of an API that tries to leak the key. The address of a redirect is filled in.
    private static let hostilities = [
        "echo-key", "status=401:echo-key", "status=403:echo-key", "status=404:echo-key", "status=409:echo-key",
        "status=422:echo-key", "status=500:echo-key", "echo-key:malformed", "echo-key:truncate",
        "echo-key:invalid-utf8",
        "echo-key:wrong-length", "redirect=ELSEWHERE:echo-key", "status=307:redirect=ELSEWHERE:echo-key",
        "status=303:redirect=ELSEWHERE:after-commit",
    ]

    @Test("The search for keys finds the keys in an echo")
    func search() async throws {
        let sandbox = try Self.sandbox("echo-key")
        defer { sandbox.stop() }
        let url = sandbox.baseURL.absoluteString + "/api/v1/whoami"
        let answer = try await LocalHTTP.send("GET", url, headers: ["Authorization": "Bearer \(sandbox.key)"])
        let found = KeySearch(sandbox.key).found(in: String(decoding: answer.body, as: UTF8.self))
        #expect(Set(found.map { $0.prefix { $0 != ":" } }).count >= 8, "\(found)")
    }

    @Test("After a successful call of every tool, the key was in the Authorization header and nowhere else")
    func everyTool() async throws {
        let sandbox = try Self.sandbox()
        defer { sandbox.stop() }
        let home = try Home()
        defer { home.remove() }
        let client = try await Self.client(of: sandbox, home)
        var session = EveryTool(client)
        try await session.play()
        try await Self.expectNoKey(sandbox, client, home)

        let log = sandbox.requestLog
        // An invoice's PDF is elsewhere, and is read without the key.
        #expect(
            log.allSatisfy { request in
                request.hadAuthorization != ["/api/v1/info/", "/links/"].contains { request.path.hasPrefix($0) }
            })
        #expect(log.contains { $0.path.hasPrefix("/links/") })
        for request in log {
            let head =
                ([request.method, request.path, request.query ?? ""] + request.headers.map { "\($0.name): \($0.value)" })
                .joined(separator: "\n")
            #expect(KeySearch(sandbox.key).found(in: head) == [])
            // To make a weaker key the API wants the one that it is made from.
            guard request.path != "/api/v1/tokens/attenuate" else { continue }
            #expect(KeySearch(sandbox.key).found(in: String(decoding: request.body, as: UTF8.self)) == [])
        }
    }

    @Test("An API that fails, echoes the key, or redirects elsewhere does not leak the key", arguments: hostilities)
    func hostile(_ fault: String) async throws {
        let elsewhere = try Sandbox.start()
        defer { elsewhere.stop() }
        let address = elsewhere.baseURL.absoluteString.replacing("127.0.0.1", with: "localhost") + "/api/v1/whoami"
        let sandbox = try Self.sandbox(fault.replacing("ELSEWHERE", with: address))
        defer { sandbox.stop() }
        let home = try Home()
        defer { home.remove() }
        let client = try await Self.client(of: sandbox, home)
        for (tool, arguments) in [
            ("whoami", [:]), ("list_experiments", [:]), ("list_tokens", [:]), ("check_health", [:]),
            ("submit_feedback", ["request_uuid": JSON(Spec.nobody), "feedback_type": "feedback"]),
            ("attenuate_token", ["name": "weaker", "attenuation": ["read_only": true]]),
            ("mint_partner_token", ["org": ["type": "new_org", "name": "Acme"], "email": "a@acme.example"]),
        ] as [(String, JSON)] {
            _ = try await client.result(tool, arguments)
        }
        _ = try await client.request("resources/list")
        _ = try? await client.request(
            "resources/read", ["uri": JSON("foundry://experiments/\(Spec.nobody)")])
        _ = try await client.request(
            "completion/complete",
            [
                "ref": ["type": "ref/prompt", "name": "report_experiment"],
                "argument": ["name": "experiment_id", "value": ""],
            ])
        try await Self.expectNoKey(sandbox, client, home)
        #expect(elsewhere.requestLog.isEmpty, "a redirect was followed")
        #expect(sandbox.requestLog.count > 8)
    }

    @Test("A client that sends the key in the wrong place does not get it back")
    func saidByTheClient() async throws {
        let sandbox = try Self.sandbox()
        defer { sandbox.stop() }
        let home = try Home()
        defer { home.remove() }
        let client = try await Self.client(of: sandbox, home)
        let key = JSON(sandbox.key)
        let calls: [(String, JSON)] = [
            (sandbox.key, [:]), ("get_experiment", ["experiment_id": key]), ("get_quote", ["quote_id": key]),
            ("list_experiments", ["filter": key]), ("list_experiments", JSON([JSON.Member(sandbox.key, 1)])),
            ("estimate_cost", ["experiment_spec": ["experiment_type": key]]),
            ("add_sequences", ["experiment_code": key, "sequences": [["aa_string": key]]]),
            ("attenuate_token", ["name": "weaker", "attenuation": ["read_only": true], "token": key]),
        ]
        for (tool, arguments) in calls {
            do { _ = try await client.result(tool, arguments) } catch is ProtocolError {}
        }
        let completion: JSON = ["ref": ["type": "ref/prompt", "name": key], "argument": ["name": key, "value": key]]
        let requests: [(String, JSON)] = [
            (sandbox.key, [:]), ("resources/read", ["uri": JSON("foundry://\(sandbox.key)")]),
            ("prompts/get", ["name": key]),
            ("prompts/get", ["name": "review_quote", "arguments": JSON([JSON.Member(sandbox.key, "x")])]),
            ("completion/complete", completion), ("tasks/get", ["taskId": key]), ("resources/list", ["cursor": key]),
        ]
        for (method, params) in requests {
            do { _ = try await client.request(method, params) } catch is ProtocolError {}
        }
        client.send(line: "{\"jsonrpc\":\"2.0\",\"method\":\"\(sandbox.key)\"} \(sandbox.key)")
        client.send(line: sandbox.key)
        try await Self.expectNoKey(sandbox, client, home)
    }

    @Test(
        "A crash and the system's report of it do not contain the key",
        arguments: [SIGABRT, SIGSEGV])
    func crash(_ signal: Int32) async throws {
        let sandbox = try Self.sandbox()
        defer { sandbox.stop() }
        let home = try Home()
        defer { home.remove() }
        // The report is quicker without the names of functions; it has registers, and memory that they point to.
        let report = "enable=yes,symbolicate=off,color=no,interactive=no,threads=all,registers=all,images=all"
        let client = try await Self.client(of: sandbox, home, ["SWIFT_BACKTRACE": report])
        _ = try await client.value("whoami")
        kill(client.processIdentifier, signal)
        _ = await client.end()
        #expect(client.standardError.contains("/api/v1/whoami"))
        #expect(KeySearch(sandbox.key).found(in: client.standardError + client.lines.joined()) == [])
        #expect(KeySearch(sandbox.key).found(inFilesOf: home.url) == [])
    }

    // MARK: - What is around it

    private static func sandbox(_ faults: String...) throws -> Sandbox {
        var configuration = SandboxConfiguration()
        configuration.pace = 0.05
        configuration.faults = try faults.map { try SandboxFault(parsing: $0) }
        return try Sandbox.start(configuration)
    }

    private static func client(
        of sandbox: Sandbox, _ home: Home, _ more: [String: String] = [:]
    ) async throws -> Session {
        let variables = [
            "FOUNDRY_API_URL": sandbox.baseURL.absoluteString, "FOUNDRY_API_TOKEN": sandbox.key, "HOME": home.url.path,
            "TMPDIR": home.url.path,
        ]
        return try await Session(
            .modern, ["--log-level", "debug", "--toolsets", "all"], variables.merging(more) { $1 })
    }

    /// Ends the session, and searches all that came of it.
    private static func expectNoKey(
        _ sandbox: Sandbox, _ client: Session, _ home: Home, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let search = KeySearch(sandbox.key)
        #if os(Linux)
            let environment =
                FileManager.default.contents(atPath: "/proc/\(client.processIdentifier)/environ") ?? Data()
            #expect(String(decoding: environment, as: UTF8.self).contains("HOME="), sourceLocation: sourceLocation)
        #endif
        #expect(search.found(inEnvironmentOf: client.processIdentifier) == [], sourceLocation: sourceLocation)
        #expect(await client.end() == 0, sourceLocation: sourceLocation)
        #expect(client.standardError.contains("/api/v1/"), sourceLocation: sourceLocation)
        for line in client.lines { #expect(search.found(in: line) == [], sourceLocation: sourceLocation) }
        #expect(search.found(in: client.standardError) == [], sourceLocation: sourceLocation)
        #expect(search.found(inFilesOf: home.url) == [], sourceLocation: sourceLocation)
    }
}
