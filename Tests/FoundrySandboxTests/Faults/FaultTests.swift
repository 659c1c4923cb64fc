import Foundation
import FoundryJSON
import TestSupport
import Testing

@testable import FoundrySandbox

@Suite("Injected faults", .opensDescriptors)
struct FaultTests {
    private func client(_ faults: String...) throws -> SandboxClient {
        try SandboxClient { $0.faults = try faults.map { try SandboxFault(parsing: $0) } }
    }

    private let draft: JSON = ["name": "x", "experiment_spec": Spec.of("expression")]

    @Test(
        "An invalid fault is refused with the valid forms",
        arguments: [
            ("", "unknown directive"), ("foo=1", "'foo'"), ("rate=2:status=503", "rate=0…1"), ("rate=0.1", "no effect"),
            ("status=99", "200…599"), ("status", "status=200…599"), ("truncate=1", "not truncate=1"),
            ("route=GET /nowhere:truncate", "METHOD /path"), ("latency=soon", "2s|150ms"), ("latency=-1s", "2s|150ms"),
            ("submit-conflict=sad", "customer_quote_cap"), ("times=x:truncate", "times=N"), ("status=503:", "''"),
        ])
    func refused(text: String, told: String) {
        let error = #expect(throws: SandboxError.self) { try SandboxFault(parsing: text) }
        #expect(error?.description.contains(told) == true, "\(error?.description ?? "")")
    }

