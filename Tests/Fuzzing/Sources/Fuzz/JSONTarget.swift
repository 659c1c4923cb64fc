@testable import FoundryJSON

/// Reads the input as JSON. What is read, written and read again is the same, in each of the ways to hold and write it.
enum JSONTarget {
    static func run(_ bytes: UnsafeBufferPointer<UInt8>) -> CInt {
        // On the very bytes of the fuzzer, which end where their memory ends: a read beyond them is found.
        var parser = JSONParser(bytes, depthLimit: JSON.depthLimit)
        let outcome = Result { try parser.parse() }
        do throws(JSONParseError) {
            let value = try JSON(parsing: Array(bytes))
            expect((try? outcome.get()) != nil, "the parser refuses what JSON takes")
            expect(String(validating: bytes, as: UTF8.self) != nil, "a text that is no UTF-8 is taken")
            check(value)
            checkDepth(of: value, Array(bytes))
        } catch {
            expect((try? outcome.get()) == nil, "the parser takes what JSON refuses")
            expect((0...bytes.count).contains(error.offset), "the fault is at \(error.offset), outside the text")
            expect(error.line >= 1 && error.column >= 1, "\(error)")
        }
        return 0
    }

    private static func check(_ value: JSON) {
        let text = value.utf8
        let again = require("the compact text cannot be read") { try JSON(parsing: text) }
        expect(again == value && again.hashValue == value.hashValue, "what is read again differs")
        expect(again.utf8 == text, "the compact text changes when it is written again")

        let built = rebuilt(value)
        expect(built == value && built.hashValue == value.hashValue, "the value made in memory differs")
        let builtText = built.utf8
        expect(require("its text cannot be read") { try JSON(parsing: builtText) } == value, "its text says otherwise")
        expect(builtText.allSatisfy { $0 >= 0x20 }, "a control character is written as it is")

        let wrapped = require("a text in a string cannot be read") { try JSON(parsing: JSON(textOf: value).utf8) }
        expect(wrapped.string == value.text, "a text in a string differs")
    }

    /// A value of the same content, held in memory and not in a parsed text; each part of it is read on the way.
    private static func rebuilt(_ value: JSON) -> JSON {
        switch value.kind {
        case .null: return .null
        case .boolean: return JSON(value.bool ?? false)
        case .number:
            if let int = value.int { expect(JSON(int) == value, "\(int) is not \(value)") }
            expect(value.double != nil, "\(value) is no number")
            return JSON(number: value.numberText ?? "")
        case .string: return JSON(value.string ?? "")
        case .array:
            let elements = value.elements ?? []
            expect(elements.count == value.count && value[elements.count] == nil, "an array has another count")
            if let last = elements.last { expect(value[elements.count - 1] == last, "an element differs by its index") }
            return JSON(elements.map(rebuilt))
        case .object:
            let members = value.members ?? []
            expect(members.count == value.count, "an object has another count")
            if let last = members.last { expect(value[last.name] == last.value, "a member differs by its name") }
            return JSON(members.map { JSON.Member($0.name, rebuilt($0.value)) })
        }
    }

    private static func checkDepth(of value: JSON, _ bytes: [UInt8]) {
        let depth = depth(of: value)
        expect((try? JSON(parsing: bytes, depthLimit: depth)) == value, "a depth of \(depth) is too deep for itself")
        if depth > 0 {
            do {
                _ = try JSON(parsing: bytes, depthLimit: depth - 1)
                expect(false, "a depth of \(depth) is not too deep for one less")
            } catch {
                expect(error.reason == .tooDeep, "\(error)")
            }
        }
    }

    private static func depth(of value: JSON) -> Int {
        let inner = value.elements ?? value.members.map { $0.map(\.value) }
        return inner.map { ($0.map(depth).max() ?? 0) + 1 } ?? 0
    }
}
