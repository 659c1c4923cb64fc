/// What the program can be asked to do.
enum Command: String, CaseIterable {
    case serve, demo, tools, call, sandbox, doctor, config, completions, man, help
}
