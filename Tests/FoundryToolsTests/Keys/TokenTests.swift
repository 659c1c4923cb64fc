import Foundation
import FoundryJSON
import FoundrySandbox
import TestSupport
import Testing

@testable import FoundryMCP
@testable import FoundryTools

@Suite("Keys that the API issues", .opensDescriptors)
struct TokenTests {
    private static let readOnly: JSON = ["name": "colleague", "attenuation": ["read_only": true]]

    private func permissions(_ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return try #require(attributes[.posixPermissions] as? Int)
    }

    private func everything(_ result: ToolResult) -> String {
        result.texts.joined() + (result.structured?.text ?? "") + JSON(result.meta).text
    }

    @Test("An attenuated key goes to a file that only its owner can read, and works")
    func file() async throws {
        let bench = try ToolHarness()
        let result = try await bench.call("attenuate_token", Self.readOnly)
        let value = try #require(result.structured)
        let path = try #require(value["token_file"]?.string)
        let id = try #require(value["id"]?.string)
        #expect(path == bench.home.appending(path: "tokens/\(id).token").path)
        #expect(try permissions(path) == 0o600)
        #expect(try permissions(bench.home.appending(path: "tokens").path) == 0o700)
        let token = try String(contentsOf: URL(filePath: path), encoding: .utf8)
        #expect(token.hasPrefix("abs0_") && token.hasSuffix("\n"))
        let key = token.trimmingCharacters(in: .newlines)
        #expect(value["token"] == nil)
        #expect(!everything(result).contains(key))
        #expect(!everything(result).contains("abs0_"))

        let tools = try bench.tools(key: key)
        #expect(try await !tools.result("list_targets").isError)
        let refused = try await tools.result(
            "create_experiment", ["name": "No", "experiment_spec": Spec.affinity()])
        #expect(refused.failureKind == "permission")
        #expect(refused.text.contains("whoami"))
        #expect(!everything(refused).contains(key))
    }

    @Test("The caller's own key is the default parent, and is in no result")
    func ownKey() async throws {
        let bench = try ToolHarness()
        let result = try await bench.call("attenuate_token", Self.readOnly.setting("reveal", to: true))
        let token = try #require(result.structured?["token"]?.string)
        #expect(result.structured?["token_file"] == nil)
        #expect(token.hasPrefix("abs0_"))
        #expect(token != bench.sandbox.key)
        #expect(!everything(result).contains(bench.sandbox.key))
        #expect(!FileManager.default.fileExists(atPath: bench.home.path))
        let sent = try #require(bench.sandbox.requestLog.last?.body)
        #expect(try JSON(parsing: sent)["token"]?.string == bench.sandbox.key)
        #expect(try JSON(parsing: sent)["reveal"] == nil)
    }

    @Test("A key among the arguments is the parent instead")
    func otherParent() async throws {
        let bench = try ToolHarness()
        let parent = try await bench.value("attenuate_token", Self.readOnly.setting("reveal", to: true))
        let child = try await bench.value(
            "attenuate_token",
            [
                "name": "child", "attenuation": ["allowed_resources": ["target"]],
                "token": try #require(parent["token"]), "attenuated_parent_token_id": try #require(parent["id"]),
            ])
        let tokens = try await bench.value("list_tokens")
        let row = tokens["items"]?.elements?.first { $0["id"] == child["id"] }
        #expect(row?["parent_token_id"] == parent["id"])
    }

