import FoundryAPI
import FoundryJSON

/// The text of a client's configuration file, with an entry added or removed.
enum ConfigText {
    /// The new text of a file.
    struct Change {
        let text: [UInt8]
        /// A Boolean value that indicates whether the entry already held a key, which was kept.
        var keptKey = false
    }

    /// Adds an entry, or updates it.
    /// - Throws: ``ConfigFileError`` if the text cannot be parsed, or if the name belongs to another program.
    static func adding(_ entry: ServerEntry, to text: [UInt8], of client: MCPClient) throws(ConfigFileError) -> Change {
        client.isTOML ? try addingTOML(entry, to: text) : try addingJSON(entry, to: text, client)
    }

    /// Removes an entry, if there is one.
    /// - Parameter command: the program whose entry may be removed.
    static func removing(
        _ name: String, command: String, from text: [UInt8], of client: MCPClient
    ) throws(ConfigFileError) -> [UInt8] {
        if client.isTOML {
            var config = try CodexConfig(text)
            guard let present = try config.command(of: name) else { return text }
            try check(present.text, is: command, name, line: present.line)
            try config.remove(name)
            return config.bytes
        }
        let path = [client.container, name]
        var document = try JSONCDocument(parsing: text, isStrict: client.isStrictJSON)
        guard let node = try document.node(at: path) else { return text }
        try check(
            document.value(of: node)?["command"]?.string, is: command, name,
            line: document.line(of: node.range.lowerBound))
        document = try document.removing(path).removingIfEmpty([client.container])
        if client.keyMechanism == .input { document = try removingInput(from: document) }
        return document.bytes
    }

    /// Returns a text in which an entry's variables contain no key; references to one stay.
    static func withoutKey(
        _ name: String, in text: [UInt8], of client: MCPClient
    ) throws(ConfigFileError) -> [UInt8] {
        func isKey(_ variable: String, _ value: String?) -> Bool {
            value.map { !$0.isEmpty && KeyReference(variable, $0) == nil } ?? false
        }
        if client.isTOML {
            var config = try CodexConfig(text)
            for variable in FoundryConfiguration.Variable.keys
            where isKey(variable, try config.variable(variable, of: name)) {
                try config.set([variable: CodexConfig.quoted("")], of: name + ".env")
            }
            return config.bytes
        }
        var document = try JSONCDocument(parsing: text, isStrict: client.isStrictJSON)
        for variable in FoundryConfiguration.Variable.keys {
            let path = [client.container, name, "env", variable]
            guard isKey(variable, try document.value(at: path)?.string) else { continue }
            document = try document.setting(path, to: "")
        }
        return document.bytes
    }

    // MARK: - JSON

    private static func addingJSON(
        _ entry: ServerEntry, to text: [UInt8], _ client: MCPClient
    ) throws(ConfigFileError) -> Change {
        let path = [client.container, entry.name]
        var document = try JSONCDocument(parsing: text, isStrict: client.isStrictJSON)
        var keptKey = false
        if entry.asksForKey(client), try inputIndex(in: document) == nil {
            document = try document.appending(ServerEntry.input, to: ["inputs"])
        }
        let wanted = entry.json(for: client)
        if let node = try document.node(at: path), node.kind == .object {
            let line = document.line(of: node.range.lowerBound)
            try check(document.value(of: node)?["command"]?.string, is: entry.command, entry.name, line: line)
            for member in wanted.members ?? [] where member.name != "env" {
                document = try document.setting(path + [member.name], to: member.value)
            }
            (document, keptKey) = try settingVariables(of: entry, client, path + ["env"], in: document)
        } else {
            document = try document.setting(path, to: wanted)
        }
        return Change(text: document.bytes, keptKey: keptKey)
    }

    /// Sets the variables of an existing entry, and keeps those that its user added.
    private static func settingVariables(
        of entry: ServerEntry, _ client: MCPClient, _ path: [String], in document: JSONCDocument
    ) throws(ConfigFileError) -> (JSONCDocument, keptKey: Bool) {
        var document = document
        var keptKey = false
        let present = try document.value(at: path + [ServerEntry.keyVariable])?.string ?? ""
        for (name, value) in entry.environment(for: client) {
            if name == ServerEntry.keyVariable, case .variable = entry.key, !present.isEmpty {
                keptKey = present != value
            } else {
                document = try document.setting(path + [name], to: JSON(value))
            }
        }
        if !entry.needsKeyVariable, try document.node(at: path + [ServerEntry.keyVariable]) != nil {
            document = try document.removing(path + [ServerEntry.keyVariable]).removingIfEmpty(path)
        }
        return (document, keptKey)
    }

    private static func inputIndex(in document: JSONCDocument) throws(ConfigFileError) -> Int? {
        try document.value(at: ["inputs"])?.elements?.firstIndex { $0["id"]?.string == MCPClient.inputID }
    }

    /// Removes the input for the key if no entry refers to it any more.
    private static func removingInput(from document: JSONCDocument) throws(ConfigFileError) -> JSONCDocument {
        var document = document
        let reference = Array("${input:\(MCPClient.inputID)}".utf8)
        guard let index = try inputIndex(in: document), document.bytes.firstRange(of: reference) == nil else {
            return document
        }
        let wasAdded = try document.wasAddedWithFirstElement(["inputs"])
        document = try document.removingElement(index, from: ["inputs"])
        return wasAdded ? try document.removingIfEmpty(["inputs"]) : document
    }

    // MARK: - TOML

    private static func addingTOML(_ entry: ServerEntry, to text: [UInt8]) throws(ConfigFileError) -> Change {
        var config = try CodexConfig(text)
        if let present = try config.command(of: entry.name) {
            try check(present.text, is: entry.command, entry.name, line: present.line)
        }
        let kept = try config.passedVariables(of: entry.name).filter {
            !FoundryConfiguration.Variable.keys.contains($0) || entry.passedVariables.contains($0)
        }
        let passed = kept + entry.passedVariables.filter { !kept.contains($0) }
        try config.set(
            [
                "command": CodexConfig.quoted(entry.command), "args": CodexConfig.quoted(entry.arguments),
                "env_vars": passed.isEmpty ? nil : CodexConfig.quoted(passed),
            ], of: entry.name)
        let variables = "\(entry.name).env"
        for (name, value) in entry.environment(for: .codex) {
            try config.set([name: CodexConfig.quoted(value)], of: variables)
        }
        if !entry.needsKeyVariable { try config.set([ServerEntry.keyVariable: nil], of: variables) }
        let key = try config.variable(ServerEntry.keyVariable, of: entry.name) ?? ""
        if case .variable = entry.key, !key.isEmpty { return Change(text: config.bytes, keptKey: true) }
        return Change(text: config.bytes)
    }

    /// - Throws: ``ConfigFileError`` if the entry launches another program.
    private static func check(
        _ present: String?, is command: String, _ name: String, line: Int
    ) throws(ConfigFileError) {
        func program(_ path: String) -> Substring { path.split(separator: "/").last ?? "" }
        guard let present, program(present) == program(command) || program(present) == "foundry-mcp" else {
            throw ConfigFileError(
                line: line,
                "\(name) already exists and launches \(present ?? "no program"); choose another name with --name")
        }
    }
}
