import FoundryCrypto

/// The signature of a webhook's delivery, which proves that Foundry sent it.
///
/// A delivery carries `X-Adaptyv-Signature: sha256=<hex>`, the HMAC-SHA256 of its raw body with the webhook's secret.
/// Verify it over the bytes as they arrived, before you parse them.
///
/// A delivery that fails is sent again, up to three times, so your receiver may see one more than once. Remember the
/// `delivery_id` of each body (also the header `X-Adaptyv-Delivery-Id`) as soon as you accept it, and ignore a delivery whose
/// id you know. The signature does not expire: to bound a replay by others, also refuse a `timestamp` in the body that is
/// older than you remember ids.
public enum WebhookSignature {
    /// Returns whether a signature is that of a body, in a time that does not depend on where the two differ.
    ///
    /// - Parameters:
    ///   - body: The bytes of the request's body, unchanged.
    ///   - signature: The value of the header `X-Adaptyv-Signature`.
    ///   - secret: The webhook's secret. Nothing is valid for an empty one.
    public static func verify(body: some Sequence<UInt8>, signature: String, secret: String) -> Bool {
        guard !secret.isEmpty, let code = code(in: signature) else { return false }
        return HMAC(key: secret.utf8).isValid(code, for: body)
    }

    /// Returns the bytes of `sha256=<hex>`; nil if the text is not of that form.
    private static func code(in signature: String) -> [UInt8]? {
        let prefix = "sha256="
        guard signature.hasPrefix(prefix) else { return nil }
        let digits = Array(signature.utf8.dropFirst(prefix.utf8.count))
        guard digits.count == 64 else { return nil }
        var code: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = value(of: digits[index]), let low = value(of: digits[index + 1]) else { return nil }
            code.append(high << 4 | low)
        }
        return code
    }

    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
