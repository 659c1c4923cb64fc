/// What is wrong with a state file, and at which place.
struct StateError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
