#if !canImport(Darwin)
    import Foundation
    import FoundryJSON
    import TestSupport
    import Testing

    @testable import FoundryAPI
    @testable import FoundrySandbox

    @Suite(
        "Over TLS", .opensDescriptors(60),
        .enabled(if: TLSRelay.isAvailable, "Serving TLS needs python3 and openssl, and this machine lacks one of them.")
    )
    struct TLSTests {
        @Test("Reads and writes arrive once, with key and body, and get a response")
        func ordinary() async throws {
            let server = try HostileServer([.answer(#"{"experiment_id":"é"}"#, status: "201 Created")])
            defer { server.stop() }
            let (client, _) = try client(of: server, through: .shared())
            let arguments: JSON = ["name": "Ünïcode", "experiment_spec": ["experiment_type": "affinity"]]
            let response = try await client.send(.createExperiment, arguments)
            #expect(response.status == 201)
            #expect(response.json?["experiment_id"]?.string == "é")
            _ = try await client.send(.whoami)
            #expect(server.requests.map(\.method) == ["POST", "GET"])
            #expect(try JSON(parsing: server.requests[0].body)["name"]?.string == "Ünïcode")
            #expect(server.requests.allSatisfy { $0.headers["authorization"] == "Bearer \(testKey)" })
        }

        @Test("Reads share a connection, and each write has a new one that resumes the TLS session")
        func connections() async throws {
            let server = try HostileServer([.answer("{}")])
            defer { server.stop() }
            let relay = try TLSRelay.shared()
            let (client, port) = try client(of: server, through: relay)
            for _ in 0..<5 { _ = try await client.send(.whoami) }
            #expect(try relay.connections(on: port).all == 1)
            for _ in 0..<5 { _ = try await client.send(.submitFeedback) }
            let connections = try relay.connections(on: port)
            #expect(connections.all == 6)
            #expect(connections.resumed == 5)
        }

        @Test("However many calls there are, at most 16 connections are open, and every call gets a response")
        func atOnce() async throws {
            let server = try HostileServer([.answer("{}")])
            defer { server.stop() }
            let relay = try TLSRelay.shared()
            let (client, port) = try client(of: server, through: relay)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<300 { group.addTask { _ = try await client.send(.whoami) } }
                try await group.waitForAll()
            }
            #expect(server.requests.count == 300)
            #expect(try relay.connections(on: port).all <= 16)
        }

        @Test("Concurrent writes each arrive once, over connections of their own")
        func writesAtOnce() async throws {
            let server = try HostileServer([.answer("{}")])
            defer { server.stop() }
            let (client, _) = try client(of: server, through: .shared())
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<100 {
                    group.addTask { _ = try await client.send(.submitFeedback, ["title": JSON("n\(number)")]) }
                }
                try await group.waitForAll()
            }
            #expect(Set(server.requests.map(\.body)).count == 100)
            #expect(server.requests.count == 100)
            #expect(Set(server.requests.map(\.connection)).count == 100)
        }

        @Test("A read over a connection that the server ends is sent again, and a write is not")
        func endOfAKeptConnection() async throws {
            let server = try HostileServer { request in
                request.method == "POST" || request.index == 1 ? [.close] : .answer("{}")
            }
            defer { server.stop() }
            let (client, _) = try client(of: server, through: .shared())
            for _ in 0..<2 { _ = try await client.send(.whoami) }
            let error = await failure { try await client.send(.submitFeedback) }
            #expect(error?.kind == .outcomeUnknown)
            #expect(server.requests.map(\.method) == ["GET", "GET", "GET", "POST"])
        }

        @Test("A certificate of an unknown authority is refused at once, and nothing is sent")
        func unknownAuthority() async throws {
            let server = try HostileServer([.answer("{}")])
            defer { server.stop() }
            for row: FoundryOperation in [.whoami, .submitFeedback] {
                let timing = RecordedTiming()
                let (client, _) = try client(of: server, through: .shared(), certificate: .unknown, timing: timing)
                let error = await failure { try await client.send(row) }
                #expect(error?.kind == .unreachable)
                #expect(error?.isRetryable == false)
                #expect(error?.message.contains("SSL_CERT_FILE") == true)
                #expect(timing.sleeps.isEmpty)
            }
            #expect(server.requests.isEmpty)
        }

        @Test("An endless response, or one that decompresses to too much, is cut off at the limit")
        func tooLarge() async throws {
            let head = [UInt8]([HostileServer.Step].head(length: nil, ["Transfer-Encoding": ""]).utf8)
            for steps: [HostileServer.Step] in [
                [.send(head), .flood([UInt8](repeating: 0x20, count: 1 << 20))],
                .answer(bytes: GzipBomb.bytes, headers: ["Content-Encoding": "gzip"]),
            ] {
                let server = try HostileServer([steps])
                defer { server.stop() }
                let (client, _) = try client(of: server, through: .shared())
                let error = await failure { try await client.send(.listExperiments) }
                #expect(error?.kind == .badResponse)
                #expect(error?.message.contains("64 MiB") == true)
                #expect(server.requests.count == 1)
            }
        }

        @Test("Cancelling a call ends it, and its connection, while the server is silent")
        func cancelling() async throws {
            let (arrivals, arrival) = AsyncStream<Void>.makeStream()
            let server = try HostileServer { request in
                guard request.method == "POST" else { return .answer("{}") }
                arrival.yield()
                return [.hang]
            }
            defer { server.stop() }
            let (client, _) = try client(of: server, through: .shared())
            var iterator = arrivals.makeAsyncIterator()
            let task = Task { try await client.send(.submitFeedback) }
            await iterator.next()
            task.cancel()
            // The bound of 100 ms is held in .ci/hostile, where nothing else runs.
            await #expect(throws: CancellationError.self) { try await task.value }
            _ = try await client.send(.whoami)
        }
    }

    /// A client of a server to which TLS leads, trusting the relay's authority.
    func client(
        of server: HostileServer, through relay: TLSRelay, certificate: TLSRelay.Certificate = .good,
        timing: RecordedTiming = RecordedTiming()
    ) throws -> (client: FoundryClient, port: Int) {
        let port = try relay.relay(to: server.port, certificate: certificate)
        let configuration = try FoundryConfiguration(url: "https://localhost:\(port)", key: testKey)
        let transport = CurlTransport(
            timeout: .seconds(90), bodyLimit: FoundryClient.bodyLimit, connections: FoundryClient.requestLimit,
            authorities: CertificateAuthorities(file: relay.authority, folder: nil))
        return (FoundryClient(configuration: configuration, timing: timing.timing, transport: transport), port)
    }
#endif
