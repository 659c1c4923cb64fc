import FoundryJSON
import Testing

@Suite("Modifying values", .timeLimit(.minutes(5)))
struct ChangingTests {
    @Test("Setting a member keeps its place, or adds it at the end")
    func sets() throws {
        let value = try JSON(parsing: #"{ "a" : 1.0 , "b" : 2 }"#)
        #expect(value.setting("a", to: "x").text == #"{"a":"x","b":2}"#)
        #expect(value.setting("c", to: [true]).text == #"{"a":1.0,"b":2,"c":[true]}"#)
        #expect(value.text == #"{"a":1.0,"b":2}"#)
    }

    @Test("Setting replaces the last member, if a name occurs twice")
    func setsLast() throws {
        let value = try JSON(parsing: #"{"a":1,"a":2}"#).setting("a", to: 3)
        #expect(value["a"] == 3)
        #expect(value.text == #"{"a":1,"a":3}"#)
    }

    @Test("Setting a member of another kind of value makes an object")
    func setsOnOthers() {
        #expect(JSON.null.setting("a", to: 1) == ["a": 1])
        #expect(([1, 2] as JSON).setting("a", to: 1) == ["a": 1])
    }

    @Test("Removing removes every member with the name, and leaves other kinds as they are")
    func removes() throws {
        #expect(try JSON(parsing: #"{"a":1,"b":2,"a":3}"#).removing("a").text == #"{"b":2}"#)
        #expect(try JSON(parsing: #"{"a":1}"#).removing("x").text == #"{"a":1}"#)
        #expect(([1] as JSON).removing("a") == [1])
    }

    @Test("Removing several names leaves the other members in order")
    func removingSeveral() {
        let value: JSON = ["a": 1, "b": 2, "c": 3, "d": 4]
        #expect(value.removing(["c", "a", "x"]).text == #"{"b":2,"d":4}"#)
        #expect(value.removing([]).text == value.text)
    }

    @Test("Members without a value are left out")
    func skipsNil() {
        let absent: String? = nil
        let value = JSON.object(["a": 1, "b": absent.map { JSON($0) }, "c": .null])
        #expect(value.text == #"{"a":1,"c":null}"#)
    }
}
