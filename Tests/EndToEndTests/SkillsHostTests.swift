import Foundation
import FoundryCrypto
import FoundryJSON
import TestSupport
import Testing

@Suite("Skills, as a host loads them", .opensDescriptors)
struct SkillsHostTests {
    /// Reads the frontmatter of a `SKILL.md` with as much of YAML as hosts at least read: `key: text`, and a map below a key.
    private static func frontmatter(of text: String) throws -> JSON {
        let lines = text.components(separatedBy: "\n")
        try #require(lines.first == "---")
        var found: JSON = [:]
        var outer: String?
        for line in lines.dropFirst() {
            if line == "---" { return found }
            let colon = try #require(line.firstIndex(of: ":"))
            let name = line[..<colon].trimmingCharacters(in: .whitespaces)
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            if line.hasPrefix(" "), let key = outer {
                found = found.setting(key, to: (found[key] ?? [:]).setting(name, to: JSON(value)))
            } else if value.isEmpty {
                outer = name
            } else {
                found = found.setting(name, to: JSON(value))
                outer = nil
            }
        }
        throw ProtocolError(code: 0, message: "the frontmatter does not end")
    }

    private func text(_ client: Session, _ uri: JSON) async throws -> (text: String, contents: JSON) {
        let read = try await client.request("resources/read", ["uri": uri])
        let contents = try #require(read["contents"]?[0])
        return (try #require(contents["text"]?.string), contents)
    }

    @Test("A host verifies size, digest and frontmatter of every file of every skill")
    func host() async throws {
        let client = try await Session()
        let hello = try await client.request("server/discover")
        let declared = hello["capabilities"]?["extensions"]?["io.modelcontextprotocol/skills"]
        #expect(declared?["directoryRead"]?.bool == true)
        let list = try await client.request("skills/list")
        let skills = try #require(list["skills"]?.elements)
        #expect(skills.count == 3)
        for skill in skills {
            let uri = try #require(skill["uri"])
            #expect(try await client.request("skills/get", ["uri": uri])["skill"] == skill)
            let entries = try #require(skill["resources"]?.elements)
            #expect(entries.count(where: { $0["uri"] == uri }) == 1)
            for entry in entries {
                let (text, contents) = try await text(client, try #require(entry["uri"]))
                #expect(contents["mimeType"] == "text/markdown")
                let bytes = Array(text.utf8)
                #expect(entry["size"]?.int == bytes.count)
                let hex = SHA256.hash(bytes).map { String(format: "%02x", $0) }.joined()
                #expect(entry["digest"]?.string == "sha256:\(hex)")
                if entry["uri"] == uri {
                    #expect(skill["frontmatter"]?.canonicalText == (try Self.frontmatter(of: text)).canonicalText)
                    let name = skill["frontmatter"]?["name"]?.string
                    #expect(uri.string == "skill://\(name ?? "")/SKILL.md")
                }
            }
            // The folders hold the files of the entry and nothing else.
            var found: [JSON] = []
            var folders = [JSON(String(try #require(uri.string).dropLast("/SKILL.md".count)))]
            while let folder = folders.popLast() {
                let children = try await client.request("resources/directory/read", ["uri": folder])
                for child in children["resources"]?.elements ?? [] {
                    let isFolder = child["mimeType"] == "inode/directory"
                    if isFolder { folders.append(try #require(child["uri"])) }
                    if !isFolder { found.append(try #require(child["uri"])) }
                }
            }
            #expect(Set(found.compactMap(\.string)) == Set(entries.compactMap { $0["uri"]?.string }))
        }
        await #expect(throws: ProtocolError.self) {
            _ = try await client.request("resources/read", ["uri": "skill://order-protein-experiments/NO.md"])
        }
    }

    @Test(
        "For a client without the extension, the files are ordinary resources that are listed and read",
        arguments: [.modern, .legacy("2024-11-05"), .legacy("2025-11-25")] as [Session.Era])
    func ordinary(_ era: Session.Era) async throws {
        let client = try await Session(era)
        let listed = try await client.request("resources/list")["resources"]?.elements ?? []
        let files = listed.filter { $0["uri"]?.string?.hasPrefix("skill://") == true }
        let main = try #require(files.first { $0["uri"] == "skill://order-protein-experiments/SKILL.md" })
        #expect(main["name"] == "order-protein-experiments")
        #expect(main["mimeType"] == "text/markdown")
        #expect(main["description"]?.string?.contains("Order wet-lab protein experiments") == true)
        for file in files {
            let (text, _) = try await text(client, try #require(file["uri"]))
            #expect(file["size"]?.int == text.utf8.count)
        }
        #expect(files.count >= 9)
    }

    @Test("skills lists them, and --write puts the same bytes into a folder, again and again")
    func write() async throws {
        let home = try Home()
        defer { home.remove() }
        let listed = try await Program.run(["skills"])
        #expect(listed.status == 0)
        #expect(listed.output.contains("order-protein-experiments"))
        let folder = home.url.appending(path: "new/skills")
        for _ in 0..<2 {
            let written = try await Program.run(["skills", "--write", folder.path])
            #expect(written.status == 0, "\(written.errors)")
            #expect(written.output.split(separator: "\n").count == 3)
        }
        let client = try await Session()
        for skill in try await client.request("skills/list")["skills"]?.elements ?? [] {
            for entry in skill["resources"]?.elements ?? [] {
                let path = try #require(entry["uri"]?.string).dropFirst("skill://".count)
                let bytes = try Data(contentsOf: folder.appending(path: String(path)))
                #expect(entry["size"]?.int == bytes.count)
            }
        }
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
        #expect(!names.contains { $0.contains("/.") || $0.hasPrefix(".") })
        let refused = try await Program.run(["skills", "--write", "/proc/none"])
        #expect(refused.status == 1)
        #expect(refused.errors.contains("/proc/none"))
    }
}
