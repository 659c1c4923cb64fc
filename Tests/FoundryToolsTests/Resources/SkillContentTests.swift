import Foundation
import FoundryJSON
import FoundryMCP
import Testing

@testable import FoundryTools

@Suite("The skills' contents", .timeLimit(.minutes(5)))
struct SkillContentTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources/FoundryTools/Skills")

    @Test("Every skill in the repository is served, with all of its files, byte for byte")
    func complete() throws {
        let paths = try FileManager.default.subpathsOfDirectory(atPath: Self.folder.path)
            .filter { $0.hasSuffix(".md") }
        #expect(Set(paths.map { "skill://\($0)" }) == Set(FoundrySkills.files.keys))
        for path in paths {
            let bytes = try Data(contentsOf: Self.folder.appending(path: path))
            #expect(FoundrySkills.files["skill://\(path)"]?.text.utf8.elementsEqual(bytes) == true, "\(path)")
        }
        #expect(FoundrySkills.all.first?.name == "order-protein-experiments")
        #expect(FoundrySkills.all.count == 3)
    }

    @Test(
        "A SKILL.md has less than 5 kB, and leads to each of its other files",
        arguments: FoundrySkills.all.map(\.name))
    func size(_ name: String) throws {
        let skill = try #require(FoundrySkills.all.first { $0.name == name })
        #expect(skill.files[0].path == "SKILL.md")
        #expect(skill.files[0].size < 5_000)
        #expect(skill.files.count > 1)
        for file in skill.files.dropFirst() {
            #expect(skill.files[0].text.contains("`\(file.path)`"), "\(file.path)")
        }
        for match in skill.files[0].text.matches(of: /`(references\/[^`]+)`/) {
            #expect(skill.files.contains { $0.path == String(match.1) }, "\(match.1)")
        }
    }

    @Test("Names and descriptions are those of the Agent Skills format", arguments: FoundrySkills.all)
    func names(_ skill: Skill) {
        #expect(skill.name.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*/) != nil && skill.name.count <= 64)
        #expect((1...1024).contains(skill.description.count))
        #expect(skill.uri == "skill://\(skill.name)/SKILL.md")
    }

    @Test("What looks like the name of a tool is one, and the first skill names what an order takes")
    func tools() throws {
        let known = Set(ToolName.allCases.map(\.rawValue))
        let verbs = Set(known.compactMap { $0.split(separator: "_").first.map(String.init) })
        for file in FoundrySkills.files.values {
            for match in file.text.matches(of: /`([a-z]+)_[a-z_]+`/) where verbs.contains(String(match.1)) {
                let name = match.output.0.dropFirst().dropLast()
                #expect(known.contains(String(name)), "\(file.uri): \(name)")
            }
        }
        let order = try #require(FoundrySkills.all.first?.files.first?.text)
        for tool in ["list_targets", "estimate_cost", "create_experiment", "confirm_experiment_quote"] {
            #expect(order.contains("`\(tool)`"))
        }
    }

    @Test("Flags of the program that skills name exist")
    func flags() throws {
        let page = try String(
            contentsOf: Self.folder.deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().appending(path: ".github/docs/flags.md"), encoding: .utf8)
        for file in FoundrySkills.files.values {
            for match in file.text.matches(of: /`(--[a-z-]+)/) {
                #expect(page.contains("| `\(match.1)"), "\(file.uri): \(match.1)")
            }
        }
    }

    @Test("The instructions point at the first skill")
    func instructions() throws {
        let uri = try #require(FoundrySkills.all.first?.uri)
        #expect(Instructions.text(scope: .default, isSandbox: false).contains(uri))
    }
}
