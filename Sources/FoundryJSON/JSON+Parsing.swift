extension JSON {
    /// How deeply arrays and objects may be nested in a text that is read.
    public static let depthLimit = 512

    /// Parses a text, which is one value by RFC 8259 in UTF-8 and white space around it.
    /// - Throws: ``JSONParseError`` with the place of the first fault.
    public init(parsing text: some Sequence<UInt8>, depthLimit: Int = JSON.depthLimit) throws(JSONParseError) {
        try self.init(parsing: Array(text), depthLimit: depthLimit)
    }

    /// Parses a text that is held in an array, which is kept as it is: nothing is copied.
    /// - Throws: ``JSONParseError`` with the place of the first fault.
    public init(parsing bytes: [UInt8], depthLimit: Int = JSON.depthLimit) throws(JSONParseError) {
        let outcome: Result<JSONParser, JSONParseError> = bytes.withUnsafeBufferPointer { buffer in
            var parser = JSONParser(buffer, depthLimit: depthLimit)
            do throws(JSONParseError) {
                try parser.parse()
                return .success(parser)
            } catch {
                return .failure(error)
            }
        }
        let parser = try outcome.get()
        self.init(.parsed(JSONDocument(bytes: bytes, nodes: parser.nodes, isCompact: parser.isCompact), 0))
    }

    /// Parses a text held in a string.
    /// - Throws: ``JSONParseError`` with the place of the first fault.
    public init(parsing text: String, depthLimit: Int = JSON.depthLimit) throws(JSONParseError) {
        try self.init(parsing: text.utf8, depthLimit: depthLimit)
    }
}
