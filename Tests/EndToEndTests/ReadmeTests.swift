import Foundation
import Testing

@Suite("The README")
struct ReadmeTests {
    @Test("The README's table of tools is the one that the program prints")
    func table() async throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let readme = try String(contentsOf: folder.appending(path: "README.md"), encoding: .utf8)
        let printed = try await Program.run(["tools", "--markdown"])
        #expect(printed.status == 0)
        let section = try #require(readme.components(separatedBy: "<!-- tools").dropFirst().first)
        let table = try #require(section.components(separatedBy: "<!-- end").first).split(separator: "\n").dropFirst()
        #expect(Array(table) == printed.output.split(separator: "\n"))
    }
}
