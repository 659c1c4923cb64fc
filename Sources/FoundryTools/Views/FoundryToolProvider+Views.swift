extension FoundryToolProvider {
    /// The views of the tools.
    public var views: [String: String] {
        Dictionary(uniqueKeysWithValues: View.allCases.flatMap { view in view.tools.map { ($0, view.uri) } })
    }
}
