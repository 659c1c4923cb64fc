import Foundation
import FoundryJSON
import TestSupport
import Testing

/// A scientist's task, and the calls by which an assistant does it.
struct TaskScript: Sendable, CustomTestStringConvertible {
    /// An experiment that exists before the task begins.
    struct Order: Sendable {
        enum State: Sendable { case draft, quoted, accepted, done }

        let name: String
        let spec: JSON
        let state: State
    }

    /// A call. Text in braces refers to what came before: `{given.NAME}` to what the user said, `{0.items.0.id}` to the
    /// value of the first call, `{0.items.?name=X.id}` to its first item of that name, `{0.text:QUOTE_ID}` to the word after
    /// “QUOTE_ID ” in its text. A member of a JSON object whose value is all reference is replaced by the value.
    struct Step: Sendable {
        let tool: String
        let arguments: JSON
        /// The kind of failure that the call must have; nil for a success.
        var failure: String?
        /// The argument by which the call is repeated from where the last one ended.
        var pages: String?

        init(_ tool: String, _ arguments: JSON = [:], fails failure: String? = nil, pages: String? = nil) {
            (self.tool, self.arguments, self.failure, self.pages) = (tool, arguments, failure, pages)
        }
    }

    /// What the user asks for.
    let title: String
    /// What the user says, by name.
    var given: JSON = [:]
    /// Whether the given sequences lie in a FASTA file, whose path is `{given.path}`, rather than in the conversation.
    var isFile = false
    var world: [Order] = []
    /// The flags of the server beyond those of the sandbox.
    var flags: [String] = []
    let steps: [Step]
    /// The calls that the task took before there were tools for it; nil if they are the same.
    var before: [Step]?
    /// The largest number of calls, and of tokens in their results.
    let limit: (calls: Int, tokens: Int)
    /// The largest number of tokens of arguments and results together, if that matters.
    var totalLimit: Int?
    /// What the last result must say, beyond being a success.
    let check: @Sendable (TaskReplay) async throws -> Void

    var testDescription: String { title }
}

/// The calls of a task, and what they cost.
struct TaskReplay: Sendable {
    let client: Session
    let script: TaskScript
    /// What the user said.
    private let given: JSON
    private(set) var results: [JSON] = []
    private(set) var calls = 0
    /// Characters of all arguments and of all results, as the model sees them.
    private(set) var sent = 0
    private(set) var received = 0

    var tokens: Int { received / 4 }
    var totalTokens: Int { (sent + received) / 4 }

    /// The value of the last call.
    var value: JSON { results.last?["structuredContent"] ?? [:] }

    init(_ client: Session, _ script: TaskScript, path: String) {
        self.client = client
        self.script = script
        given = script.given.setting("path", to: JSON(path))
    }

    mutating func play(_ steps: [TaskScript.Step]) async throws {
        for step in steps {
            var arguments = try resolved(step.arguments)
            var result = try await call(step, arguments)
            results.append(result)
            guard let name = step.pages else { continue }
            while let next = result["structuredContent"]?["next_\(name)"] {
                arguments = arguments.setting(name, to: next)
                result = try await call(step, arguments)
                results.append(result)
            }
        }
    }

    private mutating func call(_ step: TaskScript.Step, _ arguments: JSON) async throws -> JSON {
        let result = try await client.result(step.tool, arguments)
        let kind = result["_meta"]?["com.adaptyvbio.foundry/error"]?["kind"]?.string
        guard kind == step.failure, step.failure != nil || result["isError"]?.bool != true else {
            throw TaskFailure("\(step.tool): \(Self.text(of: result))")
        }
        calls += 1
        sent += arguments.text.count
        received += Self.text(of: result).count
        return result
    }

    /// Returns what a model reads of a result.
    static func text(of result: JSON) -> String {
        (result["content"]?.elements ?? []).map { block in
            block["text"]?.string ?? block["uri"]?.string ?? ""
        }.joined(separator: "\n")
    }

    // MARK: - References

    private func resolved(_ value: JSON) throws -> JSON {
        if let members = value.members {
            return JSON(try members.map { JSON.Member($0.name, try resolved($0.value)) })
        }
        if let elements = value.elements { return JSON(try elements.map(resolved)) }
        guard let text = value.string, let open = text.firstIndex(of: "{"), let close = text.lastIndex(of: "}") else {
            return value
        }
        let found = try reference(String(text[text.index(after: open)..<close]))
        if open == text.startIndex, text.index(after: close) == text.endIndex { return found }
        return JSON(text[..<open] + (found.string ?? found.text) + text[text.index(after: close)...])
    }

    private func reference(_ path: String) throws -> JSON {
        var parts = path.split(separator: ".").map(String.init)
        guard !parts.isEmpty else { throw TaskFailure("an empty reference") }
        let root = parts.removeFirst()
        guard root != "given" else { return try walk(given, parts, path) }
        guard let number = Int(root), results.indices.contains(number) else { throw TaskFailure("no call \(root)") }
        if let word = parts.first, word.hasPrefix("text:") {
            let text = Self.text(of: results[number])
            guard let place = text.range(of: word.dropFirst(5) + " ") else {
                throw TaskFailure("no \(word) in \(text)")
            }
            return JSON(
                String(text[place.upperBound...].prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }))
        }
        return try walk(results[number]["structuredContent"] ?? [:], parts, path)
    }

    private func walk(_ root: JSON, _ parts: [String], _ path: String) throws -> JSON {
        var value = root
        for part in parts {
            let next: JSON?
            if part.hasPrefix("?"), let sign = part.firstIndex(of: "=") {
                let name = String(part[part.index(after: part.startIndex)..<sign])
                let wanted = String(part[part.index(after: sign)...])
                next = value.elements?.first { $0[name]?.string == wanted }
            } else {
                next = Int(part).flatMap { value[$0] } ?? value[part]
            }
            guard let next else { throw TaskFailure("no \(part) of \(path) in \(value.text.prefix(400))") }
            value = next
        }
        return value
    }
}

struct TaskFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
