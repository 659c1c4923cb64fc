import Foundation
import FoundryAPI
import FoundryJSON
import FoundryTools
import Testing

@testable import foundry_mcp

@Suite("Doctor", .timeLimit(.minutes(5)))
struct DoctorTests {
    private static let key = "abs0_abcdefghijklmnopqrstuvwx"

    private func keyFindings(_ environment: [String: String]) throws -> [Finding] {
        let environment = ProcessEnvironment(environment)
        let configuration = try FoundryConfiguration(environment: environment.variables)
        return KeyChecks.findings(configuration, source: configuration.keyVariable ?? "", environment: environment)
    }

    @Test("A key is shown by its fingerprint, never by its text")
    func fingerprint() throws {
        let findings = try keyFindings(["FOUNDRY_API_TOKEN": Self.key])
        let fingerprint = try #require(APIKey(Self.key)).fingerprint
        #expect(findings.map(\.status) == [.green])
        #expect(findings[0].summary.contains(fingerprint))
        #expect(!findings[0].json.text.contains(Self.key))
    }

    @Test("A missing key is red, an unusual one yellow, a second one yellow, an unreplaced reference red")
    func oddKeys() throws {
        #expect(try keyFindings([:]).map(\.status) == [.red])
        #expect(try keyFindings(["FOUNDRY_API_TOKEN": "sk-123456"]).map(\.status) == [.yellow])
        let both = ["FOUNDRY_API_TOKEN": Self.key, "ADAPTYV_API_KEY": Self.key + "z"]
        #expect(try keyFindings(both).map(\.status) == [.green, .yellow])
        for text in [
            "${env:FOUNDRY_API_TOKEN}", "$FOUNDRY_API_TOKEN", "${FOUNDRY_API_TOKEN}", "${input:foundry-api-token}",
        ] {
            let finding = try #require(try keyFindings(["FOUNDRY_API_TOKEN": text]).first)
            #expect(finding.status == .red)
            #expect(finding.summary.contains(text))
        }
    }

    @Test(
        "The expiry is yellow within fourteen days or if it cannot be read, and red once it has passed",
        arguments: [
            ("2026-01-01T00:00:00Z", Finding.Status.red), ("2026-01-10T23:59:59.5Z", .yellow),
            ("2026-01-24T00:00:00Z", .yellow), ("2026-01-24T12:00:01Z", .green), ("2027-01-01T00:00:00Z", .green),
            ("2026-01-01T00:00:00", .red), ("soon", .yellow),
        ])
    func expiry(_ text: String, _ status: Finding.Status) throws {
        let now = try Date("2026-01-10T12:00:00Z", strategy: .iso8601)
        let answer: JSON = ["organizations": [], "permissions": [], "token_expires_at": JSON(text)]
        let finding = Caller(answer).findings(now: now).first { $0.name == "expiry" }
        #expect(finding?.status == status)
    }

    @Test("A key that can only read cannot use the tools that write")
    func unusableTools() {
        let granted = ["organization:read", "experiment:read", "quote:list", "target:*"]
        let tools = ToolListing(.default).unusable(granted: granted)
        #expect(tools.contains("create_experiment"))
        #expect(tools.contains("confirm_quote"))
        #expect(tools.contains("list_tokens"))
        for tool in ["get_experiment", "list_quotes", "request_custom_target", "whoami", "estimate_cost"] {
            #expect(!tools.contains(tool))
        }
    }

    @Test("A tool whose permissions are unknown is not reported")
    func unknownNeeds() {
        let unusable = ToolListing(.default).unusable(granted: [])
        for tool in ["whoami", "check_health", "attenuate_token", "submit_feedback", "mint_partner_token"] {
            #expect(!unusable.contains(tool))
        }
    }

    @Test("Each folder of --files is told with what tools can read there, or with why they can read nothing")
    func files() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "doctor-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder + "/round 2", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for name in ["a.fasta", "round 2/b.FA", "round 2/c.csv", "notes.docx"] {
            try Data(">a\nEVQL\n".utf8).write(to: URL(filePath: "\(folder)/\(name)"))
        }
        try FileManager.default.createSymbolicLink(atPath: folder + "/loop", withDestinationPath: folder)
        func findings(_ folders: [String]) -> [Finding] { FileChecks.findings(folders, home: "/nowhere") }

        #expect(findings([]).map(\.status) == [.green])
        let found = findings([folder, folder + "/missing", folder + "/a.fasta", "/"])
        #expect(found.map(\.status) == [.green, .red, .red, .yellow])
        #expect(found.allSatisfy { $0.name == "files" })
        for part in [folder, "2 FASTA", "1 CSV or TSV", "1 other"] { #expect(found[0].summary.contains(part)) }
        #expect(found[1].summary.contains(folder + "/missing"))
        #expect(FileChecks.findings([folder], home: folder).map(\.status) == [.yellow])
        // A link is told with the place that it leads to.
        #expect(findings([folder + "/loop"])[0].status == .green)
        #expect(findings([folder + "/loop"])[0].summary.contains("which is"))
    }

    @Test("The clock may be half a minute off, but not five")
    func clock() {
        #expect(APIChecks.clock(skew: 30).status == .green)
        #expect(APIChecks.clock(skew: -31).status == .yellow)
        #expect(APIChecks.clock(skew: 301).status == .red)
    }

    @Test("A certificate problem is distinguished from a failed connection")
    func connectionFailure() {
        let certificate = FoundryError(.unreachable, "SSL certificate problem: self-signed certificate")
        #expect(APIChecks.connectionFailure(certificate, isSecure: true).name == "tls")
        #expect(APIChecks.connectionFailure(FoundryError(.unreachable, "refused"), isSecure: true).name == "api")
    }
}
