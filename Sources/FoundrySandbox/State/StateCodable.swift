import FoundryJSON

/// A value that can be kept in the state file.
protocol StateCodable {
    /// The value as it is kept.
    var state: JSON { get }

    /// The value that was kept.
    init(state: StateObject) throws
}
