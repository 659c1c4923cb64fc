import FoundryJSON
import FoundryJSONRPC
import TestSupport
import Testing

@testable import FoundryMCP

@Suite("The extension for skills", .opensDescriptors)
struct SkillTests {
    private static let digest = String(repeating: "a", count: 64)
    private static let skills = ["one", "one-more"].map { name in
        Skill(
            frontmatter: ["name": JSON(name), "description": "Does it", "metadata": ["x": "y"]],
            files: [
                ("SKILL.md", 3, digest, "# S"), ("LICENSE", 1, digest, "L"), ("a/x.md", 1, digest, "x"),
                ("a/b/y.md", 1, digest, "y"), ("a/b/z.md", 1, digest, "z"),
            ])
    }
    private static let features = Features(tools: StubTools(), resources: StubResources(), skills: skills)

    private func ask(_ method: String, _ members: JSON = [:]) async throws -> JSON {
        let client = try Client(Self.features)
        return try await client.ask(method, params(members, in: modern))
    }

    private func children(_ uri: String) async throws -> [JSON]? {
        try await ask("resources/directory/read", ["uri": JSON(uri)])["result"]?["resources"]?.elements
    }

    @Test("The capability is declared in modern revisions, with that of resources, and only where there are skills")
    func capability() async throws {
        let declared = try await ask("server/discover")["result"]?["capabilities"]
        #expect(declared?["extensions"]?["io.modelcontextprotocol/skills"] == ["directoryRead": true])
        #expect(declared?["resources"] != nil)
        for revision in Revision.legacy {
            #expect(Self.features.capabilities(in: revision, for: ClientCapabilities())["extensions"] == nil)
        }
        let without = try Client(.all())
        let other = try await without.ask("server/discover", params(in: modern))
        #expect(other["result"]?["capabilities"]?["extensions"]?["io.modelcontextprotocol/skills"] == nil)
        for method in ["skills/list", "skills/get", "resources/directory/read"] {
            #expect(try await without.ask(method, params(in: modern))["error"]?["code"]?.int == -32601)
        }
    }

    @Test("skills/list has every skill with its frontmatter and all its files, once each, and may be cached")
    func list() async throws {
        let result = try #require(try await ask("skills/list")["result"])
        #expect(result["resultType"] == "complete")
        #expect((result["ttlMs"]?.int ?? -1) >= 0)
        #expect(["public", "private"].contains(result["cacheScope"]))
        #expect(result["nextCursor"] == nil)
        #expect(result["skills"]?.count == 2)
        let skill = try #require(result["skills"]?[0])
        #expect(skill.names == ["uri", "frontmatter", "resources"])
        #expect(skill["uri"] == "skill://one/SKILL.md")
        #expect(skill["frontmatter"] == ["name": "one", "description": "Does it", "metadata": ["x": "y"]])
        let resources = try #require(skill["resources"]?.elements)
        #expect(
            resources.map { $0["uri"] } == [
                "skill://one/SKILL.md", "skill://one/LICENSE", "skill://one/a/x.md", "skill://one/a/b/y.md",
                "skill://one/a/b/z.md",
            ])
        #expect(resources[0] == ["uri": "skill://one/SKILL.md", "digest": JSON("sha256:\(Self.digest)"), "size": 3])
        let cursor = try await ask("skills/list", ["cursor": "x"])
        #expect(cursor["error"]?["code"]?.int == -32602)
    }

    @Test("skills/get gives the entry of the list")
    func get() async throws {
        let list = try await ask("skills/list")["result"]?["skills"]
        for skill in list?.elements ?? [] {
            let result = try await ask("skills/get", ["uri": try #require(skill["uri"])])["result"]
            #expect(result?["skill"] == skill)
            #expect(result?["resultType"] == "complete")
            #expect(result?["ttlMs"] != nil && result?["cacheScope"] != nil)
        }
    }

    @Test(
        "skills/get of what is not the SKILL.md of a skill is -32602",
        arguments: [
            "skill://one", "skill://one/", "skill://one/a/x.md", "skill://two/SKILL.md", "skill://one/SKILL.md/",
            "skill://one/skill.md", "",
        ])
    func unknown(_ uri: String) async throws {
        #expect(try await ask("skills/get", ["uri": JSON(uri)])["error"]?["code"]?.int == -32602)
    }

    @Test("A folder lists its direct children: files as resources, folders as folders")
    func directories() async throws {
        let root = try #require(try await children("skill://one"))
        #expect(root.map { $0["uri"] } == ["skill://one/SKILL.md", "skill://one/LICENSE", "skill://one/a"])
        #expect(root.map { $0["mimeType"] } == ["text/markdown", "text/plain", "inode/directory"])
        #expect(root[0]["name"] == "one")
        #expect(root[0]["description"] == "Does it")
        #expect(root[2]["name"] == "a")
        let inner = try #require(try await children("skill://one/a"))
        #expect(inner.map { $0["uri"] } == ["skill://one/a/x.md", "skill://one/a/b"])
        #expect(try await children("skill://one/a/b")?.count == 2)
        let whole = try await ask("resources/directory/read", ["uri": "skill://one-more"])["result"]
        #expect(whole?["resultType"] == "complete")
        #expect(whole?["resources"]?.count == 3)
    }

    @Test(
        "Reading what is not a folder is -32602",
        arguments: [
            "skill://one/SKILL.md", "skill://two", "skill://one/", "skill://one/a/", "skill://on", "skill://",
            "skill://one/c", "x://1", "",
        ])
    func noDirectory(_ uri: String) async throws {
        #expect(try await ask("resources/directory/read", ["uri": JSON(uri)])["error"]?["code"]?.int == -32602)
    }

    @Test("A request without a URI is -32602", arguments: ["skills/get", "resources/directory/read"])
    func malformed(_ method: String) async throws {
        for members in [[:], ["uri": 7]] as [JSON] {
            #expect(try await ask(method, members)["error"]?["code"]?.int == -32602)
        }
    }

    @Test("Legacy revisions do not have the methods", arguments: Revision.legacy)
    func legacy(_ revision: Revision) async throws {
        let client = try await Client(Self.features, opened: revision)
        for method in ["skills/list", "skills/get", "resources/directory/read"] {
            let answer = try await client.ask(method, ["uri": "skill://one/SKILL.md"])
            #expect(answer["error"] != nil && answer["result"] == nil)
        }
    }
}
