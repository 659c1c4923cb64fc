extension FoundryError {
    /// There is no key to send.
    static let noKey = FoundryError(
        .authentication,
        "No API key is set. Get one at https://foundry.adaptyvbio.com (or ask for one at "
            + "https://foundry.adaptyvbio.com/request-token) and set it as \(FoundryConfiguration.Variable.key) in the "
            + "environment of this program.")

    /// The error with the number of attempts told.
    func after(attempts: Int) -> FoundryError {
        changing(message: message + " It was tried \(attempts) times.")
    }

    /// The error with the wait told that the API asks for.
    func afterTooLongARetryAfter() -> FoundryError {
        let seconds = Int((retryAfter?.seconds ?? 0).rounded(.up))
        return changing(message: message + " The API asks to wait \(seconds) s, which was not waited for.")
    }

    private func changing(message: String) -> FoundryError {
        FoundryError(
            kind, message, httpStatus: httpStatus, requestID: requestID, isRetryable: isRetryable, errorKind: errorKind,
            hint: hint, retryAfter: retryAfter, isSandbox: isSandbox)
    }
}
