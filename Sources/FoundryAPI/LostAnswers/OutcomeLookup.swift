/// How to find out what became of a write whose answer was lost.
public enum OutcomeLookup: Sendable, Equatable {
    /// Nothing that can be read would tell; `check` names the tool with which a person or an agent may look.
    case unknowable(check: String?)
    /// It makes an item: look in the list of this operation, newest first, for one that was made since the request
    /// began and equals the request's body in these members. `idName` is what the API's answer would have called its id.
    case newItem(list: String, matching: [String], idName: String)
    /// It moves an experiment on: read its status. In one of these it was not carried out.
    case experimentStatus(before: [String])
    /// It changes members of an experiment: read them.
    case experimentMembers
    /// It moves a quote on: read its status with this operation, and compare it with the one it would have become.
    case quoteStatus(reader: String, becomes: String)
    /// It ends the life of the key: see whether the key is still taken.
    case keyIsRejected
}
