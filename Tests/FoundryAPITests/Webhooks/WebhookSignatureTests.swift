import FoundryAPI
import Testing

@Suite("The signature of a webhook's delivery", .timeLimit(.minutes(5)))
struct WebhookSignatureTests {
    // Computed with Python's hmac module.
    private static let body = Array(#"{"event":"experiment.status_changed","delivery_id":"d1"}"#.utf8)
    private static let secret = "0123456789abcdef0123456789abcdef"
    private static let signature = "sha256=c0ec3c71ae118054849f6dadc3ed3c3030acff7f0bfc04a3d2662a4f7176613f"

    @Test("The right signature is valid, in either case of its digits")
    func valid() {
        #expect(WebhookSignature.verify(body: Self.body, signature: Self.signature, secret: Self.secret))
        let upper = "sha256=" + Self.signature.dropFirst(7).uppercased()
        #expect(WebhookSignature.verify(body: Self.body, signature: upper, secret: Self.secret))
    }

    @Test("The signature of another body or secret is invalid")
    func other() {
        #expect(!WebhookSignature.verify(body: Self.body + [0x0A], signature: Self.signature, secret: Self.secret))
        #expect(!WebhookSignature.verify(body: Self.body, signature: Self.signature, secret: Self.secret + "x"))
        #expect(!WebhookSignature.verify(body: Self.body, signature: Self.signature, secret: ""))
    }

    @Test("A signature that differs in one digit, or has another form, is invalid")
    func malformed() {
        let digits = Array(Self.signature.dropFirst(7))
        for index in digits.indices {
            var changed = digits
            changed[index] = changed[index] == "0" ? "1" : "0"
            #expect(
                !WebhookSignature.verify(body: Self.body, signature: "sha256=" + changed, secret: Self.secret))
        }
        for signature in [
            "", "sha256=", String(digits), "sha1=" + digits, "sha256=" + digits.dropLast(),
            "sha256=" + digits + "00", "sha256=" + String(repeating: "g", count: 64), " " + Self.signature,
        ] {
            let isValid = WebhookSignature.verify(body: Self.body, signature: signature, secret: Self.secret)
            #expect(!isValid, "\(signature)")
        }
    }
}
