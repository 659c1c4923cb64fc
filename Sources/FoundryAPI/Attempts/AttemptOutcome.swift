/// What one HTTP attempt means for its operation.
enum AttemptOutcome: Sendable {
    case answered(FoundryResponse)
    case failed(FoundryError)
    /// It changed nothing, and may be sent again; the error is told where it is not.
    case mayRetry(FoundryError)
    /// It may have been carried out, though there is no answer that says so.
    case lost(UnconfirmedWrite)
}
