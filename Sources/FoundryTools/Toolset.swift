/// A group of tools that is offered or left out together.
public enum Toolset: String, Sendable, CaseIterable {
    case experiments, quotes, results, sequences, targets, updates, account, tokens, feedback, partners

    /// What is offered where nothing else is said: all but the partners' route.
    public static let defaults = allCases.filter { $0 != .partners }
}
