import FoundryAPI
import FoundryJSON
import FoundryMCP
import FoundryText

/// `create_experiment`: makes a draft; where it accepts the quote at once, under the money rule.
struct CreateExperiment: ToolAction {
    func violations(of arguments: JSON) -> [SchemaViolation] {
        ExperimentRules.violations(ofOrder: arguments)
    }

    func run(_ call: ToolCall) async throws -> ToolResult {
        if call.arguments["auto_accept_quote"]?.bool == true {
            try await authorizeEstimate(call)
        }
        return ToolResult(
            try await call.api.send(\.createExperiment, call.arguments.removing(Commitment.expectation)))
    }

    /// There is no quote yet, so the estimate stands for it: what it cannot price cannot be accepted unseen.
    private func authorizeEstimate(_ call: ToolCall) async throws {
        let specification = call.arguments["experiment_spec"] ?? [:]
        let estimate = try await call.api.send(\.estimateCost, ["experiment_spec": specification]).value
        guard estimate["incomplete"]?.isNull ?? true, let total = estimate["breakdown"]?["total_cents"]?.int else {
            let reason =
                estimate["incomplete"]?["materials_unavailable"]?["reason"]?.string ?? "the estimate is incomplete"
            throw PolicyError(
                message: """
                    Refused: auto_accept_quote needs a full price beforehand, and \(SafeText.singleLine(reason)) \
                    Nothing was created. Create it without auto_accept_quote, submit it, and confirm the quote when \
                    it is there.
                    """)
        }
        let name = call.text("name")
        try await Commitment(
            subject: "experiment \(name) \(String(Fingerprint.of(specification.utf8), radix: 16))",
            price: Money(total, "usd"),  // Estimates are in US cents, by the API's documentation.
            purpose: "the new experiment \(SafeText.singleLine(name)), whose quote is accepted as it is made,",
            consequence: "The experiment is created, its quote accepted, an invoice made, and the lab begins.",
            source: "estimate_cost"
        ).authorize(call)
    }
}
