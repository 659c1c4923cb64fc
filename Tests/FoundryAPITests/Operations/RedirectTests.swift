import Foundation
import FoundryJSON
import TestSupport
import Testing

@testable import FoundryAPI

@Suite("A file that the API redirects to", .opensDescriptors)
struct RedirectTests {
    private static let pdf = [HostileServer.Step].answer(
        "%PDF-1.7 invoice", headers: ["Content-Type": "application/pdf"])

    private func redirect(to location: String) -> [HostileServer.Step] {
        .answer("", status: "307 Temporary Redirect", headers: ["Location": location])
    }

    private func read(_ client: FoundryClient) async throws -> FoundryResponse {
        try await client.send(.getInvoicePDF, ["invoice_id": "in_1"])
    }

    @Test("The file is read from the other host without the key, and has the API's request id")
    func followed() async throws {
        let files = try HostileServer([Self.pdf])
        defer { files.stop() }
        let server = try HostileServer([
            redirect(to: "\(files.url.replacing("127.0.0.1", with: "localhost"))/a.pdf?x=1")
        ])
        defer { server.stop() }
        let response = try await read(client(of: server.url))
        guard case .data(let bytes, let mimeType) = response.body else {
            Issue.record("no document")
            return
        }
        #expect(String(decoding: bytes, as: UTF8.self) == "%PDF-1.7 invoice")
        #expect(mimeType == "application/pdf")
        #expect(response.requestID == "req_head")
        let request = try #require(files.requests.first)
        #expect(request.target == "/a.pdf?x=1")
        #expect(request.headers["authorization"] == nil)
    }

    @Test("The other host's clock is not taken for the API's")
    func otherClock() async throws {
        let files = try HostileServer([
            .answer(
                "%PDF-1.7", headers: ["Content-Type": "application/pdf", "Date": "Tue, 15 Nov 1994 09:12:31 GMT"])
        ])
        defer { files.stop() }
        let date = "Tue, 15 Nov 1994 08:12:31 GMT"
        for header in ["\(date), \(date)", date, ""] {
            let server = try HostileServer([
                .answer(
                    "", status: "307 Temporary Redirect", headers: ["Location": "\(files.url)/a.pdf", "Date": header])
            ])
            defer { server.stop() }
            let client = try client(of: server.url)
            let response = try await read(client)
            #expect(response.serverDate == HTTPDate.read(header))
            let now = Date()
            let lead = client.serverClock.moment(of: now).timeIntervalSince(now)
            let expected = HTTPDate.read(header).map { $0.timeIntervalSince(now) } ?? -60
            #expect(abs(lead - expected) < 30)
        }
    }

    @Test("A second redirect is not followed")
    func twice() async throws {
        let third = try HostileServer([Self.pdf])
        defer { third.stop() }
        let second = try HostileServer([redirect(to: third.url)])
        defer { second.stop() }
        let server = try HostileServer([redirect(to: second.url)])
        defer { server.stop() }
        let error = await failure { try await read(client(of: server.url)) }
        #expect(error?.kind == .badResponse)
        #expect(third.requests.isEmpty)
    }

    @Test(
        "A redirect is not followed to a URL that is not https, has a user name, or contains the key",
        arguments: [
            "http://192.0.2.1/a.pdf", "ftp://example.com/a.pdf", "file:///etc/passwd", "/relative.pdf",
            "//example.com/a",
            "https://user@example.com/a.pdf", "https://user:word@example.com/a.pdf", "https:///a.pdf", "", "https://",
        ])
    func places(_ location: String) async throws {
        let server = try HostileServer([redirect(to: location)])
        defer { server.stop() }
        let error = await failure { try await read(client(of: server.url)) }
        #expect(error?.kind == .badResponse)
        #expect(error?.httpStatus == 307)
        #expect(server.requests.count == 1)
    }

    @Test("A redirect is not followed to a URL that contains the key")
    func keyInAddress() async throws {
        let files = try HostileServer([Self.pdf])
        defer { files.stop() }
        let server = try HostileServer([redirect(to: "\(files.url)/?k=\(testKey)")])
        defer { server.stop() }
        let error = await failure { try await read(client(of: server.url)) }
        #expect(error?.kind == .badResponse)
        #expect(files.requests.isEmpty)
    }

    @Test(
        "A refusal by the other host is reported with its name, and not as the API's",
        arguments: [
            "401 Unauthorized", "403 Forbidden", "404 Not Found", "500 Failed",
        ])
    func refused(_ status: String) async throws {
        let files = try HostileServer([.answer("secret words", status: status)])
        defer { files.stop() }
        let server = try HostileServer([redirect(to: files.url)])
        defer { server.stop() }
        let error = await failure { try await read(client(of: server.url)) }
        #expect(error?.kind == .upstream)
        #expect(error?.message.contains(String(status.prefix(3))) == true)
        #expect(error?.message.contains("secret words") == false)
    }

    @Test("Anything but a PDF is an error")
    func notPDF() async throws {
        let files = try HostileServer([.answer("<html>", headers: ["Content-Type": "application/pdf"])])
        defer { files.stop() }
        let server = try HostileServer([redirect(to: files.url)])
        defer { server.stop() }
        #expect(await failure { try await read(client(of: server.url)) }?.kind == .badResponse)
    }
}

@Suite("Webhooks of the organisation", .opensDescriptors)
struct WebhookOperationTests {
    @Test("The API's array becomes a member of an object, and keys in it are redacted")
    func array() async throws {
        let server = try HostileServer([.answer("[{\"id\":\"1\",\"url\":\"https://x.example/\(testKey)\"}]")])
        defer { server.stop() }
        let response = try await client(of: server.url).send(.listWebhooks)
        #expect(response.json?["webhooks"]?.count == 1)
        #expect(response.json?.text.contains(testKey) == false)
    }

    @Test("Deleting sends DELETE without a body, and an empty response is a success")
    func delete() async throws {
        let server = try HostileServer([[.send([UInt8]("HTTP/1.1 204 No Content\r\n\r\n".utf8))]])
        defer { server.stop() }
        let response = try await client(of: server.url).send(.deleteWebhook, ["webhook_id": "w"])
        #expect(response.status == 204)
        #expect(server.requests.first?.method == "DELETE")
        #expect(server.requests.first?.body.isEmpty == true)
    }

    @Test("A null secret is sent, since it removes the secret")
    func nullSecret() async throws {
        let server = try HostileServer([.answer("{}")])
        defer { server.stop() }
        _ = try await client(of: server.url).send(.updateWebhook, ["webhook_id": "w", "secret": .null])
        #expect(server.requests.first?.body == "{\"secret\":null}")
    }
}
