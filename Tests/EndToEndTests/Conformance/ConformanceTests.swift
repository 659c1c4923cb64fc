import Foundation
import Testing

@Suite("The table of the protocol's requirements", .timeLimit(.minutes(5)))
struct ConformanceTests {
    private static let tests = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The functions of all suites, as `Suite.function`.
    private static func functions() throws -> Set<String> {
        var found: Set<String> = []
        let paths = try FileManager.default.subpathsOfDirectory(atPath: tests.path)
        for path in paths where path.hasSuffix("Tests.swift") {
            var suite = ""
            for line in try String(contentsOf: tests.appending(path: path), encoding: .utf8).split(separator: "\n") {
                if let match = line.firstMatch(of: /^struct (\w+Tests)/) { suite = String(match.1) }
                if let match = line.firstMatch(of: /^    func (\w+)\(/) { found.insert("\(suite).\(match.1)") }
            }
        }
        return found
    }

    @Test("Each requirement is there once, and each test that holds one exists")
    func table() throws {
        let functions = try Self.functions()
        #expect(functions.count > 500)
        let ids = Conformance.requirements.map(\.id)
        #expect(Set(ids).count == ids.count)
        for (id, standing) in Conformance.requirements {
            switch standing {
            case .held(let tests):
                #expect(!tests.isEmpty, "\(id)")
                for test in tests { #expect(functions.contains(test), "\(id): \(test)") }
            case .exempt(.unused(let reason)), .exempt(.superseded(let reason)): #expect(!reason.isEmpty, "\(id)")
            case .exempt(.client), .exempt(.http): break
            }
        }
    }

    @Test("Every SEP that concerns this server is in the table")
    func seps() {
        for number in ["1034", "1303", "1330", "1613", "2106", "2322", "2549", "2567", "2575", "2640", "2663"] {
            #expect(Conformance.requirements.contains { $0.id.contains(number) }, "\(number)")
        }
    }
}