    @Test("A status replaces the request's execution, or follows it with after-commit")
    func statuses() throws {
        let before = try client("route=POST /experiments:status=503:times=2")
        for _ in 0..<2 { #expect(try before.post("/experiments", draft).status == 503) }
        #expect(try before.post("/experiments", draft).status == 201)
        #expect(try before.get("/experiments")["total"]?.int == 1)
        let after = try client("route=POST /experiments:status=502:after-commit")
        #expect(try after.post("/experiments", draft).status == 502)
        #expect(try after.get("/experiments")["total"]?.int == 1)
    }

    @Test("Applications of each fault are counted")
    func counts() throws {
        let client = try client(
            "route=GET /whoami:status=503:times=2", "route=GET /whoami:latency=1ms", "status=500:times=0")
        for _ in 0..<3 { _ = try client.get("/whoami") }
        #expect(client.sandbox.faultCounts == [2, 3, 0])
    }

    @Test("Retry-After is in seconds or a date, with 429 unless another status is given")
    func retryAfter() throws {
        let seconds = try client("retry-after=7").get("/whoami")
        #expect(seconds.status == 429)
        #expect(seconds.reply.header("retry-after") == "7")
        let date = try client("retry-after-date=10:status=503").get("/whoami")
        #expect(date.status == 503)
        #expect(date.reply.header("date") == "Thu, 28 May 2026 20:26:40 GMT")
        #expect(date.reply.header("retry-after") == "Thu, 28 May 2026 20:26:50 GMT")
    }

    @Test("Connections are dropped before or after the request is carried out")
    func drops() throws {
        for (fault, total) in [
            ("drop-before-commit", 0), ("drop-after-commit", 1), ("drop-after-commit:reset", 1),
            ("drop-before-commit:reset", 0),
        ] {
            let client = try client("route=POST /experiments:\(fault)")
            #expect(try client.post("/experiments", draft).status == 0)
            #expect(try client.get("/experiments")["total"]?.int == total)
            #expect(client.sandbox.requestLog.first?.status == nil)
        }
    }

    @Test("A redirect's URL may contain colons")
    func redirect() throws {
        let answer = try client("redirect=http://127.0.0.1:9/x?a=b:status=307").get("/whoami")
        #expect(answer.status == 307)
        #expect(answer.reply.header("location") == "http://127.0.0.1:9/x?a=b")
    }

    @Test("Bodies are truncated, mislabeled and corrupted")
    func bodies() throws {
        let cut = try client("truncate").get("/whoami")
        #expect(!cut.reply.isWhole && !cut.reply.body.isEmpty)
        let short = try client("wrong-length").get("/whoami")
        #expect(short.reply.isWhole && short.json.isNull)
        let malformed = try client("malformed").get("/whoami")
        #expect(malformed.status == 200 && malformed.reply.isWhole && malformed.json.isNull)
        let html = try client("content-type=text/html").get("/whoami")
        #expect(html.reply.header("content-type") == "text/html")
        #expect(String(decoding: html.reply.body, as: UTF8.self).contains("<h1>"))
        let garbled = try client("invalid-utf8").get("/whoami")
        #expect(String(validating: garbled.reply.body, as: UTF8.self) == nil)
    }

    @Test("Faults delay the execution, the response, or the body")
    func slowness() throws {
        for fault in ["latency=150ms", "latency-after-commit=0.15", "slow-body=150ms"] {
            let client = try client(fault)
            let start = Date()
            let answer = try client.get("/whoami")
            #expect(answer.status == 200 && answer.reply.isWhole)
            #expect(Date().timeIntervalSince(start) >= 0.14)
        }
        let late = try client("route=POST /experiments:latency-after-commit=1000s")
        let connection = try late.rawConnection()
        connection.send(
            "POST /api/v1/experiments HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(late.sandbox.key)\r\n"
                + "Content-Type: application/json\r\nContent-Length: \(draft.utf8.count)\r\n\r\n\(draft.text)")
        while try late.get("/experiments")["total"]?.int == 0 {}
    }

    @Test("The gzip bomb is a small valid stream of 128 MiB")
    func bomb() throws {
        let answer = try client("gzip-bomb").get("/whoami")
        #expect(answer.reply.header("content-encoding") == "gzip")
        let bytes = answer.reply.body
        #expect(bytes.count < 1 << 20)
        #expect(bytes.prefix(3) == [0x1F, 0x8B, 8])
        let length = bytes.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
        #expect(length > 120 << 20)
        // Checked against the checksums of common tools.
        #expect(CRC32.checksum(ofRunOf: 0x61, length: 1) == 0xE8B7_BE43)
        #expect(CRC32.checksum(ofRunOf: 0x20, length: 1000) == 0xCD93_E382)
    }

    @Test("The key is echoed in many encodings, and the JSON stays valid")
    func echo() throws {
        let client = try client("echo-key")
        let answer = try client.get("/whoami")
        let echo = try #require(answer["echo"])
        #expect(echo["plain"]?.string == client.sandbox.key)
        #expect(echo["escaped"]?.string == client.sandbox.key)
        #expect(!(echo["escaped"]?.text.contains("abs0_") ?? true))
        #expect(Data(base64Encoded: echo["base64"]?.string ?? "") == Data(client.sandbox.key.utf8))
        #expect(echo.members?.last?.name == client.sandbox.key)
    }

    @Test(
        "A refused submission has an error kind and a hint",
        arguments: SubmitConflict.hints.keys.sorted())
    func submitConflict(kind: String) throws {
        let client = try client("submit-conflict=\(kind):times=1")
        let id = try client.create(Spec.of("affinity"))
        let answer = try client.post("/experiments/\(id)/submit")
        #expect(answer.status == 409)
        #expect(answer["error_kind"]?.string == kind)
        #expect(answer["hint"]?.string?.isEmpty == false)
        #expect(try client.status(id) == "draft")
        #expect(try client.post("/experiments/\(id)/submit").status == 200)
    }

    @Test("A fault's rate is about right, and hits the same requests with the same seed")
    func rate() throws {
        func pattern(seed: UInt64) throws -> [Int] {
            let client = try SandboxClient {
                $0.seed = seed
                $0.faults = [try SandboxFault(parsing: "rate=0.3:after=10:status=503")]
            }
            return try (0..<200).map { _ in try client.get("/info/health").status }
        }
        let one = try pattern(seed: 1)
        #expect(one == (try pattern(seed: 1)))
        #expect(one != (try pattern(seed: 2)))
        #expect((30...85).contains(one.count { $0 == 503 }))
        #expect(one.prefix(10).allSatisfy { $0 == 200 })
    }

    @Test("The checksums of a run and of bytes agree", arguments: [1, 2, 255, 1000])
    func checksums(length: Int) {
        #expect(
            CRC32.checksum(of: Array(repeating: 0x20, count: length))
                == CRC32.checksum(ofRunOf: 0x20, length: length))
        #expect(CRC32.checksum(of: Array("123456789".utf8)) == 0xCBF4_3926)
    }

    @Test("Faults add up, apply to their routes only, and spare the sandbox's own routes")
    func together() throws {
        let client = try client(
            "route=GET /experiments/{id}:status=500", "route=GET:retry-after=3:times=1", "route=POST *:truncate")
        let first = try client.get("/experiments/\(Spec.pdl1)")
        #expect(first.status == 500)
        #expect(first.reply.header("retry-after") == "3")
        #expect(try client.get("/experiments").status == 200)
        #expect(try client.get("/experiments/\(Spec.pdl1)/quote").status == 400)
        #expect(try client.get("/sandbox").status == 200)
    }
}
