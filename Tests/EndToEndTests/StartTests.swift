#if os(Linux)
    import Foundation
    import FoundryJSON
    import FoundrySystem
    import TestSupport
    import Testing

    @Suite("The libraries that the program loads", .opensDescriptors)
    struct StartTests {
        @Test("Neither Foundation nor libcurl is loaded at the start, and libcurl is loaded with the first request")
        func libraries() async throws {
            let sandbox = try await SandboxProcess()
            let client = try WireClient([], sandbox.variables)
            let hello: JSON = [
                "protocolVersion": "2025-06-18", "capabilities": [:], "clientInfo": ["name": "tests", "version": "1"],
            ]
            _ = try await client.askPlainly("initialize", hello)
            var loaded = try libraries(of: client.processIdentifier)
            #expect(!loaded.contains { $0.hasPrefix("libcurl") })
            let answer = try await client.askPlainly("tools/call", ["name": "whoami", "arguments": [:]])
            #expect(answer?["result"]?["structuredContent"] != nil)
            loaded = try libraries(of: client.processIdentifier)
            #expect(loaded.contains { $0.hasPrefix("libcurl") })
            // Sources that import Foundation, rather than FoundryFoundation, have it loaded: twice the time to start.
            #expect(!loaded.contains("libFoundation.so"))
            #expect(await client.end() == 0)
            _ = await sandbox.end()
        }

        private func libraries(of process: Int32) throws -> Set<String> {
            let descriptor = open("/proc/\(process)/maps", O_RDONLY)
            defer { close(descriptor) }
            let maps = String(decoding: try Descriptor.readAll(from: descriptor), as: UTF8.self)
            return Set(
                maps.split(whereSeparator: \.isNewline).compactMap { $0.split(separator: "/").last.map(String.init) })
        }
    }
#endif
