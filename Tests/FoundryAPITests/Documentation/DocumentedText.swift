import Foundation

/// A text of the repository that shows code: an article, a page, or a source file.
struct DocumentedText {
    /// Without white space at the ends: code is compared but for its indentation.
    let lines: [Substring]

    /// - Parameter path: from the root of the repository
    init(_ path: String) throws {
        let text = try String(contentsOf: Self.root.appending(path: path), encoding: .utf8)
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.trimming(while: \.isWhitespace) }
    }

    /// The folder of the articles, from the root of the repository.
    static let articles = "Sources/FoundryAPI/FoundryAPI.docc"

    /// The names of all articles.
    static var articleNames: [String] {
        get throws {
            try FileManager.default.contentsOfDirectory(atPath: root.appending(path: articles).path)
                .filter { $0.hasSuffix(".md") }.sorted()
        }
    }

    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The blocks of Swift in a text in Markdown.
    var swiftBlocks: [[Substring]] {
        var blocks: [[Substring]] = []
        var block: [Substring]?
        for line in lines {
            if line == "```swift" {
                block = []
            } else if line == "```", let ended = block {
                blocks.append(ended)
                block = nil
            } else {
                block?.append(line)
            }
        }
        return blocks
    }

    /// Returns whether the text contains these lines one after the other, except for imports, which may be anywhere.
    func holds(_ block: [Substring]) -> Bool {
        let imports = block.filter { $0.hasPrefix("import ") }
        let code = block.drop { $0.isEmpty || $0.hasPrefix("import ") }
        guard imports.allSatisfy(lines.contains) else { return false }
        return code.isEmpty || lines.indices.contains { lines[$0...].starts(with: code) }
    }
}

extension Substring {
    fileprivate func trimming(while isLeftOut: (Character) -> Bool) -> Substring {
        var rest = drop(while: isLeftOut)
        while let last = rest.last, isLeftOut(last) { rest.removeLast() }
        return rest
    }
}
