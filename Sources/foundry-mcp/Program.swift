import Foundation

/// The program: finds the command and runs it.
enum Program {
    static let name = "foundry-mcp"
    static let version = "0.1.0"

    /// Runs with the words of the command line.
    /// - Returns: the exit status: 0 success, 1 the command failed, 2 it was called wrongly.
    static func run(_ words: [String]) -> Int32 {
        do {
            return try run(CommandLineWords(words))
        } catch let error as UsageError {
            Output.error("\(name): \(error.message)")
            return 2
        } catch {
            Output.error("\(name): \(error)")
            return 1
        }
    }

    private static func run(_ words: CommandLineWords) throws -> Int32 {
        if words.asksForHelp {
            Output.line(words.commandInQuestion.flatMap(CommandTable.entry).map(HelpText.text) ?? HelpText.text)
            return 0
        }
        if words.asksForVersion {
            Output.line("\(name) \(version)")
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

/// What the program can be asked to do.
enum Command: String, CaseIterable {
    case serve, demo, tools, call, sandbox, doctor, config, completions, man, help
}

/// The command line is wrong: one line that says where and what would be right.
struct UsageError: Error {
    let message: String
}
