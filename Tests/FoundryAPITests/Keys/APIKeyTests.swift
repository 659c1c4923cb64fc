import Foundation
import FoundryAPI
import Testing

@Suite("Keys", .timeLimit(.minutes(5)))
struct APIKeyTests {
    private let key = APIKey(testKey)

    @Test("No way of printing a key shows its text")
    func printing() throws {
        let key = try #require(key)
        struct Holder { let key: APIKey }
        var dumped = ""
        dump(Holder(key: key), to: &dumped)
        let shown = [
            "\(key)", String(reflecting: key), String(describing: Holder(key: key)), String(describing: Optional(key)),
            "\([key])", dumped, "\(try FoundryConfiguration(key: testKey))",
            "\(Mirror(reflecting: key).children.map { "\($0)" })", "\(Redactor(key: key))",
        ]
        for text in shown { #expect(!text.contains(testKey.dropFirst(5).prefix(12)), "\(text.count) characters") }
    }

    @Test("A key is recognized by the API's usual shape")
    func shape() {
        #expect(key?.hasUsualShape == true)
        #expect(APIKey("abs0_short")?.hasUsualShape == false)
        #expect(APIKey("sk-1234567890123456")?.hasUsualShape == false)
        #expect(APIKey("abs0_with%percent+and*star")?.hasUsualShape == false)
    }

    @Test("A key has a short, stable and distinct fingerprint")
    func fingerprint() throws {
        let key = try #require(key)
        #expect(key.fingerprint.count == 8)
        #expect(key.fingerprint == APIKey(testKey)?.fingerprint)
        #expect(key.fingerprint != APIKey(testKey + "x")?.fingerprint)
    }
}
