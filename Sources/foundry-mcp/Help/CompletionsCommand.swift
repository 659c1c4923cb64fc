/// `completions`: a script that a shell sources.
struct CompletionsCommand {
    private let shell: Completions.Shell

    init(_ words: inout CommandLineWords) throws {
        let names = Completions.Shell.allCases.map(\.rawValue)
        guard let word = words.word() else {
            throw UsageError(message: "completions needs a shell: \(names.joined(separator: ", "))")
        }
        guard let shell = Completions.Shell(rawValue: word) else {
            throw UsageError.unknown("shell", word, among: names)
        }
        try words.finish()
        self.shell = shell
    }

    func run() -> Int32 {
        Output.line(Completions.script(for: shell))
        return 0
    }
}
