import FoundryAPI
import FoundryJSON
import FoundryMCP
import FoundryText
import TestSupport
import Testing

@testable import FoundryTools

@Suite("Hostile arguments", .opensDescriptors)
struct HostileArgumentsTests {
    /// Arguments of each tool that reach the API.
    private static let plain: [ToolName: JSON] = {
        let id = JSON(Spec.nobody)
        let list: JSON = ["search": "x", "filter": "eq(id,x)", "sort": "asc(id)"]
        let experiment: JSON = ["experiment_id": id]
        let price: [JSON.Member] = [
            JSON.Member("expected_amount_cents", 1), JSON.Member("expected_currency", "usd"),
        ]
        return [
            .listExperiments: list, .getExperiment: experiment,
            .createExperiment: [
                "name": "x", "experiment_spec": Spec.affinity(), "webhook_url": "https://example.com/",
            ],
            .updateExperiment: ["experiment_id": id, "name": "x", "description": "x"],
            .estimateCost: ["experiment_spec": Spec.affinity()], .submitExperiment: experiment,
            .getExperimentQuote: experiment, .getExperimentQuotePDF: experiment,
            .confirmExperimentQuote: JSON([JSON.Member("experiment_id", id)] + price),
            .getExperimentInvoice: experiment, .listExperimentResults: experiment,
            .listExperimentSequences: experiment, .listExperimentUpdates: experiment,
            .waitForExperiment: ["experiment_id": id, "until": "done", "timeout_seconds": 1],
            .listQuotes: ["filter": "eq(id,x)", "sort": "asc(id)"], .getQuote: ["quote_id": "qt_x"],
            .confirmQuote: JSON([JSON.Member("quote_id", "qt_x")] + price),
            .rejectQuote: ["quote_id": "qt_x", "reason": "price", "feedback": "x"],
            .listResults: list, .getResult: ["result_id": id],
            .exportResults: ["experiment_id": id, "format": "csv"],
            .listSequences: ["search": "x"], .getSequence: ["sequence_id": id],
            .addSequences: ["experiment_code": "x", "sequences": [["name": "x", "aa_string": "ACDEFGHIK"]]],
            .listTargets: list, .getTarget: ["target_id": id],
            .requestCustomTarget: ["name": "x", "product_id": "x", "sequence": "ACDEFGHIK"],
            .listCustomTargetRequests: [:], .getCustomTargetRequest: ["request_id": id],
            .listUpdates: ["filter": "eq(name,x)"], .whoami: [:], .checkHealth: [:],
            .listTokens: [:], .attenuateToken: ["name": "x", "attenuation": ["read_only": true]], .revokeToken: [:],
            .submitFeedback: ["request_uuid": id, "feedback_type": "feedback", "title": "x", "human_note": "x"],
            .listInvoices: ["filter": "eq(id,x)"], .getInvoice: ["invoice_id": "in_x"],
            .getInvoicePDF: ["invoice_id": "in_x"], .payInvoice: JSON([JSON.Member("invoice_id", "in_x")] + price),
            .listWebhooks: [:],
            .createWebhook: ["url": "https://example.com/", "secret": JSON(String(repeating: "s", count: 32))],
            .updateWebhook: ["webhook_id": id, "url": "https://example.com/"], .deleteWebhook: ["webhook_id": id],
            .mintPartnerToken: ["org": ["type": "new_org", "name": "x"], "email": "a@partner.example"],
        ]
    }()

    private static let hostile = [
        "../../whoami", "..%2f..%2fwhoami", "a/b?c=d#e", "?limit=1", ".", "%00", "\u{0}\u{1B}[31mred",
        "\u{202E}drow\u{200B}\u{E0041}", "x\r\nX-Injected: 1\r\n\r\n", "'; DROP TABLE tokens;--", "=HYPERLINK(\"x\")",
        "eq(id,x),eq(", "</script>", "![x](https://evil.example/)", String(repeating: "A", count: 70_000), "",
    ]

    @Test("The tools of all operations of the API are tried")
    func complete() {
        for endpoint in FoundryEndpoint.all {
            guard let name = ToolName(rawValue: endpoint.name) else { continue }
            #expect(Self.plain[name] != nil, "\(endpoint.name)")
        }
        #expect(Self.plain.count >= 45)
    }

