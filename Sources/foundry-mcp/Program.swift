/// The program: finds the command and runs it.
enum Program {
    /// Runs with the words of the command line.
    /// - Returns: the exit status: 0 success, 1 the command failed, 2 it was called wrongly.
    static func run(_ words: [String]) -> Int32 {
        do {
            return try run(CommandLineWords(words))
        } catch let error as UsageError {
            Output.error("\(Identity.name): \(error.message)")
            return 2
        } catch {
            Output.error("\(Identity.name): \(error)")
            return 1
        }
    }

    private static func run(_ words: CommandLineWords) throws -> Int32 {
        if words.asksForHelp {
            Output.line(words.commandInQuestion.flatMap(CommandTable.entry).map(HelpText.text) ?? HelpText.text)
            return 0
        }
        if words.asksForVersion {
            Output.line("\(Identity.name) \(Identity.version)")
            return 0
        }
        var words = words
        // The environment is read, and rid of the key, before anything else can start.
        let environment = ProcessEnvironment.take()
        switch try words.command() {
        case .serve: return try ServeCommand(&words, environment).run()
        case .tools: return try ToolsCommand(&words, environment).run()
        case .call: return try CallCommand(&words, environment).run()
        case .sandbox: return try SandboxCommand(&words, environment).run()
        case .demo: return try DemoCommand(&words).run()
        case .doctor: return try DoctorCommand(&words, environment).run()
        case .config: return try ConfigCommand(&words, environment).run()
        case .completions: return try CompletionsCommand(&words).run()
        case .man:
            try words.finish()
            Output.line(ManPage.text)
            return 0
        case .help: return try HelpCommand(&words).run()
        }
    }
}
