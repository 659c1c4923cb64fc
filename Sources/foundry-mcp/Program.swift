/// The program: finds the command and runs it.
enum Program {
    /// Runs the command line.
    /// - Returns: the exit status: 0 for success, 1 if the command failed, 2 for a command line that cannot be carried
    ///   out, 3 for a call that needs a person's yes.
    static func run(_ words: [String]) -> Int32 {
        do {
            return try run(Arguments(words))
        } catch let error as UsageError {
            Output.error("\(Identity.name): \(error.message)")
            return 2
        } catch {
            Output.error("\(Identity.name): \(error)")
            return 1
        }
    }

    private static func run(_ arguments: Arguments) throws -> Int32 {
        if arguments.asksForHelp {
            Output.line(arguments.helpCommand.flatMap(CommandTable.entry).map(HelpText.text) ?? HelpText.text)
            return 0
        }
        if arguments.asksForVersion {
            Output.line("\(Identity.name) \(Identity.version)")
            return 0
        }
        var arguments = arguments
        // The environment is read, and the key removed from it, before anything else can start.
        let environment = ProcessEnvironment.take()
        switch try arguments.command() {
        case .serve: return try ServeCommand(&arguments, environment).run()
        case .tools: return try ToolsCommand(&arguments, environment).run()
        case .call: return try CallCommand(&arguments, environment).run()
        case .digest: return try DigestCommand(&arguments).run()
        case .sandbox: return try SandboxCommand(&arguments, environment).run()
        case .demo: return try DemoCommand(&arguments).run()
        case .doctor: return try DoctorCommand(&arguments, environment).run()
        case .config: return try ConfigCommand(&arguments, environment).run()
        case .skills: return try SkillsCommand(&arguments).run()
        case .completions: return try CompletionsCommand(&arguments).run()
        case .man: return try ManCommand(&arguments).run()
        case .help: return try HelpCommand(&arguments).run()
        }
    }
}
