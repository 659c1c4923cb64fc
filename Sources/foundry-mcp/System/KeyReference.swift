import Foundation

/// What stands in a client's file for a key, where the key itself should be: `${env:NAME}`, `${NAME}`, `$NAME`. A client
/// hands it on as it is where it does not know the form, or where the variable is not set.
struct KeyReference {
    /// The variable that should hold the key.
    let variable: String
    let text: String

    /// Takes the value of a variable; nil where it is no reference.
    init?(_ variable: String, _ value: String) {
        text = value.trimmingCharacters(in: .whitespacesAndNewlines)
        guard text.hasPrefix("$") else { return nil }
        let name = text.dropFirst().trimmingCharacters(in: ["{", "}"])
        guard !name.isEmpty, name.utf8.allSatisfy({ $0.isASCIILetterOrDigit || "_:-.".utf8.contains($0) }) else {
            return nil
        }
        self.variable = variable
    }

    /// What is wrong.
    var summary: String {
        "\(variable) is the text \(text): the client did not put the variable's value in its place"
    }

    /// What to do about it.
    static let advice = "Set that variable where the client is started, or see foundry-mcp config CLIENT."
}
