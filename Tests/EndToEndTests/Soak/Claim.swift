/// What a client was told of one experiment that it asked for, and what may therefore stand in the books.
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
    /// How often its name was changed.
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

    /// What a change came to.
    mutating func change(_ place: WritableKeyPath<Claim, Set<String>>, to value: String, _ verdict: WriteVerdict) {
        switch verdict {
        case .done: self[keyPath: place] = [value]
        case .notDone: break
        case .unknown: self[keyPath: place].insert(value)
        }
    }

    /// Whether it is known what it is, so that something can be done with it.
    var isCertain: Bool { names.count == 1 && statuses.count == 1 }
}
