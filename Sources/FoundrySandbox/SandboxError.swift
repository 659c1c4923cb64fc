/// Why a sandbox cannot start.
public struct SandboxError: Error, Sendable, CustomStringConvertible {
    /// What was wrong, with which value, and what to do.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
