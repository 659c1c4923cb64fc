import Foundation
import FoundryJSON
import FoundrySandbox
import TestSupport
import Testing

/// The experiments that a sandbox really holds, read from it without the program.
struct SandboxBooks {
    struct Entry {
        let id: String
        let name: String
        let status: String
    }

    let entries: [Entry]

    /// Reads all pages; each as often as the sandbox's faults make it necessary.
    init(_ sandbox: Sandbox) async throws {
        var entries: [Entry] = []
        while true {
            let page = try await Self.page(from: entries.count, sandbox)
            for item in page["items"]?.elements ?? [] {
                entries.append(
                    Entry(
                        id: try #require(item["id"]?.string), name: try #require(item["name"]?.string),
                        status: try #require(item["status"]?.string)))
            }
            if try entries.count >= #require(page["total"]?.int) { break }
        }
        self.entries = entries
    }

    private static func page(from offset: Int, _ sandbox: Sandbox) async throws -> JSON {
        let path = "\(sandbox.baseURL)/api/v1/experiments?limit=100&offset=\(offset)&sort=created_at"
        for _ in 0..<100 {
            let answer = try? await LocalHTTP.send("GET", path, headers: ["Authorization": "Bearer \(sandbox.key)"])
            guard let answer, answer.status == 200, let page = try? JSON(parsing: answer.body),
                page["items"]?.elements != nil
            else { continue }
            return page
        }
        throw ServerIsGone()
    }

    /// In what the books and the claims disagree.
    func disagreements(with claims: [Claim]) -> [String] {
        let born = Dictionary(grouping: entries) { Claim.birthName(of: $0.name) }
        var found: [String] = []
        for claim in claims {
            let entries = born[claim.name] ?? []
            let isRight =
                switch claim.birth {
                case .created(let id): entries.map(\.id) == [id]
                case .notCreated: entries.isEmpty
                case .unknown: entries.count <= 1
                }
            if !isRight { found.append("\(claim) but the books have \(entries)") }
            guard case .created = claim.birth, let entry = entries.first else { continue }
            if !claim.names.contains(entry.name) || !claim.statuses.contains(entry.status) {
                found.append("\(claim) but it is \(entry)")
            }
        }
        let known = Set(claims.map(\.name))
        found += born.keys.filter { !known.contains($0) }.map { "nobody asked for \($0)" }
        return found
    }
}
