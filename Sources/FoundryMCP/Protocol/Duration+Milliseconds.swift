extension Duration {
    /// The whole milliseconds, in which the protocol writes how long something lasts.
    var milliseconds: Int { Int(self / .milliseconds(1)) }
}
