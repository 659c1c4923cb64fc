import FoundryJSON

/// A JSON text with the place of everything in it, so that a member can be changed and every other byte kept.
/// Comments and trailing commas are taken where the reader of the file takes them.
struct JSONCDocument {
    /// A value and where it stands.
    struct Node {
        enum Kind {
            case object, array, scalar
        }

        let kind: Kind
        /// From its first byte to after its last.
        let range: Range<Int>
        /// The members or elements.
        var items: [Item] = []
    }

    /// A member of an object, or an element of an array.
    struct Item {
        /// The member's name; nil for an element.
        let name: String?
        /// From the first byte of the name, or of the value where there is none, to after the value.
        let range: Range<Int>
        let value: Node
        /// Where the comma after it stands.
        var comma: Int?
    }

    let text: SourceText
    /// The value of the text; nil where there is only white space and comments.
    let root: Node?
    /// Whether only what RFC 8259 has is taken: no comments, no trailing commas.
    let isStrict: Bool

    /// Reads a text.
    /// - Throws: ``ConfigFileError`` with the line where it is no JSON.
    init(parsing bytes: [UInt8], isStrict: Bool) throws(ConfigFileError) {
        text = SourceText(bytes)
        var parser = JSONCParser(text, isStrict: isStrict)
        root = try parser.document()
        self.isStrict = isStrict
    }

    /// The value at a path of names.
    /// - Throws: ``ConfigFileError`` where a name on the way stands twice, or is no object's.
    func node(at path: [String]) throws(ConfigFileError) -> Node? {
        var node = root
        for (depth, name) in path.enumerated() {
            guard let object = node else { return nil }
            guard object.kind == .object else {
                let what = depth == 0 ? "the whole file" : path[depth - 1]
                throw ConfigFileError(line: line(of: object.range.lowerBound), "\(what) is no JSON object")
            }
            let found = object.items.filter { $0.name == name }
            if found.count > 1 {
                throw ConfigFileError(line: line(of: found[1].range.lowerBound), "\(name) stands there a second time")
            }
            node = found.first?.value
        }
        return node
    }

    /// The value at a path, without its comments.
    func value(at path: [String]) throws(ConfigFileError) -> JSON? {
        try node(at: path).flatMap(value)
    }

    /// The value of a node.
    func value(of node: Node) -> JSON? {
        switch node.kind {
        case .scalar: return try? JSON(parsing: Array(bytes[node.range]))
        case .array: return JSON(node.items.compactMap { value(of: $0.value) })
        case .object:
            return JSON(
                node.items.compactMap { item in
                    value(of: item.value).map { JSON.Member(item.name ?? "", $0) }
                })
        }
    }

    var bytes: [UInt8] { text.bytes }

    /// The number of the line that a byte stands on, from 1.
    func line(of place: Int) -> Int { text.line(of: place) }
}
