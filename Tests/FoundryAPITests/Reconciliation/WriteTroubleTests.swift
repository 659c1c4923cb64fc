import Foundation
import FoundryJSON
import TestSupport
import Testing

@testable import FoundryAPI

@Suite("Failing writes", .opensDescriptors)
struct WriteTroubleTests {
    private static let name: JSON = "PD-L1 (round 1), “é”"
    private static let spec: JSON = [
        "name": name, "experiment_spec": ["experiment_type": "affinity"],
    ]

    /// A page with these experiments, made some seconds from now, newest first.
    private static func page(
        _ items: [(id: String, name: JSON, secondsFromNow: Double)], headers: [String: String] = [:]
    ) -> [HostileServer.Step] {
        let items: [JSON] = items.map { item in
            let moment = Date().addingTimeInterval(item.secondsFromNow).ISO8601Format()
            return [
                "id": JSON(item.id), "name": item.name, "code": "EXP-1", "status": "draft",
                "created_at": JSON(moment),
            ]
        }
        return .answer(JSON([JSON.Member("items", JSON(items))]).text, headers: headers)
    }

    /// Made anew for each use, since it tells of moments near the present one.
    private static var found: [HostileServer.Step] {
        page([("id-new", name, 1), ("id-other", "other", 1)])
    }
    private static var notFound: [HostileServer.Step] {
        page([("id-other", "other", 1), ("id-old", name, -600)])
    }

    private typealias Outcome = (
        outcome: Result<FoundryResponse, any Error>, writes: Int, reads: Int, sleeps: [Duration]
    )

    /// Creates an experiment at a server that does one thing to the write, and others to the reads in turn.
    private func create(
        _ write: [HostileServer.Step], then reads: [[HostileServer.Step]], timeout: Duration = .seconds(90)
    ) async throws -> Outcome {
        // A client of another test, whose server had this port before, may come first; it must not end the process.
        let server = try HostileServer { request in
            request.method == "POST" || reads.isEmpty ? write : reads[min(max(request.index - 1, 0), reads.count - 1)]
        }
        defer { server.stop() }
        let timing = RecordedTiming()
        let client = try client(of: server.url, timeout: timeout, timing: timing)
        let outcome: Result<FoundryResponse, any Error>
        do {
            outcome = .success(try await client.send(.createExperiment, Self.spec))
        } catch {
            outcome = .failure(error)
        }
        let methods = server.requests.map(\.method)
        return (outcome, methods.count { $0 == "POST" }, methods.count { $0 == "GET" }, timing.sleeps)
    }

    @Test("The error of a lost write is marked as the sandbox's")
    func sandbox() async throws {
        let mark = ["x-foundry-sandbox": "true"]
        let found = try await create([.reset], then: [Self.page([("id-new", Self.name, 1)], headers: mark)])
        #expect(try found.outcome.get().isSandbox)
        let notFound = try await create([.reset], then: [.answer(emptyPage, headers: mark)])
        let error = try #require(#expect(throws: FoundryError.self) { try notFound.outcome.get() })
        #expect(error.isSandbox)
    }

    /// The ways in which a server loses the response to a write.
    enum Loss: CaseIterable {
        case reset, closed, cutOff, notJSON, internalError, badGateway, unavailable, gatewayTimeout

        var steps: [HostileServer.Step] {
            switch self {
            case .reset: [.reset]
            case .closed: [.close]
            case .cutOff: [.send([UInt8]([HostileServer.Step].head("201 Created", length: 100).utf8)), .close]
            case .notJSON: .answer("<html>", status: "201 Created", headers: ["Content-Type": "text/html"])
            case .internalError: .error("500 Internal")
            case .badGateway: .error("502 Bad Gateway")
            case .unavailable: .error("503 Unavailable")
            case .gatewayTimeout: .error("504 Gateway Time-out")
            }
        }
    }

    @Test(
        "A lost write that turns out to have been carried out is a success with what is known", arguments: Loss.allCases
    )
    func createdAfterAll(_ loss: Loss) async throws {
        let result = try await create(loss.steps, then: [Self.found])
        let response = try result.outcome.get()
        #expect(response.json?["experiment_id"]?.string == "id-new")
        #expect(response.json?["status"]?.string == "draft")
        #expect(response.json?["code"]?.string == "EXP-1")
        #expect(response.inference?.contains("list_experiments") == true)
        #expect(response.inference?.contains("id-new") == true)
        #expect(result.writes == 1)
        // The list, and the experiment found, whose specification is compared.
        #expect(result.reads == 2)
        #expect(result.sleeps.isEmpty)
    }

    @Test(
        "A lost write with effects that a probe cannot see claims no more than was seen, and says what to check",
        arguments: ["skip_draft"])
    func besides(_ flag: String) async throws {
        for (value, isAsked) in [(true, true), (false, false)] {
            let server = try HostileServer { $0.method == "POST" ? [.reset] : Self.found }
            defer { server.stop() }
            let note = try await client(of: server.url).send(
                .createExperiment, Self.spec.setting(flag, to: JSON(value))
            ).inference
            #expect(note?.contains("create_experiment was carried out:") == !isAsked, "\(note ?? "")")
            for word in [flag, "get_experiment_quote"] {
                #expect(note?.contains(word) == isAsked, "\(note ?? "")")
            }
        }
    }

