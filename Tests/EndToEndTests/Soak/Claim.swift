/// The state of one experiment as far as its client knows, and so the states in which the sandbox may have it.
struct Claim: Sendable {
    enum CreationState: Sendable, Equatable {
        case created(id: String)
        case notCreated
        /// It was cancelled, or the answer said that nobody knows.
        case unknown
    }

    /// The name that it was asked for with; every one is asked for once.
    let name: String
    var birth = CreationState.unknown
    /// The names that it may have by now.
    var names: Set<String>
    /// The statuses that it may have by now.
    var statuses: Set<String> = ["draft"]
    /// The number of changes of its name.
    var changes = 0

    init(name: String) {
        self.name = name
        names = [name]
    }

    /// The next name, of which the first can be told.
    mutating func nextName() -> String {
        changes += 1
        return "\(name) v\(changes)"
    }

    /// The name that an experiment was made with.
    static func birthName(of name: String) -> String {
        String(name.prefix { $0 != " " })
    }

    /// Records the result of a change.
    mutating func change(_ place: WritableKeyPath<Claim, Set<String>>, to value: String, _ verdict: WriteVerdict) {
        switch verdict {
        case .done: self[keyPath: place] = [value]
        case .notDone: break
        case .unknown: self[keyPath: place].insert(value)
        }
    }

    /// A Boolean value that indicates whether its name and status are known, so that it can be used.
    var isCertain: Bool { names.count == 1 && statuses.count == 1 }
}
