import Foundation
import FoundryAPI
import FoundryJSON
import Testing

@testable import FoundrySandbox
@testable import FoundryTools

/// The way of an experiment is told to programs, to models and to people; here the tellings are held together.
@Suite("The lifecycle of an experiment, wherever it is described", .timeLimit(.minutes(5)))
struct LifecycleTextsTests {
    private static let all = Lifecycle.statusOrder.flatMap(\.self).map(\.rawValue) + ["canceled"]
    /// The way of most: with a self-service price.
    private static let usual = Lifecycle.statusOrder.compactMap(\.last?.rawValue).filter { $0 != "in_review" }

    /// The places at which these words stand first, in the order of the words.
    private func places(of words: [String], in text: Substring) throws -> [Substring.Index] {
        try words.map { word in try #require(text.range(of: word), "\(word)").lowerBound }
    }

    @Test("The statuses are the API's")
    func statuses() {
        #expect(Set(Self.all) == Set(FoundrySandbox.ExperimentStatus.allCases.map(\.rawValue)))
        #expect(Self.all.count == FoundrySandbox.ExperimentStatus.allCases.count)
    }

    @Test("wait_for_experiment waits for each of them but the first")
    func goals() throws {
        let tool = try #require(Tool.all.first { $0.name == "wait_for_experiment" })
        let goals = tool.definition["inputSchema"]?["properties"]?["until"]?["enum"]?.elements?.compactMap(\.string)
        #expect(goals == ["results", "quote"] + Self.all.dropFirst())
        for goal in goals ?? [] { #expect(Lifecycle.Goal(goal).isKnown) }
    }

    @Test("Schemas name them in their order", arguments: ["list_experiments", "get_experiment", "submit_experiment"])
    func schemas(_ name: String) throws {
        let definition = try #require(Tool.all.first { $0.name == name }).definition.text
        #expect(definition.contains(Self.all.dropLast().joined(separator: ", ") + " or canceled"))
    }

    @Test("The guide has the usual statuses in order, and the others beside them")
    func guide() throws {
        let text = Guide.lifecycle.text
        let places = try places(of: Self.usual.map { "**\($0)**:" }, in: text[...])
        #expect(places == places.sorted())
        for status in Self.all { #expect(text.contains("**\(status)**"), "\(status)") }
    }

    @Test("The instructions have the statuses after the acceptance in order")
    func instructions() throws {
        let text = Instructions.text(scope: .default, isSandbox: false)
        let lab = try #require(text.range(of: "weeks in the lab")).upperBound
        let places = try places(of: Array(Self.usual.dropFirst(2)), in: text[lab...])
        #expect(places == places.sorted())
    }

    @Test("The view has the usual statuses as its stages, and the next step for every status")
    func view() throws {
        let page = View.experiment.html
        let begin = try #require(page.range(of: "const stages = [")).upperBound
        let stages = page[begin..<(try #require(page[begin...].range(of: "];")).lowerBound)]
        #expect(stages.matches(of: /\["(\w+)"/).map { String($0.output.1) } == Self.usual)
        let next = try #require(page.range(of: "const next = {")).upperBound
        let told = page[next..<(try #require(page[next...].range(of: "};")).lowerBound)]
        #expect(Set(told.matches(of: /(?m)^ *(\w+): "/).map { String($0.output.1) }) == Set(Self.all))
    }
}
