/// What the program says that it is.
enum Identity {
    static let name = "foundry-mcp"
    static let version = "0.1.0"
}
