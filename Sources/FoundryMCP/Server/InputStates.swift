import FoundryCrypto
import FoundryFoundation
import FoundryJSON
import Synchronization

/// The states by which a modern client's answers are verified.
///
/// A question goes out with a state, which the client returns with the answer. It is authenticated with a key that only
/// this process has, for one question in one request, and is accepted once, within a limited time. Anything else (an
/// altered state, one of another process, an expired or used one) does not verify, and the question is asked again.
final class InputStates: Sendable {
    private static let nonceSize = 16
    private static let expirySize = 8

    private let authentication = HMAC()
    private let lifetime: Duration
    private let start = ContinuousClock.now
    /// The nonces of the states that were redeemed, and when they expire. Expired ones are forgotten, since the states
    /// no longer verify.
    private let redeemed = Mutex<[[UInt8]: Int64]>([:])

    /// Creates states.
    ///
    /// - Parameter lifetime: The time for which a state is valid.
    init(lifetime: Duration) {
        self.lifetime = lifetime
    }

    /// Returns a new state for a question.
    func issue(for question: JSON) -> String {
        let nonce = HMAC.randomBytes(Self.nonceSize)
        let expiry = now + Int64(lifetime.milliseconds)
        let head = nonce + withUnsafeBytes(of: expiry.bigEndian) { Array($0) }
        return Data(head + authentication.code(for: head + Self.bytes(of: question))).base64EncodedString()
    }

    /// Verifies and uses up a state, and returns whether it was valid for the question.
    func redeem(_ state: String, for question: JSON) -> Bool {
        guard let data = Data(base64Encoded: state) else { return false }
        let bytes = Array(data)
        guard bytes.count == Self.nonceSize + Self.expirySize + SHA256.byteCount else { return false }
        let head = Array(bytes.prefix(Self.nonceSize + Self.expirySize))
        guard authentication.isValid(bytes.dropFirst(head.count), for: head + Self.bytes(of: question)) else {
            return false
        }
        let nonce = Array(head.prefix(Self.nonceSize))
        let expiry = head.dropFirst(Self.nonceSize).reduce(Int64(0)) { $0 << 8 | Int64($1) }
        let now = now
        return redeemed.withLock { redeemed in
            redeemed = redeemed.filter { $0.value > now }
            guard expiry > now, redeemed[nonce] == nil else { return false }
            redeemed[nonce] = expiry
            return true
        }
    }

    /// Equal questions have equal bytes, however their JSON is written.
    private static func bytes(of question: JSON) -> [UInt8] {
        Array(question.canonicalText.utf8)
    }

    private var now: Int64 { Int64((ContinuousClock.now - start).milliseconds) }
}
