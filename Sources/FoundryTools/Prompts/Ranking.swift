import FoundryJSON
import FoundryMCP

/// Puts candidates in order of how well they fit what was typed.
enum Ranking {
    /// The candidates whose keys fit: equal first, then beginnings, then parts; else in the order they came in.
    static func completion(
        _ candidates: [JSON], for value: String, _ read: (JSON) -> (value: String, keys: [String])?
    ) -> Completion {
        let wanted = value.lowercased()
        let ranked = candidates.compactMap(read).enumerated().compactMap { offset, candidate in
            candidate.keys.compactMap { score($0.lowercased(), wanted) }.min().map { ($0, offset, candidate.value) }
        }
        let sorted = ranked.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
        return Completion(sorted, total: sorted.count)
    }

    static func completion(_ candidates: [String], for value: String) -> Completion {
        completion(candidates.map { JSON($0) }, for: value) { json in json.string.map { ($0, [$0]) } }
    }

    private static func score(_ key: String, _ wanted: String) -> Int? {
        if key == wanted { return 0 }
        if key.hasPrefix(wanted) { return 1 }
        return key.contains(wanted) ? 2 : nil
    }
}
