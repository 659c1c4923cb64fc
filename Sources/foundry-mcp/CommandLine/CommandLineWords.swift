import JSON

/// The words of the command line, taken one flag at a time.
struct CommandLineWords {
    private var words: [String]
    private(set) var known: [String] = []

    init(_ words: [String]) {
        self.words = words
    }

    var asksForHelp: Bool { words.contains("--help") || words.contains("-h") }
    /// The command that help is asked about; nil for the whole program.
    var commandInQuestion: Command? { words.first.flatMap(Command.init) }
    var asksForVersion: Bool { words.first == "--version" || words.first == "version" }

    /// Takes the command, which is the first word; `serve` where the first word is a flag or there is none.
    mutating func command() throws -> Command {
        guard let first = words.first, !first.hasPrefix("-") else { return .serve }
        guard let command = Command(rawValue: first) else {
            let names = Command.allCases.map(\.rawValue)
            throw UsageError(
                message: "unknown command \(first)"
                    + Self.suggestion(for: first, among: names, else: "one of \(names.joined(separator: ", "))"))
        }
        words.removeFirst()
        return command
    }

    /// Takes a flag without a value, however often it stands there.
    mutating func flag(_ name: String) throws -> Bool {
        known.append(name)
        if words.contains(where: { $0.hasPrefix(name + "=") }) { throw UsageError(message: "\(name) takes no value") }
        let count = words.count
        words.removeAll { $0 == name }
        return words.count < count
    }

    /// Takes a flag with a value, written `--flag VALUE` or `--flag=VALUE`.
    mutating func value(_ name: String) throws -> String? {
        try values(name).last
    }

    /// Takes a flag with a value or, where the flag is not there, what a variable says.
    /// - Returns: the value, and the name of where it came from, which a complaint about it should say.
    mutating func value(_ name: String, or variable: String, in environment: [String: String]) throws -> Setting {
        if let value = try value(name) { return Setting(name: name, text: value) }
        return Setting(name: variable, text: environment[variable].flatMap { $0.isEmpty ? nil : $0 })
    }

    /// Takes a flag that may stand more than once.
    mutating func values(_ name: String) throws -> [String] {
        known.append(name)
        var values: [String] = []
        while let place = words.firstIndex(where: { $0 == name || $0.hasPrefix(name + "=") }) {
            let word = words.remove(at: place)
            if word != name {
                values.append(String(word.dropFirst(name.count + 1)))
            } else if place < words.count {
                values.append(words.remove(at: place))
            } else {
                throw UsageError(message: "\(name) needs a value")
            }
        }
        return values
    }

    /// Takes the next word that is no flag.
    mutating func word() -> String? {
        guard let place = words.firstIndex(where: { !$0.hasPrefix("-") || $0 == "-" }) else { return nil }
        return words.remove(at: place)
    }

    /// Objects to whatever was not taken.
    func finish() throws {
        guard let rest = words.first else { return }
        guard rest.hasPrefix("-") else { throw UsageError(message: "unexpected word \(rest); see --help") }
        let flag = String(rest.prefix { $0 != "=" })
        throw UsageError(
            message: "unknown flag \(flag)" + Self.suggestion(for: flag, among: known, else: "see --help"))
    }

    private static func suggestion(for word: String, among known: [String], else otherwise: String) -> String {
        if let near = Spelling.nearest(to: word, among: known) { return "; did you mean \(near)?" }
        let longer = known.first { $0.hasPrefix(word) || word.hasPrefix($0) }
        return longer.map { "; did you mean \($0)?" } ?? "; \(otherwise)"
    }
}

/// What a flag or a variable says.
struct Setting {
    /// The name of the flag or the variable.
    let name: String
    /// What it says; nil where nothing does.
    let text: String?
}
