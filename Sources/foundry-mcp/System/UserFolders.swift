import Foundation

/// Where the user keeps what is theirs. As everywhere on Unix, a path that is not absolute does not count.
struct UserFolders {
    /// Of the variable `HOME`, and else of the account.
    let home: String
    /// Of the variable `XDG_CONFIG_HOME`, and else `.config` in the home.
    let configuration: String

    init(_ environment: ProcessEnvironment) {
        func absolute(_ variable: String) -> String? {
            environment[variable].flatMap { $0.hasPrefix("/") ? $0 : nil }
        }
        home = absolute("HOME") ?? FileManager.default.homeDirectoryForCurrentUser.path
        configuration = absolute("XDG_CONFIG_HOME") ?? home + "/.config"
    }

    /// The folder for keys that the API hands out.
    var tokens: URL {
        URL(filePath: configuration + "/foundry-mcp/tokens", directoryHint: .isDirectory)
    }
}
