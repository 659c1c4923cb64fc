/// The way in which a call that commits money is confirmed.
public enum ConfirmationMode: String, Sendable, CaseIterable {
    /// The user is asked if the client can ask; otherwise the call must state the amount.
    case ask
    /// Nobody is asked; the call must state the amount.
    case amount
    /// The user is asked and the call must state the amount. A client that cannot ask cannot accept.
    case both
}