    @Test("An existing file is never overwritten, nor is a link followed")
    func neverOverwrites() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tokens-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let tokens = TokenFolder(folder)
        let first = try tokens.write("abs0_first", for: "id")
        let second = try tokens.write("abs0_second", for: "id")
        #expect(first != second)
        #expect(try String(contentsOfFile: first, encoding: .utf8) == "abs0_first\n")
        #expect(try String(contentsOfFile: second, encoding: .utf8) == "abs0_second\n")
        let elsewhere = folder.appending(path: "elsewhere").path
        try FileManager.default.createSymbolicLink(
            atPath: folder.appending(path: "linked.token").path, withDestinationPath: elsewhere)
        let third = try tokens.write("abs0_third", for: "linked")
        #expect(!FileManager.default.fileExists(atPath: elsewhere))
        #expect(try permissions(third) == 0o600)
    }

    @Test(
        "An id cannot leave the folder",
        arguments: ["../../evil", "/etc/passwd", "", "..", "a/b", String(repeating: "x", count: 5_000), "ü😀"])
    func oddIDs(_ id: String) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tokens-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = try TokenFolder(folder).write("abs0_x", for: id)
        #expect(URL(filePath: path).deletingLastPathComponent().path == folder.path)
        #expect(path.hasSuffix(".token"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 1)
    }

    @Test("If the folder cannot be written to, no key is made, and the model is told why")
    func unwritable() async throws {
        let bench = try ToolHarness()
        try FileManager.default.createDirectory(at: bench.home, withIntermediateDirectories: true)
        try Data().write(to: bench.home.appending(path: "tokens"))
        let result = try await bench.call("attenuate_token", Self.readOnly)
        #expect(result.failureKind == "refused")
        #expect(result.text.contains(bench.home.path))
        #expect(result.text.contains("reveal: true"))
        #expect(!everything(result).contains("abs0_"))
        #expect(!result.text.contains("revoke"))
        #expect(!bench.requests.contains { $0.hasPrefix("POST") })
    }

    @Test("A key that was made and could not be written is told of with its id, and is no refusal")
    func lostKey() async throws {
        let bench = try ToolHarness()
        let made = LockedBox("")
        let proxy = try RewritingProxy(bench.sandbox) { request, body in
            guard request.hasPrefix("POST") else { return nil }
            made.value = body
            // The folder goes while the key is being made.
            let folder = bench.home.appending(path: "tokens")
            try? FileManager.default.removeItem(at: folder)
            try? Data().write(to: folder)
            return nil
        }
        let result = try await bench.tools(url: proxy.url).result("attenuate_token", Self.readOnly)
        let answer = try JSON(parsing: made.value)
        let id = try #require(answer["id"]?.string)
        #expect(result.isError)
        #expect(result.failureKind == "not_saved", "\(result.text)")
        #expect(result.failure?["retryable"] == false)
        #expect(result.failure?["token_id"]?.string == id)
        #expect(result.text.contains(id))
        // The only revocation that the API has ends the caller's own key too, which has to be said.
        #expect(result.text.contains("revoke_token") && result.text.contains("family"))
        #expect(!everything(result).contains("abs0_"))
        #expect(!everything(result).contains(try #require(answer["token"]?.string).dropFirst(5)))
    }

    @Test("A key is shown only after the user's yes, if the client can ask")
    func revealIsAsked() async throws {
        let bench = try ToolHarness()
        let calls: [(tool: String, arguments: JSON)] = [
            ("attenuate_token", Self.readOnly.setting("reveal", to: true)),
            (
                "mint_partner_token",
                ["org": ["type": "new_org", "name": "Acme"], "email": "a@acme.example", "reveal": true]
            ),
        ]
        for (tool, arguments) in calls {
            for answer in [.decline, .cancel, .accept(["accept": false])] as [Elicitation.Answer] {
                let user = User(answer)
                let result = try await bench.call(tool, arguments, as: user)
                #expect(user.questions.count == 1)
                #expect(result.structured?["created"] == false)
                #expect(!everything(result).contains("abs0_"))
            }
            let unasked = try await bench.call(
                tool, arguments, as: User { _ in throw ElicitationError(reason: "closed") })
            #expect(unasked.structured?["reason"] == "not_asked")
            #expect(!bench.requests.contains { $0.hasPrefix("POST") })
        }
        for (tool, arguments) in calls {
            let shown = try await bench.value(tool, arguments, as: .saysYes)
            #expect(shown["token"]?.string?.hasPrefix("abs0_") == true)
        }
        let user = User.saysYes
        _ = try await bench.call("attenuate_token", Self.readOnly, as: user)
        #expect(user.questions.isEmpty)
    }

    @Test("A parent key among the arguments does not appear in the question")
    func questionHoldsNoKey() async throws {
        let bench = try ToolHarness()
        let user = User(.decline)
        _ = try await bench.call(
            "attenuate_token",
            Self.readOnly.setting("reveal", to: true).setting("token", to: JSON(bench.sandbox.key)), as: user)
        let question = try #require(user.questions.first)
        #expect(!(question.key + question.message).contains(bench.sandbox.key))
    }

    @Test("A partner's minted key goes to a file too, or into the result on request")
    func minted() async throws {
        let bench = try ToolHarness()
        let org: JSON = ["type": "new_org", "name": "Acme"]
        let hidden = try await bench.call("mint_partner_token", ["org": org, "email": "a@acme.example"])
        let path = try #require(hidden.structured?["token_file"]?.string, "\(hidden.text)")
        #expect(try permissions(path) == 0o600)
        #expect(!everything(hidden).contains("abs0_"))
        let shown = try await bench.value(
            "mint_partner_token",
            ["org": org.setting("name", to: "Beta"), "email": "b@beta.example", "reveal": true])
        #expect(shown["token"]?.string?.hasPrefix("abs0_") == true)
        let known = try await bench.call("mint_partner_token", ["org": org, "email": "a@acme.example"])
        #expect(known.failureKind == "conflict")
    }

    @Test("A list of keys contains no key, and a revoked family is rejected")
    func revoke() async throws {
        let bench = try ToolHarness()
        let weaker = try await bench.value("attenuate_token", Self.readOnly.setting("reveal", to: true))
        let list = try await bench.call("list_tokens")
        #expect(!everything(list).contains("abs0_"))
        _ = try await bench.value("revoke_token")
        for key in [bench.sandbox.key, try #require(weaker["token"]?.string)] {
            let refused = try await bench.tools(key: key).result("whoami")
            #expect(refused.failureKind == "authentication")
            #expect(refused.failure?["http_status"]?.int == 401)
            #expect(!everything(refused).contains("abs0_"))
        }
    }

    @Test(
        "Without reveal, no new key is shown wherever the API put it, and it is in a file",
        arguments: [
            #"{"token":"NEW","id":"i","details":{"token":"NEW"}}"#, #"{"id":"i","token":{"value":"NEW"}}"#,
            #"{"id":"i","api_key":"NEW"}"#, #"{"id":"i","tokens":["NEW"]}"#, #"{"id":"NEW","token":"NEW"}"#,
            #"{"token":"NEW","id":"i","parent_token":"OWN="}"#, #"{"token":"NEW","id":"i","note":"Bearer OWN"}"#,
        ])
    func undocumented(_ answer: String) async throws {
        let bench = try ToolHarness()
        let (own, new) = (bench.sandbox.key, "abs0_" + String(repeating: "N", count: 40))
        let proxy = try RewritingProxy(bench.sandbox) { request, _ in
            guard request.hasPrefix("POST") else { return nil }
            return (200, answer.replacing("NEW", with: new).replacing("OWN", with: own))
        }
        let result = try await bench.tools(url: proxy.url).result("attenuate_token", Self.readOnly)
        let path = try #require(result.structured?["token_file"]?.string, "\(result.text)")
        #expect(try String(contentsOfFile: path, encoding: .utf8) == new + "\n")
        #expect(!everything(result).contains("abs0_"))
        #expect(!everything(result).contains(own.dropFirst(5)))
        #expect(!path.contains(new.dropFirst(5)))
    }
}
