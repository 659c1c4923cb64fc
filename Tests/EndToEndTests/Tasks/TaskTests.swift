import Foundation
import FoundryJSON
import TestSupport
import Testing

@Suite("Fifteen tasks of scientists", .opensDescriptors)
struct TaskTests {
    @Test("A task is done within its calls and tokens", arguments: TaskScript.all)
    func task(_ script: TaskScript) async throws {
        let home = try Home()
        defer { home.remove() }
        var replay = try await Self.replay(script, home)
        try await replay.play(script.steps)
        try await script.check(replay)
        #expect(replay.calls <= script.limit.calls, "\(replay.calls) calls")
        #expect(replay.tokens <= script.limit.tokens, "\(replay.tokens) tokens")
        if let limit = script.totalLimit { #expect(replay.totalTokens <= limit, "\(replay.totalTokens) tokens") }
        Self.report(script, replay, "after")
        #expect(await replay.client.end() == 0)
    }

    @Test("There are fifteen, each with a title of its own")
    func count() {
        #expect(TaskScript.all.count == 15)
        #expect(Set(TaskScript.all.map(\.title)).count == 15)
    }

    /// Plays the calls that the tasks took before. `FOUNDRY_MCP_BINARY` names an earlier program to play them with.
    @Test("The calls that a task took before still work", arguments: TaskScript.all)
    func before(_ script: TaskScript) async throws {
        let home = try Home()
        defer { home.remove() }
        var replay = try await Self.replay(script, home, isBefore: true)
        try await replay.play(script.before ?? script.steps)
        Self.report(script, replay, "before")
        #expect(await replay.client.end() == 0)
    }

    /// Prints the figures of a task where somebody wants to have them.
    private static func report(_ script: TaskScript, _ replay: TaskReplay, _ when: String) {
        guard ProcessInfo.processInfo.environment["FOUNDRY_TASKS_FIGURES"] != nil else { return }
        print("task | \(when) | \(replay.calls) | \(replay.sent / 4) | \(replay.tokens) | \(script.title)")
    }

    /// Starts a server in whose sandbox the experiments of a task exist.
    private static func replay(_ script: TaskScript, _ home: Home, isBefore: Bool = false) async throws -> TaskReplay {
        var flags = ["--sandbox", "--pace", "0.02"] + script.flags
        let file = home.url.appending(path: "library.fasta")
        if script.isFile, !isBefore {
            let records = (script.given["sequences"]?.members ?? []).map { ">\($0.name)\n\($0.value.string ?? "")\n" }
            try Data(records.joined().utf8).write(to: file)
            flags += ["--files", home.url.path]
        }
        let client = try await Session(.modern, flags, ["HOME": home.url.path])
        for order in script.world { try await make(order, with: client) }
        return TaskReplay(client, script, path: file.path)
    }

    private static func make(_ order: TaskScript.Order, with client: Session) async throws {
        let made = try await client.value(
            "create_experiment", ["name": JSON(order.name), "experiment_spec": order.spec])
        guard order.state != .draft else { return }
        let id: JSON = ["experiment_id": try #require(made["experiment_id"])]
        _ = try await client.value("submit_experiment", id)
        try await client.waitForQuote(of: id)
        guard order.state != .quoted else { return }
        let quote = try await client.value("get_experiment_quote", id)
        _ = try await client.value(
            "confirm_experiment_quote",
            id.setting("expected_amount_cents", to: try #require(quote["amount_total"]))
                .setting("expected_currency", to: "usd"))
        guard order.state == .done else { return }
        try await client.wait(for: try #require(made["experiment_id"]), "done")
    }
}
