import FoundryJSON
import Testing

@Suite("JSON Pointers", .timeLimit(.minutes(5)))
struct JSONPointerTests {
    @Test("A pointer is written as RFC 6901 says, with ~ and / escaped")
    func describes() {
        #expect(JSONPointer().description == "")
        #expect(JSONPointer(["a", "0"]).description == "/a/0")
        #expect(JSONPointer([""]).description == "/")
        #expect(JSONPointer(["a/b", "m~n", "~1"]).description == "/a~1b/m~0n/~01")
        #expect(JSONPointer(["é \"x\""]).description == "/é \"x\"")
    }

    @Test("A pointer grows by names and indices")
    func appends() {
        let pointer = JSONPointer().appending("items").appending(3).appending("a/b")
        #expect(pointer.tokens == ["items", "3", "a/b"])
        #expect(pointer.description == "/items/3/a~1b")
        #expect(pointer == JSONPointer(["items", "3", "a/b"]))
    }
}
