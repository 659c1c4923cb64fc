import FoundryJSON

/// A JSON text with the position of everything in it, so that one member can be changed and every other byte kept.
/// Comments and trailing commas are accepted if the file's client accepts them.
struct JSONCDocument {
    /// A value and its position.
    struct Node {
        enum Kind {
            case object, array, scalar
        }

        let kind: Kind
        /// The bytes of the value.
        let range: Range<Int>
        /// The members of an object, or the elements of an array.
        var items: [Item] = []
    }

    /// A member of an object, or an element of an array.
    struct Item {
        /// The member's name; nil for an element.
        let name: String?
        /// The bytes of name and value.
        let range: Range<Int>
        let value: Node
        /// The position of the comma after it.
        var comma: Int?
    }

    let text: SourceText
    /// The value of the text; nil if there are only white space and comments.
    let root: Node?
    /// A Boolean value that indicates whether comments and trailing commas are rejected, as by RFC 8259.
    let isStrict: Bool

    /// Parses a text.
    /// - Throws: ``ConfigFileError`` with the line that is not JSON.
    init(parsing bytes: [UInt8], isStrict: Bool) throws(ConfigFileError) {
        text = SourceText(bytes)
        var parser = JSONCParser(text, isStrict: isStrict)
        root = try parser.document()
        self.isStrict = isStrict
    }

    /// Returns the node at a path of names.
    /// - Throws: ``ConfigFileError`` if a name on the path occurs twice, or if its parent is not an object.
    func node(at path: [String]) throws(ConfigFileError) -> Node? {
        var node = root
        for (depth, name) in path.enumerated() {
            guard let object = node else { return nil }
            guard object.kind == .object else {
                let what = depth == 0 ? "the whole file" : path[depth - 1]
                throw ConfigFileError(line: line(of: object.range.lowerBound), "\(what) is not a JSON object")
            }
            let found = object.items.filter { $0.name == name }
            if found.count > 1 {
                throw ConfigFileError(line: line(of: found[1].range.lowerBound), "\(name) occurs twice")
            }
            node = found.first?.value
        }
        return node
    }

    /// Returns the value at a path.
    func value(at path: [String]) throws(ConfigFileError) -> JSON? {
        try node(at: path).flatMap(value)
    }

    /// Returns the value of a node.
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

    /// Returns the number of the line that contains a byte, counted from 1.
    func line(of place: Int) -> Int { text.line(of: place) }
}
