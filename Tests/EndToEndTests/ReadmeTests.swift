import Foundation
import TestSupport
import Testing

@Suite("The README", .opensDescriptors)
struct ReadmeTests {
    @Test("The README's table of tools has only rows that the program prints, in their order")
    func table() async throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let readme = try String(contentsOf: folder.appending(path: "README.md"), encoding: .utf8)
        let printed = try await Program.run(["tools", "--markdown"])
        #expect(printed.status == 0)
        let section = try #require(readme.components(separatedBy: "<!-- tools").dropFirst().first)
        let table = try #require(section.components(separatedBy: "<!-- end").first).split(separator: "\n").dropFirst()
        // A tool that is new is no reason to fail: the table is renewed with `foundry-mcp tools --markdown`.
        #expect(table.count > 30)
        #expect(Array(table) == printed.output.split(separator: "\n").filter(table.contains))
    }
}
