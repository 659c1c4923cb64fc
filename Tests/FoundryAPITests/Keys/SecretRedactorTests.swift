import Foundation
import FoundryJSON
import Testing

@testable import FoundryAPI

@Suite("Other secrets", .timeLimit(.minutes(5)))
struct SecretRedactorTests {
    @Test(
        "A secret is taken out as it is, and with the escapes of JSON, once or twice",
        arguments: [
            #"S3cret"quote\with/slash-0123456789-0123456789"#, "plainsecret0123456789012345678901234567", "hdr\"val/ue",
            #"\"\"\\n"#, "100%41 percent", "ünïcode secret",
        ])
    func escapes(_ secret: String) {
        let redactor = Redactor(secrets: [secret, "another secret"], replacement: "[redacted]")
        let once = JSON(secret).text.dropFirst().dropLast()
        let twice = JSON(String(once)).text.dropFirst().dropLast()
        for form in [secret, String(once), String(twice), once.replacingOccurrences(of: "/", with: "\\/")] {
            #expect(redactor.redact("it is <\(form)>.") == "it is <[redacted]>.")
            #expect(redactor.redact(["a": JSON("<\(form)>")]) == ["a": "<[redacted]>"])
        }
        #expect(redactor.redact("another secret; abs0_key") == "[redacted]; abs0_key")
    }

    @Test("A short word is not taken for a secret")
    func short() {
        let redactor = Redactor(secrets: ["abc12", ""], replacement: "[redacted]")
        #expect(redactor.redact("abc12 and more") == "abc12 and more")
    }
}
