import Foundation
import FoundryAPI
import FoundrySystem

/// The variables the program was started with.
struct ProcessEnvironment {
    /// All of them but those that should hold a key and hold a reference to one.
    let variables: [String: String]
    /// What stands where a key should.
    let references: [KeyReference]

    /// Takes variables as they are.
    init(_ variables: [String: String]) {
        let references = FoundryConfiguration.Variable.keys.compactMap { name in
            variables[name].flatMap { KeyReference(name, $0) }
        }
        self.references = references
        self.variables = variables.filter { variable in !references.contains { $0.variable == variable.key } }
    }

    /// What a variable says; nil where it is unset or empty.
    subscript(name: String) -> String? {
        variables[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Reads all variables, and takes the keys out of the environment, so that no child process, crash report or
    /// listing of processes has them.
    static func take() -> ProcessEnvironment {
        let variables = ProcessInfo.processInfo.environment
        for key in FoundryConfiguration.Variable.keys where variables[key] != nil {
            if let value = getenv(key) {
                // The text itself is overwritten too: the kernel shows the memory of the first environment to others.
                memset(value, Int32(UInt8(ascii: "*")), strlen(value))
            }
            unsetenv(key)
        }
        // It would have libcurl write every request to stderr, the `Authorization` field included.
        unsetenv("URLSessionDebugLibcurl")
        return ProcessEnvironment(variables)
    }
}
