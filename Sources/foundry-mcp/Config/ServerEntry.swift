import FoundryAPI
import FoundryJSON
import FoundryText

/// The entry with which a client launches this program.
struct ServerEntry {
    /// The source of the key.
    enum Key {
        /// No key: the program runs on the sandbox.
        case none
        /// The variable of this name, passed on in the client's own way.
        case variable(String)
        /// The entry itself.
        case inline(String)
        /// A command that the server runs when a call first needs the key.
        case command(String)
    }

    /// The name of the key's variable in the entry, whatever the user's is called.
    static let keyVariable = FoundryConfiguration.Variable.key

    let name: String
    /// The absolute path of the program.
    let command: String
    let arguments: [String]
    let key: Key
    /// Other variables, which are not secret.
    let variables: [(name: String, value: String)]

    /// Returns the variables of the entry in a client's file.
    func environment(for client: MCPClient) -> [(name: String, value: String)] {
        var all = variables
        switch (key, client.keyMechanism) {
        case (.none, _), (.variable, .inherited), (.variable, .passed): break
        case (.command(let text), _): all.insert((KeyCommand.variable, text), at: 0)
        case (.inline(let text), _): all.insert((Self.keyVariable, text), at: 0)
        case (.variable(let name), .reference(let prefix, let suffix)):
            all.insert((Self.keyVariable, prefix + name + suffix), at: 0)
        case (.variable, .input): all.insert((Self.keyVariable, "${input:\(MCPClient.inputID)}"), at: 0)
        case (.variable, .placeholder): all.insert((Self.keyVariable, ""), at: 0)
        }
        return all
    }

    /// A Boolean value that indicates whether the server takes the key from a variable.
    var needsKeyVariable: Bool {
        switch key {
        case .variable, .inline: true
        case .none, .command: false
        }
    }

    /// Returns the entry as JSON.
    func json(for client: MCPClient) -> JSON {
        var members = client.fixedMembers.map { JSON.Member($0.name, JSON($0.value)) }
        members.append(JSON.Member("command", JSON(command)))
        members.append(JSON.Member("args", JSON(arguments.map { JSON($0) })))
        let environment = environment(for: client).map { JSON.Member($0.name, JSON($0.value)) }
        if !environment.isEmpty { members.append(JSON.Member("env", JSON(environment))) }
        return JSON(members)
    }

    /// Returns a Boolean value that indicates whether the client has to ask for the key.
    func asksForKey(_ client: MCPClient) -> Bool {
        if case .variable = key { client.keyMechanism == .input } else { false }
    }

    /// The input with which VS Code asks for the key.
    static let input: JSON = [
        "type": "promptString", "id": JSON(MCPClient.inputID), "description": "Adaptyv Foundry API key",
        "password": true,
    ]

    /// The names of the variables that Codex passes on.
    var passedVariables: [String] {
        if case .variable(let name) = key { [name] } else { [] }
    }

    /// The command that adds the entry to Claude Code.
    var claudeCommand: String {
        var words = ["claude", "mcp", "add", "--scope", "user", name]
        for (name, value) in environment(for: .claudeCode) { words += ["-e", "\(name)=\(value)"] }
        return ShellCommand.line(words + ["--", command] + arguments)
    }

    /// The command that adds the entry to Codex. The shell, not this program, puts the value of an inline key in.
    var codexCommand: String {
        let variables = environment(for: .codex).map { name, value in
            let isKey = name == Self.keyVariable
            return " --env " + (isKey ? "\(name)=\"$\(name)\"" : ShellCommand.quoted("\(name)=\(value)"))
        }
        return ShellCommand.line(["codex", "mcp", "add", name]) + variables.joined() + " -- "
            + ShellCommand.line([command] + arguments)
    }
}