    @Test(
        "Hostile text in any argument never reaches another operation, and is never shown as it is",
        arguments: ToolName.allCases.filter { plain[$0] != nil })
    func text(tool: ToolName) async throws {
        let bench = try ToolHarness()
        let plain = try #require(Self.plain[tool])
        // What the tool may send with these arguments; some of it comes only after what a lookup has found.
        _ = try await bench.call(tool.rawValue, plain)
        let expected = Set(bench.requests.compactMap(Self.operation))
        #expect(!expected.isEmpty, "\(tool) sends nothing for \(plain.text)")
        var begin = bench.requests.count
        for place in Self.places(of: plain) {
            for text in Self.hostile {
                guard let arguments = plain.replacing(at: place[...], with: JSON(text)) else { continue }
                let result = try await bench.call(tool.rawValue, arguments)
                let sent = bench.requests.dropFirst(begin)
                begin += sent.count
                let where_ = "\(tool) \(place.joined(separator: "/")) \(text.prefix(20).debugDescription)"
                for request in sent {
                    #expect(Self.operation(request).map(expected.contains) == true, "\(where_): \(request.prefix(99))")
                }
                if result.isError { #expect(result.failure?["kind"]?.string != nil, "\(where_): \(result.text)") }
                let shown = result.texts.joined()
                #expect(!shown.unicodeScalars.contains { $0.isInvisible && $0 != "\n" }, "\(where_)")
                #expect(shown.utf8.count < 200_000, "\(where_)")
            }
        }
    }

    @Test(
        "Arguments with hostile names, or of the wrong kind, are refused and nothing is sent",
        arguments: ToolName.allCases.filter { plain[$0] != nil })
    func shape(tool: ToolName) async throws {
        let bench = try Self.sendsNothing.get()
        let plain = try #require(Self.plain[tool])
        var wrong = ["../x", "__proto__", "\u{202E}", ""].map { plain.setting($0, to: "x") }
        for member in plain.members ?? [] {
            for value: JSON in [["a": ["b": [:]]], [[[]]], 1.5e308] where member.value.kind != value.kind {
                wrong.append(plain.setting(member.name, to: value))
            }
        }
        for arguments in wrong {
            let result = try await bench.call(tool.rawValue, arguments)
            #expect(result.failure?["kind"]?.string == "invalid_arguments", "\(tool) \(arguments.text.prefix(200))")
        }
        #expect(bench.requests.isEmpty)
    }

    private static let sendsNothing = Result { try ToolHarness() }

    /// Returns the operation that a request, `GET /api/v1/experiments/…`, was sent to; nil if there is none.
    private static func operation(_ request: String) -> String? {
        let parts = request.split(separator: " ", maxSplits: 1)
        let segments = parts[1].split(separator: "/", omittingEmptySubsequences: false).dropFirst(3)
        let found = FoundryEndpoint.all.filter { endpoint in
            let template = endpoint.path.split(separator: "/")
            return endpoint.method.rawValue == parts[0] && template.count == segments.count
                && zip(template, segments).allSatisfy { $0 == $1 || ($0.first == "{" && !$1.isEmpty) }
        }
        return found.min { $0.path.count { $0 == "{" } < $1.path.count { $0 == "{" } }?.name
    }

    /// Returns the places of all strings in a value.
    private static func places(of value: JSON) -> [[String]] {
        if value.string != nil { return [[]] }
        let inner =
            value.members?.map { ($0.name, $0.value) }
            ?? value.elements?.enumerated().map { (String($0), $1) } ?? []
        return inner.flatMap { name, value in places(of: value).map { [name] + $0 } }
    }
}

extension JSON {
    /// Returns the value with another one at a place.
    fileprivate func replacing(at place: ArraySlice<String>, with value: JSON) -> JSON? {
        guard let name = place.first else { return value }
        if let elements, let index = Int(name), elements.indices.contains(index) {
            var changed = elements
            guard let inner = elements[index].replacing(at: place.dropFirst(), with: value) else { return nil }
            changed[index] = inner
            return JSON(changed)
        }
        return self[name]?.replacing(at: place.dropFirst(), with: value).map { setting(name, to: $0) }
    }
}
