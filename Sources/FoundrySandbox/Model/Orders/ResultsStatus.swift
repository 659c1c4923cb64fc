/// What there is of an experiment's results.
enum ResultsStatus: String, Sendable {
    case none, partial, all
}
