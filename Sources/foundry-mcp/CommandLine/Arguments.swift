import FoundryJSON

/// The arguments of the command line, consumed one by one.
struct Arguments {
    private var words: [String]
    /// The names of all flags that were looked for so far.
    private(set) var knownFlags: [String] = []

    init(_ words: [String]) {
        self.words = words
    }

    var asksForHelp: Bool { words.contains("--help") || words.contains("-h") }
    var asksForVersion: Bool { words.first == "--version" || words.first == "version" }
    /// The command that `--help` is about; nil for the whole program.
    var helpCommand: Command? { words.first.flatMap(Command.init) }

    /// Consumes the command, which is the first word; `serve` if the first word is a flag or there is none.
    mutating func command() throws -> Command {
        guard let first = words.first, !first.hasPrefix("-") else { return .serve }
        guard let command = Command(rawValue: first) else {
            throw UsageError.unknown("command", first, among: Command.allCases.map(\.rawValue))
        }
        words.removeFirst()
        return command
    }

    /// Consumes a flag without a value, however often it occurs.
    mutating func flag(_ name: String) throws -> Bool {
        knownFlags.append(name)
        if words.contains(where: { $0.hasPrefix(name + "=") }) { throw UsageError("\(name) takes no value") }
        let count = words.count
        words.removeAll { $0 == name }
        return words.count < count
    }

    /// Consumes a flag with a value, written `--flag VALUE` or `--flag=VALUE`. The last one counts.
    mutating func value(_ name: String) throws -> String? {
        try values(name).last
    }

    /// Consumes a flag with a value or, if the flag is absent, reads its variable.
    mutating func value(_ name: String, or variable: String, in environment: ProcessEnvironment) throws -> Setting {
        if let value = try value(name) { return Setting(name: name, text: value) }
        return Setting(name: variable, text: environment[variable])
    }

    /// Consumes a flag that may occur more than once.
    mutating func values(_ name: String) throws -> [String] {
        knownFlags.append(name)
        var values: [String] = []
        while let place = words.firstIndex(where: { $0 == name || $0.hasPrefix(name + "=") }) {
            let word = words.remove(at: place)
            if word != name {
                values.append(String(word.dropFirst(name.count + 1)))
            } else if place < words.count {
                values.append(words.remove(at: place))
            } else {
                throw UsageError("\(name) needs a value")
            }
        }
        return values
    }

    /// Consumes the next word that is not a flag.
    mutating func word() -> String? {
        guard let place = words.firstIndex(where: { !$0.hasPrefix("-") || $0 == "-" }) else { return nil }
        return words.remove(at: place)
    }

    /// Checks that everything was consumed.
    /// - Throws: ``UsageError`` for the first argument that was not.
    func finish() throws {
        guard let rest = words.first else { return }
        guard rest.hasPrefix("-") else { throw UsageError("unexpected argument \(rest); see --help") }
        let flag = String(rest.prefix { $0 != "=" })
        throw UsageError.unknown("flag", flag, among: knownFlags, else: "see --help")
    }
}

/// The text of a setting, and where it came from.
struct Setting {
    /// The name of the flag or the variable, for error messages.
    let name: String
    /// The text; nil if neither flag nor variable is set.
    let text: String?
}

/// A command line that cannot be carried out: one line that says what is wrong and what would be right.
struct UsageError: Error {
    let message: String

    init(_ message: String) {
        self.message = message
    }

    /// Returns an error about a word that is none of the known ones.
    /// - Parameters:
    ///   - kind: the kind of word that was expected, such as `command`.
    ///   - advice: used if no known word is similar; nil for a list of all known words.
    static func unknown(
        _ kind: String, _ word: String, among known: [String], else advice: String? = nil
    ) -> UsageError {
        let longer = word.isEmpty ? nil : known.first { $0.hasPrefix(word) || word.hasPrefix($0) }
        let similar = Spelling.nearest(to: word, among: known) ?? longer
        let hint = similar.map { "did you mean \($0)?" } ?? advice ?? "expected one of \(known.joined(separator: ", "))"
        return UsageError("unknown \(kind) \(word); \(hint)")
    }
}
