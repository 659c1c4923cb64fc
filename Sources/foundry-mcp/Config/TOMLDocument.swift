/// A TOML text with the place of everything in it, so that a table can be changed and every other byte kept.
struct TOMLDocument {
    /// A header and what stands below it, or what stands before the first header.
    struct Section {
        /// The names of the header; none before the first one.
        let path: [String]
        /// Whether the header has double brackets.
        let isArray: Bool
        /// From the bracket to after the closing bracket.
        let header: Range<Int>
        var entries: [Entry] = []

        /// Where what is written here ends: after the last value, or after the header.
        var end: Int { entries.last?.range.upperBound ?? header.upperBound }
    }

    /// A name and its value.
    struct Entry {
        /// The names, of which a dotted key has more than one.
        let path: [String]
        /// From the name to after the value.
        let range: Range<Int>
        let value: Value
    }

    struct Value {
        enum Kind {
            case text(String)
            case list([Value])
            case table([Entry])
            /// A number, a date, true or false.
            case plain
        }

        let kind: Kind
        let range: Range<Int>

        /// The text of a string.
        var text: String? {
            if case .text(let text) = kind { text } else { nil }
        }

        /// The texts of a list of strings.
        var texts: [String]? {
            guard case .list(let values) = kind else { return nil }
            let texts = values.compactMap(\.text)
            return texts.count == values.count ? texts : nil
        }
    }

    let text: SourceText
    let sections: [Section]

    /// Reads a text.
    /// - Throws: ``ConfigFileError`` with the line where it is no TOML.
    init(parsing bytes: [UInt8]) throws(ConfigFileError) {
        text = SourceText(bytes)
        var parser = TOMLParser(text)
        sections = try parser.document()
    }

    /// The one section of a path.
    func section(_ path: [String]) -> Section? {
        sections.first { $0.path == path && !$0.isArray }
    }

    var bytes: [UInt8] { text.bytes }

    /// The number of the line that a byte stands on, from 1.
    func line(of place: Int) -> Int { text.line(of: place) }
}
