import JSON

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

        /// The member of a name.
        func member(_ name: String) -> Item? {
            kind == .object ? items.first { $0.name == name } : nil
        }
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

    let bytes: [UInt8]
    /// The value of the text; nil where there is only white space and comments.
    let root: Node?
    /// Whether only what RFC 8259 has is taken: no comments, no trailing commas.
    let isStrict: Bool

    /// Reads a text.
    /// - Throws: ``ConfigFileError`` with the line where it is no JSON.
    init(parsing bytes: [UInt8], isStrict: Bool) throws(ConfigFileError) {
        var parser = JSONCParser(bytes, isStrict: isStrict)
        root = try parser.document()
        self.bytes = bytes
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

    /// The number of the line that a byte stands on, from 1.
    func line(of place: Int) -> Int {
        1 + bytes[..<place].count { $0 == UInt8(ascii: "\n") }
    }
}

/// Why a configuration file is left as it is.
struct ConfigFileError: Error, CustomStringConvertible {
    /// The line at fault, from 1; nil where no line is.
    let line: Int?
    let message: String

    init(line: Int?, _ message: String) {
        self.line = line
        self.message = message
    }

    var description: String { (line.map { "line \($0): " } ?? "") + message }
}
