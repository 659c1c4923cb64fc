public import Foundation

/// How a sandbox is set up.
public struct SandboxConfiguration: Sendable {
    /// The port on 127.0.0.1; 0 for one that is free.
    public var port: UInt16 = 0
    /// How long each stage of the lab takes, in seconds: 0 to 1,000,000, fractions allowed. With anything else
    /// ``Sandbox/start(_:)`` throws.
    public var pace: Double = 2
    /// What ids, keys and measurements are made from: two sandboxes of one seed make up the same.
    public var seed: UInt64 = 2026
    /// Where the state is kept, so that it survives a restart; nil for a sandbox that forgets.
    public var stateFile: URL?
    /// The trouble that is made, see ``SandboxFault``.
    public var faults: [SandboxFault] = []
    /// Tells the time. Timestamps and the lab's progress follow it, so that a test can drive both without waiting.
    public var clock: @Sendable () -> Date = { Date() }

    /// The set-up that a newcomer gets.
    public init() {}
}
