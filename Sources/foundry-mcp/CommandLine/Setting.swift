/// What a flag or a variable says.
struct Setting {
    /// The name of the flag or the variable.
    let name: String
    /// What it says; nil where nothing does.
    let text: String?
}
