import FoundryAPI
import FoundryJSON

/// The text of a client's configuration file, with an entry put in or taken out.
enum ConfigText {
    /// What becomes of a file.
    struct Change {
        let text: [UInt8]
        /// Whether a key that stood in the entry was left there.
        var keptKey = false
    }

    /// Puts an entry in.
    /// - Throws: ``ConfigFileError`` where the text cannot be read, or the name is another program's.
    static func adding(_ entry: ServerEntry, to text: [UInt8], of client: MCPClient) throws(ConfigFileError) -> Change {
        client.isTOML ? try addingTOML(entry, to: text, client) : try addingJSON(entry, to: text, client)
    }

    /// Takes an entry out; the same text where there is none.
    /// - Parameter command: the program whose entry may be taken out.
    static func removing(
        _ name: String, command: String, from text: [UInt8], of client: MCPClient
    ) throws(ConfigFileError) -> [UInt8] {
        let path = [client.container, name]
        if client.isTOML {
            let document = try TOMLDocument(parsing: text)
            let present = document.section(path)?.entries.first { $0.path == ["command"] }
            if let present {
                try check(present.value.text, is: command, name, line: document.line(of: present.range.lowerBound))
            }
            return try document.removing(path).bytes
        }
        var document = try JSONCDocument(parsing: text, isStrict: client.isStrictJSON)
        guard let node = try document.node(at: path) else { return text }
        try check(
            document.value(of: node)?["command"]?.string, is: command, name,
            line: document.line(of: node.range.lowerBound))
        document = try document.removing(path).removingIfEmpty([client.container])
        if client.keyWay == .input { document = try removingInput(from: document) }
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

    /// Sets the variables of an entry that is there, and leaves alone what else its user has put there.
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
        if case .none = entry.key, try document.node(at: path + [ServerEntry.keyVariable]) != nil {
            document = try document.removing(path + [ServerEntry.keyVariable]).removingIfEmpty(path)
        }
        return (document, keptKey)
    }

    private static func inputIndex(in document: JSONCDocument) throws(ConfigFileError) -> Int? {
        try document.value(at: ["inputs"])?.elements?.firstIndex { $0["id"]?.string == MCPClient.inputID }
    }

    /// Takes the question for the key out where no entry refers to it any more.
    private static func removingInput(from document: JSONCDocument) throws(ConfigFileError) -> JSONCDocument {
        let reference = Array("${input:\(MCPClient.inputID)}".utf8)
        guard let index = try inputIndex(in: document), document.bytes.firstRange(of: reference) == nil else {
            return document
        }
        return try document.removingElement(index, from: ["inputs"]).removingIfEmpty(["inputs"])
    }

    // MARK: - TOML

    private static func addingTOML(
        _ entry: ServerEntry, to text: [UInt8], _ client: MCPClient
    ) throws(ConfigFileError) -> Change {
        let path = [client.container, entry.name]
        var document = try TOMLDocument(parsing: text)
        let present = document.section(path)
        if let present {
            let command = present.entries.first { $0.path == ["command"] }?.value.text
            try check(command, is: entry.command, entry.name, line: document.line(of: present.header.lowerBound))
        }
        let handedOn = present?.entries.first { $0.path == ["env_vars"] }?.value.texts ?? []
        let names = handedOn.filter {
            !FoundryConfiguration.Variable.keys.contains($0) || entry.forwardedVariables.contains($0)
        }
        let all = names + entry.forwardedVariables.filter { !names.contains($0) }
        document = try document.setting(
            [
                "command": TOMLDocument.quoted(entry.command), "args": list(entry.arguments),
                "env_vars": all.isEmpty ? nil : list(all),
            ], in: path)
        let variables = entry.environment(for: client)
        for (name, value) in variables {
            document = try document.setting([name: TOMLDocument.quoted(value)], in: path + ["env"])
        }
        if case .none = entry.key, document.section(path + ["env"]) != nil {
            document = try document.setting([ServerEntry.keyVariable: nil], in: path + ["env"])
        }
        return Change(text: document.bytes)
    }

    private static func list(_ texts: [String]) -> String {
        "[" + texts.map(TOMLDocument.quoted).joined(separator: ", ") + "]"
    }

    /// Refuses to touch an entry that launches something else.
    private static func check(
        _ present: String?, is command: String, _ name: String, line: Int
    ) throws(ConfigFileError) {
        func program(_ path: String) -> Substring { path.split(separator: "/").last ?? "" }
        guard let present, program(present) == program(command) || program(present) == "foundry-mcp" else {
            throw ConfigFileError(
                line: line,
                "\(name) is \(present.map { "the program \($0)" } ?? "no program"), not this one; "
                    + "choose another name with --name")
        }
    }
}
