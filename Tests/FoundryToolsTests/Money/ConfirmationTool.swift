import Foundation
import FoundryAPI
import FoundryJSON
import FoundryJSONRPC
import FoundrySandbox
import TestSupport
import Testing

@testable import FoundryMCP
@testable import FoundryTools

/// The two ways to accept a quote.
enum ConfirmationTool: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case byQuote = "confirm_quote"
    case byExperiment = "confirm_experiment_quote"

    var testDescription: String { rawValue }

    func arguments(_ quoted: ToolHarness.Quoted, _ more: JSON = [:]) -> JSON {
        let subject: JSON =
            switch self {
            case .byQuote: ["quote_id": quoted.quote]
            case .byExperiment: ["experiment_id": quoted.experiment]
            }
        return JSON((subject.members ?? []) + (more.members ?? []))
    }
}

// MARK: - Expectations

/// Expects a refusal, with these figures, after which nothing has happened.
func expectRefusal(
    _ result: ToolResult, of quoted: ToolHarness.Quoted, on bench: ToolHarness, _ figures: String...,
    sourceLocation: SourceLocation = #_sourceLocation
) async throws {
    #expect(result.failureKind == "refused", "\(result.text)", sourceLocation: sourceLocation)
    for word in figures {
        #expect(result.text.contains(word), "\(result.text)", sourceLocation: sourceLocation)
    }
    try await expectOpen(quoted, on: bench, sourceLocation: sourceLocation)
}

/// Expects a result that says no, with the figures, after which nothing has happened.
func expectNotAccepted(
    _ result: ToolResult, _ reason: String, of quoted: ToolHarness.Quoted, on bench: ToolHarness,
    sourceLocation: SourceLocation = #_sourceLocation
) async throws {
    #expect(!result.isError, "\(result.text)", sourceLocation: sourceLocation)
    let value = result.structured ?? [:]
    #expect(value.members?.first?.name == "next", sourceLocation: sourceLocation)
    #expect(value["accepted"] == false, sourceLocation: sourceLocation)
    #expect(value["status"] == "not_accepted", sourceLocation: sourceLocation)
    #expect(value["reason"] == JSON(reason), "\(result.text)", sourceLocation: sourceLocation)
    #expect(value["amount_cents"] == JSON(quoted.amount), sourceLocation: sourceLocation)
    #expect(value["currency"] == "usd", sourceLocation: sourceLocation)
    #expect(value["quote_id"] == quoted.quote, sourceLocation: sourceLocation)
    try await expectOpen(quoted, on: bench, sourceLocation: sourceLocation)
}

func expectOpen(
    _ quoted: ToolHarness.Quoted, on bench: ToolHarness, sourceLocation: SourceLocation
) async throws {
    #expect(bench.acceptances == 0, sourceLocation: sourceLocation)
    let quote = try await bench.value("get_quote", ["quote_id": quoted.quote])
    #expect(quote["status"]?.string == "open", sourceLocation: sourceLocation)
    let experiment = try await bench.value("get_experiment", ["experiment_id": quoted.experiment])
    #expect(experiment["status"]?.string == "waiting_for_confirmation", sourceLocation: sourceLocation)
}
