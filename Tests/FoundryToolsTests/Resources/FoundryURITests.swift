import FoundryMCP
import TestSupport
import Testing

@testable import FoundryTools

@Suite("URIs of resources", .timeLimit(.minutes(5)))
struct FoundryURITests {
    private static let id = "019462a4-b1c2-7def-8901-23456789abcd"

    @Test("Each resource is found by its URI")
    func roundTrip() {
        let places =
            Guide.allCases.map { FoundryURI.guide($0) }
            + FoundryURI.ExperimentPart.allCases.map { .experiment(Self.id, $0) }
            + [.target(Self.id), .quote("qt_1-A")]
            + ExportFormat.allCases.map { .export([Self.id, Spec.nobody], $0) }
        for place in places { #expect(FoundryURI(place.text) == place, "\(place.text)") }
        #expect(Set(places.map(\.text)).count == places.count)
        #expect(FoundryURI.experiment(Self.id, .resultsCSV).text == "foundry://experiments/\(Self.id)/results.csv")
    }

    @Test("Ids in either case are the same resource")
    func capitals() {
        #expect(FoundryURI("foundry://experiments/\(Self.id.uppercased())/results") == .experiment(Self.id, .results))
        #expect(FoundryURI("foundry://targets/\(Self.id.uppercased())") == .target(Self.id))
    }

    @Test(
        "Other URIs are not resources",
        arguments: [
            "", "foundry://", "foundry://experiments", "foundry://experiments/", "foundry://experiments/x",
            "foundry://experiments/\(id)/", "foundry://experiments/\(id)/invoice",
            "foundry://experiments/\(id)/results/1", "foundry://targets/\(id)/price", "foundry://targets/HER2",
            "foundry://quotes/", "foundry://quotes/a b", "foundry://quotes/../tokens", "foundry://quotes/é",
            "foundry://quotes/qt_1/pdf", "foundry://guide/none", "foundry://guide/filters/1", "https://guide/filters",
            "foundry://exports/\(id).x/report.md", "foundry://exports/\(id)/results", "foundry://exports//report.md",
            "FOUNDRY://guide/filters", "foundry://tokens/\(id)",
        ])
    func unknown(_ uri: String) {
        #expect(FoundryURI(uri) == nil)
    }

    @Test("Templates are the URIs with a variable for the id, and have the media type that is read")
    func templates() {
        let templates = FoundryResources.allTemplates
        #expect(templates.count == FoundryURI.ExperimentPart.allCases.count + 4)
        #expect(templates.map(\.uriTemplate).contains("foundry://experiments/{experiment_id}/sequences.fasta"))
        for template in templates {
            let uri = template.uriTemplate.replacing(/\{\w+\}/, with: Self.id)
            #expect(FoundryURI(uri) != nil, "\(uri)")
        }
    }
}
