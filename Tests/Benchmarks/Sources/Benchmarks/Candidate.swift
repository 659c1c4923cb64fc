/// A program that is measured, and the words that launch it.
struct Candidate {
    /// The name in the table.
    let name: String
    /// The program and its arguments; words of the form `NAME=value` before it are its environment.
    let command: [String]
}
