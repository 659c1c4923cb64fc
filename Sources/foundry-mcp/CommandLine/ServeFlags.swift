/// The flags of `serve` that a client's entry is to launch it with.
struct ServeFlags {
    /// The flags and their values, in a fixed order.
    let words: [String]
    let usesSandbox: Bool

    /// Takes them from the command line.
    /// - Throws: ``UsageError`` for a value that `serve` would not take.
    init(_ command: inout CommandLineWords) throws {
        // The values are checked as `serve` would, without the environment of this shell, which the client has not.
        var copy = command
        let settings = try Settings(&copy, ProcessEnvironment([:]))
        usesSandbox = settings.usesSandbox
        var words: [String] = []
        for flag in CommandTable.serveFlags {
            if !flag.takesValue {
                if try command.flag(flag.name) { words.append(flag.name) }
            } else if let value = try command.value(flag.name) {
                words += [flag.name, value]
            }
        }
        self.words = words
    }
}
