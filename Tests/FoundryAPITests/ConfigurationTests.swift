import Foundation
import FoundryAPI
import Testing

@Suite("The configuration", .timeLimit(.minutes(5)))
struct ConfigurationTests {
    private func configuration(_ environment: [String: String]) throws -> FoundryConfiguration {
        try FoundryConfiguration(environment: environment)
    }

    private func refusal(_ environment: [String: String]) -> ConfigurationError? {
        #expect(throws: ConfigurationError.self) { try configuration(environment) }
    }

    @Test("The default is the production API, no key and 30 seconds")
    func defaults() throws {
        let made = try configuration(["FOUNDRY_API_TOKEN": "", "FOUNDRY_API_URL": "  ", "FOUNDRY_TIMEOUT_SECONDS": ""])
        #expect(made.baseURL.absoluteString == "https://foundry-api-public.adaptyvbio.com/api/v1")
        #expect(made.key == nil)
        #expect(made.timeout == .seconds(30))
        #expect(made.keyVariable == nil)
        #expect(made.urlVariable == nil)
    }

    @Test("Either name of key and URL is read, the first before the second")
    func names() throws {
        let first = try configuration([
            "FOUNDRY_API_TOKEN": testKey, "ADAPTYV_API_KEY": "other-key", "FOUNDRY_API_URL": "https://a.example",
            "ADAPTYV_API_URL": "https://b.example",
        ])
        #expect(first.keyVariable == "FOUNDRY_API_TOKEN")
        #expect(first.urlVariable == "FOUNDRY_API_URL")
        #expect(first.baseURL.host == "a.example")
        let second = try configuration([
            "FOUNDRY_API_TOKEN": "", "ADAPTYV_API_KEY": testKey, "ADAPTYV_API_URL": "https://b.example",
        ])
        #expect(second.keyVariable == "ADAPTYV_API_KEY")
        #expect(second.urlVariable == "ADAPTYV_API_URL")
        #expect(second.baseURL.host == "b.example")
        #expect(second.key == APIKey(testKey))
    }

    @Test(
        "A URL is accepted with or without its version and with any number of slashes",
        arguments: [
            ("https://h.example", "https://h.example/api/v1"), ("https://h.example/", "https://h.example/api/v1"),
            ("https://h.example/api/v1", "https://h.example/api/v1"),
            ("https://h.example/api/v1///", "https://h.example/api/v1"),
            ("https://h.example:8443/proxy/", "https://h.example:8443/proxy/api/v1"),
            ("HTTPS://h.example", "https://h.example/api/v1"),
            ("http://localhost:8080", "http://localhost:8080/api/v1"),
            ("http://127.8.9.1:80", "http://127.8.9.1:80/api/v1"), ("http://[::1]:80/", "http://[::1]:80/api/v1"),
        ])
    func urls(_ given: String, _ read: String) throws {
        #expect(try configuration(["FOUNDRY_API_URL": given]).baseURL.absoluteString == read)
    }

    @Test(
        "Plain http to anything but this machine is refused, and the error names variable and host",
        arguments: [
            ("http://foundry-api-public.adaptyvbio.com", "foundry-api-public.adaptyvbio.com"),
            ("http://127.0.0.1.example.com", "127.0.0.1.example.com"),
            ("http://localhost.example", "localhost.example"),
            ("http://10.0.0.1:80", "10.0.0.1"), ("http://0.0.0.0", "0.0.0.0"), ("http://127.1", "127.1"),
            ("http://127.0.0.256", "127.0.0.256"), ("http://[::2]", "::2"), ("http://2130706433", "2130706433"),
        ])
    func plainHTTP(_ url: String, _ host: String) {
        let error = refusal(["ADAPTYV_API_URL": url])
        #expect(error?.variable == "ADAPTYV_API_URL")
        #expect(error?.message.contains("ADAPTYV_API_URL") == true)
        #expect(error?.message.contains(host) == true)
    }

    @Test(
        "Anything but a plain address of a server is refused",
        arguments: [
            "foundry.example", "ftp://h.example", "https://", "https:///api/v1", "file:///etc/passwd", "not a url",
            "https://h.example/?a=b", "https://h.example/#f", "https://user@h.example", "https://u:p@h.example",
            "http://127.0.0.1@evil.example", "https://h.example:99999", "https://h ost.example",
        ])
    func badURLs(_ url: String) {
        #expect(refusal(["FOUNDRY_API_URL": url])?.variable == "FOUNDRY_API_URL")
    }

    @Test("A key that was put into the wrong variable is not shown")
    func keyInURL() {
        let error = refusal(["FOUNDRY_API_URL": testKey])
        #expect(error?.message.contains(testKey.dropFirst(5)) == false)
    }

    @Test("The timeout is in seconds, with fractions allowed, and anything else is refused")
    func timeout() throws {
        #expect(try configuration(["FOUNDRY_TIMEOUT_SECONDS": "2.5"]).timeout == .milliseconds(2500))
        for text in ["0", "-1", "soon", "nan", "inf", "1e9"] {
            let error = refusal(["FOUNDRY_TIMEOUT_SECONDS": text])
            #expect(error?.variable == "FOUNDRY_TIMEOUT_SECONDS")
            #expect(error?.message.contains(text) == true)
        }
        #expect(throws: ConfigurationError.self) { try FoundryConfiguration(timeout: .zero) }
    }

    @Test("A key is trimmed, and refused if no header can hold it")
    func key() throws {
        #expect(try configuration(["FOUNDRY_API_TOKEN": " \(testKey)\n"]).key == APIKey(testKey))
        for text in ["abs0_a b", "abs0_a\r\nX-Evil: 1", "abs0_é"] {
            let error = refusal(["FOUNDRY_API_TOKEN": text])
            #expect(error?.variable == "FOUNDRY_API_TOKEN")
            #expect(error?.message.contains(text) == false)
        }
    }
}
