import FoundryAPI

/// A group of tools that is offered or left out together.
public enum Toolset: String, Sendable, CaseIterable {
    case experiments, quotes, results, sequences, targets, updates, account, tokens, feedback, partners

    /// What is offered where nothing else is said: all but the partners' route.
    public static let defaults = allCases.filter { $0 != .partners }

    /// The toolset of an operation: the first part of its path, as the API groups them; where that is none of the
    /// toolsets, the caller's account.
    init(of operation: FoundryOperation) {
        self = operation.path.split(separator: "/").first.flatMap { Toolset(rawValue: String($0)) } ?? .account
    }
}
