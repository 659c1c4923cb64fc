import FoundryJSON

@testable import FoundryMCP

/// A question, and a tool that tells what came of it.
enum Asking {
    static let schema: JSON = [
        "type": "object", "properties": ["accept": ["type": "boolean"]], "required": ["accept"],
    ]

    static func question(_ key: String = "quote-1-100-EUR") -> Elicitation {
        Elicitation(key: key, message: "Pay 1.00 EUR?", schema: schema)
    }

    /// Asks, and answers with what the user did; without a way to ask, with "cannot ask".
    static func tool(_ key: String = "quote-1-100-EUR") -> Features {
        .tool { context in
            guard context.canElicit else { return ToolResult(structured: ["outcome": "cannot ask"]) }
            switch try await context.elicit(question(key)) {
            case .accept(let content): return ToolResult(structured: ["outcome": "accept", "content": content])
            case .decline: return ToolResult(structured: ["outcome": "decline"])
            case .cancel: return ToolResult(structured: ["outcome": "cancel"])
            }
        }
    }

    /// The capabilities that clients declare, and whether they include forms.
    static let capabilities: [(JSON, Bool)] = [
        ([:], false), (["elicitation": [:]], true), (["elicitation": ["form": [:]]], true),
        (["elicitation": ["form": [:], "url": [:]]], true), (["elicitation": ["url": [:]]], false),
        (["elicitation": true], false), (["sampling": [:], "roots": [:]], false),
    ]

    static let answers: [(answer: String, outcome: JSON)] = [
        (#"{"action":"accept","content":{"accept":true}}"#, ["outcome": "accept", "content": ["accept": true]]),
        (
            #"{"action":"accept","content":{"accept":false,"more":[1.50]}}"#,
            ["outcome": "accept", "content": ["accept": false, "more": [1.5]]]
        ),
        (#"{"action":"accept"}"#, ["outcome": "accept", "content": [:]]),
        (#"{"action":"decline"}"#, ["outcome": "decline"]),
        (#"{"action":"decline","content":{"accept":true}}"#, ["outcome": "decline"]),
        (#"{"action":"cancel","_meta":{}}"#, ["outcome": "cancel"]),
    ]

    static let malformed = [
        "{}", #"{"action":"yes"}"#, #"{"action":true}"#, #"{"action":"accept","content":[true]}"#,
        #"{"action":"accept","content":"accept"}"#, "[]", "null", "true", #""accept""#,
    ]
}
