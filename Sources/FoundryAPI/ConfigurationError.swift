public import FoundryFoundation

/// A setting that the client cannot work with. Nothing was sent.
public struct ConfigurationError: Error, Sendable, Equatable, CustomStringConvertible, LocalizedError {
    /// The environment variable that holds the setting, or nil if the program supplied it.
    public let variable: String?
    /// A sentence or two that say what is wrong, with which value, and what to do. They contain no key.
    public let message: String

    /// Creates an error.
    public init(variable: String?, message: String) {
        self.variable = variable
        self.message = message
    }

    /// The message.
    public var description: String { message }
    /// The message, which is then the error's `localizedDescription`. It is in English.
    public var errorDescription: String? { message }
}
