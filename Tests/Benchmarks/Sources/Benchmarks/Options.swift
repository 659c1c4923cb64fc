/// usage: Benchmarks [--quick] [--binary PATH] [--peer NAME=COMMAND …]
///
/// A peer is another server of the same tools; it is told the upstream in `FOUNDRY_API_BASE_URL`.
struct Options {
    let binary: String
    let peers: [Candidate]
    /// A tenth of everything, to see that it works.
    let isQuick: Bool

    init(_ words: [String]) {
        func values(of flag: String) -> [String] {
            words.indices.dropLast().filter { words[$0] == flag }.map { words[$0 + 1] }
        }
        binary = values(of: "--binary").last ?? ".build/release/foundry-mcp"
        peers = values(of: "--peer").compactMap { text in
            guard let equals = text.firstIndex(of: "=") else { return nil }
            let command = ["/bin/sh", "-c", "exec \(text[text.index(after: equals)...])"]
            return Candidate(name: String(text[..<equals]), command: command)
        }
        isQuick = words.contains("--quick")
    }
}
