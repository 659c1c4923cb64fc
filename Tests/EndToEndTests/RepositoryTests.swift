import Foundation
import TestSupport
import Testing

/// The pages of the repository: that they fit, link, and tell of what is there.
@Suite("The repository's pages", .opensDescriptors)
struct RepositoryTests {
    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// The paths of all pages in Markdown, from the root.
    private static func pages() throws -> [String] {
        let github = try FileManager.default.subpathsOfDirectory(atPath: root.appending(path: ".github").path)
        return ["README.md"] + github.filter { $0.hasSuffix(".md") }.map { ".github/\($0)" }.sorted()
    }

    @Test("The README takes five minutes to read")
    func size() throws {
        #expect(try Self.text("README.md").utf8.count <= 9_000)
    }

    @Test("Every link and picture of a page that is in the repository exists")
    func links() throws {
        var count = 0
        for page in try Self.pages() {
            let folder = Self.root.appending(path: page).deletingLastPathComponent()
            for match in try Self.text(page).matches(of: /\]\(([^)#\s]+)(#[^)]*)?\)/) {
                let target = String(match.1)
                guard !target.contains("://") else { continue }
                count += 1
                #expect(
                    FileManager.default.fileExists(atPath: folder.appending(path: target).path), "\(page): \(target)")
            }
        }
        #expect(count > 30)
    }

    @Test("The table of tools has only rows that the program prints, in their order")
    func tools() async throws {
        let printed = try await Program.run(["tools", "--markdown"])
        #expect(printed.status == 0)
        let section = try #require(
            try Self.text(".github/docs/tools.md").components(separatedBy: "<!-- tools").dropFirst().first)
        let table = try #require(section.components(separatedBy: "<!-- end").first).split(separator: "\n").dropFirst()
        // A tool that is new is no reason to fail: the table is renewed with `foundry-mcp tools --markdown`.
        #expect(table.count > 30)
        #expect(Array(table) == printed.output.split(separator: "\n").filter(table.contains))
    }

    @Test("The page of flags has every flag of `serve`")
    func flags() async throws {
        let help = try await Program.run(["serve", "--help"]).output
        let page = try Self.text(".github/docs/flags.md")
        let flags = Set(help.matches(of: /--[a-z][a-z-]+/).map { String($0.output) })
        #expect(flags.count > 5)
        for flag in flags { #expect(page.contains("| `\(flag)"), "\(flag)") }
    }

    @Test("Every test that the page on security names exists")
    func promises() throws {
        let tests = try FileManager.default.subpathsOfDirectory(atPath: Self.root.appending(path: "Tests").path)
        let suites = Set(tests.filter { $0.hasSuffix(".swift") }.compactMap { $0.split(separator: "/").last })
        let named = try Self.text(".github/SECURITY.md").matches(of: /`([A-Za-z]+Tests)`/).map { String($0.1) }
        #expect(named.count > 20)
        for name in Set(named) { #expect(suites.contains("\(name).swift"), "\(name)") }
    }

    @Test("No code imports FoundationNetworking, which costs every start some 7 ms and 7 MiB")
    func imports() throws {
        let name = "Foundation" + "Networking"
        for folder in ["Sources", "Tests"] {
            let files = try FileManager.default.subpathsOfDirectory(atPath: Self.root.appending(path: folder).path)
            for file in files where file.hasSuffix(".swift") && !file.contains(".build") {
                #expect(try !Self.text("\(folder)/\(file)").contains("import \(name)"), "\(folder)/\(file)")
            }
        }
    }
}
