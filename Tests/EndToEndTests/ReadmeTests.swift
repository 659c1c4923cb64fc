import Foundation
import Testing

@Suite("The README")
struct ReadmeTests {
    @Test("The table of tools is what the program prints")
    func table() async throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let readme = try String(contentsOf: folder.appending(path: "README.md"), encoding: .utf8)
        let printed = try await Program.run(["tools", "--markdown"])
        #expect(printed.status == 0)
        #expect(readme.contains("\n\(printed.output.trimmingCharacters(in: .newlines))\n"))
    }
}
