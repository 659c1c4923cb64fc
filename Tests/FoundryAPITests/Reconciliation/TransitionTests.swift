import FoundryJSON
import TestSupport
import Testing

@testable import FoundryAPI

@Suite("Transitions whose response was lost", .opensDescriptors)
struct TransitionTests {
    /// Loses the answer to a write, and answers reads with a value.
    private func lose(
        _ row: FoundryEndpoint, _ arguments: JSON, reading reads: [HostileServer.Step]
    ) async throws -> (response: FoundryResponse?, error: FoundryError?, targets: [String]) {
        let server = try HostileServer { $0.method == "GET" ? reads : [.reset] }
        defer { server.stop() }
        let client = try client(of: server.url)
        var response: FoundryResponse?
        let error = await failure {
            let got = try await client.perform(row, arguments)
            response = got
            return got
        }
        #expect(server.requests.filter { $0.method != "GET" }.count == 1)
        return (response, error, server.requests.filter { $0.method == "GET" }.map(\.target))
    }

    @Test("The outcome of a lost submission shows in the experiment's status")
    func submit() async throws {
        let arguments: JSON = ["experiment_id": "e-1"]
        let done = try await lose(
            .submitExperiment, arguments, reading: .answer(#"{"id":"e-1","status":"waiting_for_confirmation"}"#))
        #expect(done.response?.json?.text == #"{"experiment_id":"e-1","status":"waiting_for_confirmation"}"#)
        #expect(done.response?.inference?.contains("waiting_for_confirmation") == true)
        #expect(done.targets == ["/api/v1/experiments/e-1"])
        let still = try await lose(.submitExperiment, arguments, reading: .answer(#"{"id":"e-1","status":"draft"}"#))
        #expect(still.error?.kind == .notCarriedOut)
        #expect(still.targets.count == 2)
        let canceled = try await lose(.submitExperiment, arguments, reading: .answer(#"{"status":"canceled"}"#))
        #expect(canceled.error?.kind == .outcomeUnknown)
    }

    @Test("The outcome of a lost acceptance or rejection shows in the quote's status")
    func quotes() async throws {
        let accepted = try await lose(
            .confirmQuote, ["quote_id": "qt_1"], reading: .answer(#"{"id":"qt_1","status":"accepted"}"#))
        #expect(accepted.response?.json?.text == #"{"id":"qt_1","status":"accepted"}"#)
        #expect(accepted.targets == ["/api/v1/quotes/qt_1"])
        let open = try await lose(.confirmQuote, ["quote_id": "qt_1"], reading: .answer(#"{"status":"open"}"#))
        #expect(open.error?.kind == .outcomeUnknown)
        #expect(open.error?.message.contains("open") == true)
        let rejected = try await lose(
            .rejectQuote, ["quote_id": "qt_1", "reason": "other"],
            reading: .answer(#"{"id":"qt_1","status":"canceled"}"#))
        #expect(rejected.response?.json?["status"]?.string == "canceled")
    }

    @Test("The outcome of a lost update shows in the members that can be read")
    func update() async throws {
        let experiment = """
            {"id":"e","name":"new","experiment_spec":{"n_replicates":3,"target":{"name":"t","target_catalog_id":"t"}}}
            """
        let done = try await lose(
            .updateExperiment, ["experiment_id": "e", "name": "new", "n_replicates": 3.0, "target_id": "t"],
            reading: .answer(experiment))
        #expect(done.response?.json?.text == #"{"id":"e","updated":true}"#)
        let differs = try await lose(
            .updateExperiment, ["experiment_id": "e", "name": "other"], reading: .answer(experiment))
        #expect(differs.error?.kind == .notCarriedOut)
        let unseen = try await lose(
            .updateExperiment, ["experiment_id": "e", "name": "new", "description": "d"], reading: .answer(experiment))
        #expect(unseen.error?.kind == .outcomeUnknown)
        #expect(unseen.error?.message.contains("get_experiment") == true)
    }

    @Test("The outcome of a lost revocation shows in the key's rejection")
    func revoke() async throws {
        let revoked = try await lose(.revokeToken, [:], reading: .error("401 Unauthorized"))
        #expect(revoked.response?.inference?.contains("no longer accepted") == true)
        let valid = try await lose(.revokeToken, [:], reading: .answer("{}"))
        #expect(valid.error?.kind == .notCarriedOut)
    }

    @Test("The outcome of a lost write that no read can show is unknown at once, and the error says what to check")
    func unknowable() async throws {
        let lost = try await lose(.attenuateToken, ["name": "n", "attenuation": [:]], reading: .answer("{}"))
        #expect(lost.error?.kind == .outcomeUnknown)
        #expect(lost.error?.message.contains("list_tokens") == true)
        #expect(lost.targets.isEmpty)
        let feedback = try await lose(.submitFeedback, ["title": "t"], reading: .answer("{}"))
        #expect(feedback.error?.kind == .outcomeUnknown)
    }
}
