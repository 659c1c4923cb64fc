import FoundryCrypto
import Testing

@Suite("Hashes and authentication codes match published vectors", .timeLimit(.minutes(5)))
struct HashTests {
    @Test("Bytes have two hexadecimal digits each, in lower case")
    func hexadecimal() {
        #expect([0x00, 0x0F, 0xA0, 0xFF].hexadecimal == "000fa0ff")
        #expect([UInt8]().hexadecimal.isEmpty)
    }

    @Test(
        "SHA-256 matches the examples of FIPS 180",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
            (
                "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
                "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
            ),
        ])
    func sha256(_ text: String, _ hash: String) {
        #expect(SHA256.hash(text.utf8).hexadecimal == hash)
    }

    @Test("SHA-256 of a million bytes in pieces matches the example of FIPS 180")
    func million() {
        var hash = SHA256()
        for _ in 0..<10_000 { hash.update(Array(repeating: UInt8(ascii: "a"), count: 100)) }
        #expect(hash.finish().hexadecimal == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test("SHA-256 is right for every length around a block, as computed by another implementation")
    func lengths() {
        // The hash of the hashes of 0 to 199 bytes of "a".
        var all = SHA256()
        for length in 0..<200 { all.update(SHA256.hash(Array(repeating: UInt8(ascii: "a"), count: length))) }
        #expect(all.finish().hexadecimal == "752c007f38611cfbf5fa42cb1cea3d8e086491c844d0cc4defd632cb81423506")
    }

    @Test(
        "HMAC matches the examples of RFC 4231",
        arguments: [
            (
                Array(repeating: 0x0B, count: 20), Array("Hi There".utf8),
                "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
            ),
            (
                Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
            ),
            (
                Array(repeating: 0xAA, count: 20), Array(repeating: 0xDD, count: 50),
                "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
            ),
            (
                Array(repeating: 0xAA, count: 131),
                Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
            ),
        ] as [([UInt8], [UInt8], String)])
    func hmac(_ key: [UInt8], _ message: [UInt8], _ code: String) {
        #expect(HMAC(key: key).code(for: message).hexadecimal == code)
    }

    @Test("A code is valid for its message and key only")
    func validity() {
        let (one, other) = (HMAC(), HMAC())
        let code = one.code(for: "message".utf8)
        #expect(one.isValid(code, for: "message".utf8))
        #expect(!one.isValid(code, for: "massage".utf8))
        #expect(!one.isValid(code.dropLast(), for: "message".utf8))
        #expect(!one.isValid([UInt8](), for: "message".utf8))
        #expect(!other.isValid(code, for: "message".utf8))
        for index in code.indices {
            var altered = code
            altered[index] ^= 1
            #expect(!one.isValid(altered, for: "message".utf8))
        }
    }
}
