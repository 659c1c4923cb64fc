/// Trouble that the sandbox makes on purpose.
public struct SandboxFault: Sendable {
    /// Reads a fault such as `rate=0.1:status=503`.
    public init(parsing text: String) throws {
        throw SandboxError("faults are not known yet: \(text)")
    }
}
