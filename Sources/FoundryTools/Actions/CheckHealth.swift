import FoundryAPI
import FoundryJSON
import FoundryMCP

/// `check_health`: the two probes of the API in one answer.
struct CheckHealth: ToolAction {
    func run(_ call: ToolCall) async throws -> ToolResult {
        let health = try await call.api.send(.health, [:])
        let database = try await call.api.send(.healthDatabase, [:])
        return ToolResult(
            ["health": health.value, "database": database.value], isSandbox: health.isSandbox)
    }
}
