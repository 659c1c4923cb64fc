import FoundryJSON
import Testing

@testable import FoundryJSONRPC

@Suite("Reading and writing messages", .timeLimit(.minutes(5)))
struct MessageTests {
    private func message(_ text: String) throws -> Message { try Message(JSON(parsing: text)) }

    @Test(
        "A message is read and written without loss",
        arguments: [
            #"{"jsonrpc":"2.0","id":1,"method":"a","params":{"z":1.50,"a":[null,"é"]}}"#,
            #"{"jsonrpc":"2.0","id":"","method":"","params":{}}"#,
            #"{"jsonrpc":"2.0","method":"n","params":{"b":2}}"#,
            #"{"jsonrpc":"2.0","id":"x","result":{"deep":{"er":1e400}}}"#,
            #"{"jsonrpc":"2.0","id":1,"result":null}"#,
            #"{"jsonrpc":"2.0","id":7,"error":{"code":-32000,"message":"m","data":[1]}}"#,
            #"{"jsonrpc":"2.0","id":7,"error":{"code":1,"message":"","data":null}}"#,
            #"{"jsonrpc":"2.0","error":{"code":-32700,"message":"m"}}"#,
        ])
    func roundTrip(_ text: String) throws {
        #expect(try message(text).json.text == text)
    }

    @Test("A request without params has empty ones")
    func withoutParams() throws {
        guard case .request(let request) = try message(#"{"jsonrpc":"2.0","id":5,"method":"ping"}"#) else {
            Issue.record("no request")
            return
        }
        #expect(request.id == RequestID(5))
        #expect(request.method == "ping")
        #expect(request.params == [:])
    }

    @Test("A message without an id is a notification, whatever its method")
    func notification() throws {
        guard case .notification(let notification) = try message(#"{"jsonrpc":"2.0","method":"tools/list"}"#) else {
            Issue.record("no notification")
            return
        }
        #expect(notification.method == "tools/list")
        #expect(notification.params == [:])
    }

    @Test("An error whose code or message cannot be read is still a response")
    func incompleteError() throws {
        guard case .response(let response) = try message(#"{"jsonrpc":"2.0","id":3,"error":"no"}"#) else {
            Issue.record("no response")
            return
        }
        #expect(response.id == RequestID(3))
        #expect(throws: RPCError(code: 0, message: "")) { try response.outcome.get() }
    }

    /// A value that is no message, and the id to which the error belongs.
    struct Invalid: CustomTestStringConvertible, Sendable {
        let text: String
        let id: RequestID?

        init(_ text: String, id: RequestID? = nil) { (self.text, self.id) = (text, id) }

        var testDescription: String { text }
    }

    @Test(
        "An invalid message is error -32600 with the id of the request, if it can be read",
        arguments: [
            Invalid("1"), Invalid("null"), Invalid("true"), Invalid(#""ping""#), Invalid("[]"), Invalid("{}"),
            Invalid(#"{"jsonrpc":"1.0","id":1,"method":"a"}"#, id: RequestID(1)),
            Invalid(#"{"jsonrpc":2.0,"id":1,"method":"a"}"#, id: RequestID(1)),
            Invalid(#"{"id":"x","method":"a"}"#, id: RequestID("x")),
            Invalid(#"{"jsonrpc":"2.0","id":3}"#, id: RequestID(3)),
            Invalid(#"{"jsonrpc":"2.0","id":4,"method":4}"#, id: RequestID(4)),
            Invalid(#"{"jsonrpc":"2.0","id":4,"method":null}"#, id: RequestID(4)),
            Invalid(#"{"jsonrpc":"2.0","id":5,"method":"a","params":[1]}"#, id: RequestID(5)),
            Invalid(#"{"jsonrpc":"2.0","id":5,"method":"a","params":null}"#, id: RequestID(5)),
            Invalid(#"{"jsonrpc":"2.0","id":5,"method":"a","params":"x"}"#, id: RequestID(5)),
            Invalid(#"{"jsonrpc":"2.0","method":"a","params":[1]}"#),
            Invalid(#"{"jsonrpc":"2.0","id":null,"method":"a"}"#),
            Invalid(#"{"jsonrpc":"2.0","id":true,"method":"a"}"#),
            Invalid(#"{"jsonrpc":"2.0","id":1.5,"method":"a"}"#),
            Invalid(#"{"jsonrpc":"2.0","id":{},"method":"a"}"#),
            Invalid(#"{"jsonrpc":"2.0","id":[1],"method":"a"}"#),
            Invalid(#"{"jsonrpc":"2.0","id":null,"result":{}}"#),
            Invalid(#"{"jsonrpc":"2.0","result":{}}"#),
            Invalid(#"{"jsonrpc":"2.0"}"#),
        ])
    func invalid(_ invalid: Invalid) throws {
        let value = try JSON(parsing: invalid.text)
        let error = try #require(throws: MessageError.self) { try Message(value) }
        #expect(error.error.code == -32600)
        #expect(!error.error.message.isEmpty)
        #expect(error.id == invalid.id)
    }

    @Test(
        "The error about an invalid response does not have its id",
        arguments: [
            #"{"jsonrpc":"1.0","id":"server-1","result":{}}"#, #"{"id":"server-1","result":{}}"#,
            #"{"jsonrpc":"1.0","id":"server-1","error":{"code":1,"message":"m"}}"#,
        ])
    func unreadableAnswer(_ text: String) throws {
        let value = try JSON(parsing: text)
        let error = try #require(throws: MessageError.self) { try Message(value) }
        #expect(error.error.code == -32600)
        #expect(error.id == nil)
    }
}
