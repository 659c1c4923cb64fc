import FoundryAPI
import FoundryJSON
import FoundryMCP

/// One call of a tool: what it was given, and what it may use.
struct ToolCall: Sendable {
    /// An object that is valid by the tool's input schema.
    let arguments: JSON
    /// The form that the answer is asked for in; nil where the tool has but one.
    let form: DetailLevel?
    let context: RequestContext
    let api: APIAccess
    /// The rule by which the call may spend money.
    let gate: SpendGate
    /// The orders of this process that were placed with `auto_accept_quote`.
    let immediateOrders: ImmediateOrders
    /// Where keys go that the API hands out.
    let tokenFolder: TokenFolder

    /// A text that the tool's schema requires, and so is there.
    func text(_ name: String) -> String {
        arguments[name]?.string ?? ""
    }
}