    @Test("A lost write may show only in the second probe, some seconds later")
    func secondLook() async throws {
        let result = try await create([.reset], then: [Self.notFound, Self.found])
        #expect(try result.outcome.get().json?["experiment_id"]?.string == "id-new")
        #expect(result.writes == 1)
        #expect(result.reads == 3)
        #expect(result.sleeps == [.seconds(3)])
    }

    @Test(
        "A broken write of which two probes find no trace is a retryable error",
        arguments: [Loss.reset, .closed])
    func notCarriedOut(_ loss: Loss) async throws {
        let result = try await create(loss.steps, then: [Self.notFound])
        let error = try #require(#expect(throws: FoundryError.self) { try result.outcome.get() })
        #expect(error.kind == .notCarriedOut)
        #expect(error.isRetryable)
        #expect(error.message.contains("twice"))
        #expect(result.writes == 1)
        #expect(result.reads == 2)
        #expect(result.sleeps == [.seconds(3)])
    }

    @Test("A write that failed and left no trace is the API's failure, with what the probes found")
    func failedAndLeftNothing() async throws {
        for loss in [Loss.unavailable, .internalError] {
            let result = try await create(loss.steps, then: [Self.notFound])
            let error = try #require(#expect(throws: FoundryError.self) { try result.outcome.get() })
            #expect(error.kind == .upstream)
            #expect(error.isRetryable)
            #expect(error.message.contains("not carried out"))
            #expect(result.writes == 1)
        }
    }

    @Test("The outcome of a write that may still be under way is unknown, even if there is no trace of it")
    func unknown() async throws {
        for (write, timeout) in [
            // Long enough for a busy machine to send the write, and to answer the reads.
            ([HostileServer.Step.hang], Duration.seconds(5)), (Loss.badGateway.steps, .seconds(90)),
            (Loss.gatewayTimeout.steps, .seconds(90)), (Loss.cutOff.steps, .seconds(90)),
            // Without the API's id of the request, a gateway said it.
            (
                [.send(Array("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 4\r\n\r\nbusy".utf8))],
                .seconds(90)
            ),
        ] {
            let result = try await create(write, then: [Self.notFound], timeout: timeout)
            let error = try #require(#expect(throws: FoundryError.self) { try result.outcome.get() })
            #expect(error.kind == .outcomeUnknown)
            #expect(!error.isRetryable)
            #expect(error.message.contains("list_experiments"))
            #expect(result.writes == 1)
            #expect(result.reads == 2)
        }
    }

    @Test("A write with a success status, an unreadable response and no trace must not be sent again")
    func unreadable() async throws {
        let result = try await create(Loss.notJSON.steps, then: [Self.notFound])
        let error = try #require(#expect(throws: FoundryError.self) { try result.outcome.get() })
        #expect(error.kind == .badResponse)
        #expect(error.httpStatus == 201)
        #expect(!error.isRetryable)
        #expect(error.message.contains("status says that it was carried out"))
        #expect(result.writes == 1)
    }

    @Test("Older items, several new ones, or failing probes leave the outcome of a lost write unknown")
    func unclear() async throws {
        let two = Self.page([("id-1", Self.name, 2), ("id-2", Self.name, 1)])
        for reads in [
            [two], [.error("403 Forbidden")],
            [.answer("<html>", headers: ["Content-Type": "text/html"])],
        ] {
            let result = try await create([.reset], then: reads)
            let error = try #require(#expect(throws: FoundryError.self) { try result.outcome.get() })
            #expect(error.kind == .outcomeUnknown)
            #expect(!error.isRetryable)
            #expect(result.writes == 1)
        }
    }

    @Test("A failed probe is followed by another")
    func failedLooks() async throws {
        let failing = [HostileServer.Step].error("500 Internal")
        let found = try await create([.reset], then: [failing, failing, failing, Self.found])
        #expect(try found.outcome.get().json?["experiment_id"]?.string == "id-new")
        let notFound = try await create([.reset], then: [failing, Self.notFound, Self.notFound])
        let error = try #require(#expect(throws: FoundryError.self) { try notFound.outcome.get() })
        #expect(error.kind == .notCarriedOut)
        #expect(notFound.reads == 3)
        let never = try await create([.reset], then: [failing])
        #expect(never.reads == 4)
        #expect(never.writes == 1)
    }

    @Test("A lost write is found by the server's clock if there is a Date header")
    func skewedClock() async throws {
        // The server's clock is an hour behind; by ours, what was just made looks old, and by its own it is new.
        let moment = Date().addingTimeInterval(-3600)
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(identifier: "GMT")
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        let item: JSON = [
            "id": "id-new", "name": Self.name, "created_at": JSON(moment.ISO8601Format()),
        ]
        let page = [HostileServer.Step].answer(
            JSON([JSON.Member("items", [item])]).text, headers: ["Date": format.string(from: moment)])
        let result = try await create([.reset], then: [page])
        #expect(try result.outcome.get().json?["experiment_id"]?.string == "id-new")
    }

    @Test("A lost write does not claim an item that an earlier call created")
    func ownEarlierWork() async throws {
        let server = try HostileServer { request in
            switch (request.method, request.index) {
            case ("POST", 0): .answer(#"{"experiment_id":"id-new"}"#, status: "201 Created")
            case ("POST", _): [.reset]
            default: Self.found
            }
        }
        defer { server.stop() }
        let client = try client(of: server.url)
        _ = try await client.send(.createExperiment, Self.spec)
        let error = await failure { try await client.send(.createExperiment, Self.spec) }
        #expect(error?.kind == .notCarriedOut)
    }
}
