import FoundryAPI
import FoundryJSON

/// What a client must know to launch this program.
struct ServerEntry {
    /// How the key gets to the program.
    enum Key {
        /// It needs none: it runs on the sandbox.
        case none
        /// By the client's own way, from the variable of this name.
        case variable(String)
        /// The key itself stands in the file.
        case inline(String)
    }

    /// The name that variables have in the entry, whatever the user's is called.
    static let keyVariable = FoundryConfiguration.Variable.key

    let name: String
    /// The absolute path of the program.
    let command: String
    let arguments: [String]
    let key: Key
    /// Variables that hold no secret: name and value.
    let variables: [(name: String, value: String)]

    /// The variables of the entry in a client's file.
    func environment(for client: MCPClient) -> [(name: String, value: String)] {
        var all = variables
        switch (key, client.keyWay) {
        case (.none, _), (.variable, .inherited), (.variable, .forwarded): break
        case (.inline(let text), _): all.insert((Self.keyVariable, text), at: 0)
        case (.variable(let name), .reference(let prefix, let suffix)):
            all.insert((Self.keyVariable, prefix + name + suffix), at: 0)
        case (.variable, .input): all.insert((Self.keyVariable, "${input:\(MCPClient.inputID)}"), at: 0)
        case (.variable, .slot): all.insert((Self.keyVariable, ""), at: 0)
        }
        return all
    }

    /// The entry as JSON.
    func json(for client: MCPClient) -> JSON {
        var members = client.fixedMembers.map { JSON.Member($0.name, JSON($0.value)) }
        members.append(JSON.Member("command", JSON(command)))
        members.append(JSON.Member("args", JSON(arguments.map { JSON($0) })))
        let environment = environment(for: client).map { JSON.Member($0.name, JSON($0.value)) }
        if !environment.isEmpty { members.append(JSON.Member("env", JSON(environment))) }
        return JSON(members)
    }

    /// Whether the client has to ask for the key.
    func asksForKey(_ client: MCPClient) -> Bool {
        if case .variable = key { client.keyWay == .input } else { false }
    }

    /// The question by which VS Code asks for the key.
    static let input: JSON = [
        "type": "promptString", "id": JSON(MCPClient.inputID), "description": "Adaptyv Foundry API key",
        "password": true,
    ]

    /// The names of the variables that Codex is to hand on.
    var forwardedVariables: [String] {
        if case .variable(let name) = key { [name] } else { [] }
    }

    /// The command that has Claude Code add the entry.
    var claudeCommand: String {
        var words = ["claude", "mcp", "add", "--scope", "user", name]
        for (name, value) in environment(for: .claudeCode) { words += ["-e", "\(name)=\(value)"] }
        words += ["--", command] + arguments
        return words.map(Self.shellQuoted).joined(separator: " ")
    }

    private static func shellQuoted(_ word: String) -> String {
        let isPlain =
            !word.isEmpty && word.utf8.allSatisfy { $0.isASCIILetterOrDigit || "-_./:=,@%+".utf8.contains($0) }
        return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }
}
