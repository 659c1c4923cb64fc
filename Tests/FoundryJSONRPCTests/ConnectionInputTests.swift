import FoundryJSON
import FoundryJSONRPC
import TestSupport
import Testing

@Suite("A connection survives any input", .opensDescriptors)
struct ConnectionInputTests {
    /// Sends bytes and then a request; gives what was written before the answer to that.
    private func answers(to bytes: [UInt8], _ handler: ScriptedHandler = .echo) async throws -> [JSON] {
        let client = try Client(handler)
        await client.send(bytes: bytes + [0x0A])
        await client.send(#"{"jsonrpc":"2.0","id":"next","method":"m"}"#)
        var answers: [JSON] = []
        while true {
            let message = try await client.next()
            if message["id"]?.string == "next" {
                #expect(message["result"] != nil)
                break
            }
            answers.append(message)
        }
        #expect(try await client.rest().isEmpty)
        return answers
    }

    @Test(
        "A line that is not JSON is error -32700 without an id, and the next request is served",
        arguments: [
            "hello", "{", #"{"jsonrpc":"2.0","id":7301,"method":"pi"#, #"{"jsonrpc":"2.0","method":"a",}"#,
            #"{"jsonrpc":"2.0","method":"a"} {"jsonrpc":"2.0","method":"b"}"#, "{'jsonrpc':'2.0'}", "\u{0}", "\u{B}",
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\u{0}\"}", "NaN", "[1,]",
            "\u{FEFF}{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\"}",
        ])
    func notJSON(_ line: String) async throws {
        let answers = try await answers(to: Array(line.utf8))
        #expect(answers.count == 1)
        #expect(answers.first?["id"]?.isNull ?? true)
        #expect(answers.first?["error"]?["code"]?.int == -32700)
        #expect(answers.first?["error"]?["message"]?.string?.isEmpty == false)
    }

    @Test("Invalid UTF-8 is an error -32700 without an id, and the next request is served")
    func invalidUTF8() async throws {
        let answers = try await answers(
            to: Array(#"{"jsonrpc":"2.0","id":7302,"method":""#.utf8) + [0xFF, 0xFE] + Array("\"}".utf8))
        #expect(answers.count == 1)
        #expect(answers.first?["id"]?.isNull ?? true)
        #expect(answers.first?["error"]?["code"]?.int == -32700)
    }

    @Test("Nesting a hundred thousand deep is an error, and the next request is served")
    func deepNesting() async throws {
        for line in [
            String(repeating: "[", count: 100_000),
            #"{"jsonrpc":"2.0","id":1,"method":"m","params":{"a":"# + String(repeating: "[", count: 100_000)
                + String(repeating: "]", count: 100_000) + "}}",
        ] {
            let answers = try await answers(to: Array(line.utf8))
            #expect(answers.map { $0["error"]?["code"]?.int } == [-32700])
        }
    }

    @Test("A line over 32 MiB is an error without an id, and the next request is served")
    func longLine() async throws {
        let line =
            Array(#"{"jsonrpc":"2.0","id":7201,"method":""#.utf8)
            + [UInt8](repeating: 0x78, count: Connection.lineLimit) + Array("\"}".utf8)
        let answers = try await answers(to: line)
        #expect(answers.count == 1)
        #expect(answers.first?["id"]?.isNull ?? true)
        #expect(answers.first?["error"]?["code"]?.int == -32600)
    }

    @Test("A line of exactly 32 MiB is read")
    func longestLine() async throws {
        #expect(Connection.lineLimit == 33_554_432)
        let (before, after) = (
            Array(#"{"jsonrpc":"2.0","id":1,"method":"long","params":{"p":""#.utf8), Array("\"}}".utf8)
        )
        let filling = Connection.lineLimit - before.count - after.count
        let answers = try await answers(
            to: before + [UInt8](repeating: 0x78, count: filling) + after,
            ScriptedHandler { request, _ in .immediate(.success(JSON(request.params["p"]?.string?.utf8.count ?? 0))) })
        #expect(answers == [["jsonrpc": "2.0", "id": 1, "result": JSON(filling)]])
    }

    @Test("A blank line is ignored", arguments: ["", "\r", "  \t ", "\n\n\r\n \n"])
    func blankLines(_ line: String) async throws {
        #expect(try await answers(to: Array(line.utf8)).isEmpty)
    }

    @Test("White space around a message is part of JSON", arguments: [("", "\r"), ("  \t", "  "), ("\r", "\r\r")])
    func whiteSpace(before: String, after: String) async throws {
        let line = before + #"{ "jsonrpc" : "2.0" , "id" : 1 , "method" : "m" }"# + after
        #expect(
            try await answers(to: Array(line.utf8)) == [
                ["jsonrpc": "2.0", "id": 1, "result": ["method": "m", "params": [:]]]
            ])
    }

    @Test(
        "JSON that is not a message is error -32600",
        arguments: [
            "1", "null", "true", "\"ping\"", "{}", #"{"jsonrpc":"1.0"}"#, #"{"jsonrpc":"2.0","id":null,"method":"m"}"#,
        ]
    )
    func noMessage(_ line: String) async throws {
        let answers = try await answers(to: Array(line.utf8))
        #expect(answers.count == 1)
        #expect(answers.first?["id"]?.isNull ?? true)
        #expect(answers.first?["error"]?["code"]?.int == -32600)
    }

    @Test("An error in a request that has an id is answered under that id")
    func errorWithID() async throws {
        let answers = try await answers(to: Array(#"{"jsonrpc":"1.0","id":7001,"method":"m"}"#.utf8))
        #expect(answers.count == 1)
        #expect(answers.first?["id"] == 7001)
        #expect(answers.first?["error"]?["code"]?.int == -32600)
    }

    @Test(
        "A response to an unknown request is ignored",
        arguments: [
            #"{"jsonrpc":"2.0","id":7006,"result":{}}"#, #"{"jsonrpc":"2.0","id":"server-1","result":{}}"#,
            #"{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"?"}}"#,
        ])
    func strayResponse(_ line: String) async throws {
        #expect(try await answers(to: Array(line.utf8)).isEmpty)
    }

    @Test("The last line is served without a newline")
    func lastLineWithoutEnd() async throws {
        let client = try Client(ScriptedHandler.echo)
        await client.send(bytes: Array(#"{"jsonrpc":"2.0","id":1,"method":"last"}"#.utf8))
        #expect(
            try await client.rest() == [["jsonrpc": "2.0", "id": 1, "result": ["method": "last", "params": [:]]]])
    }

    @Test("A message in a hundred pieces is one message")
    func pieces() async throws {
        let client = try Client(ScriptedHandler.echo)
        for byte in Array(#"{"jsonrpc":"2.0","id":1,"method":"é"}"#.utf8) { await client.send(bytes: [byte]) }
        await client.send("")
        #expect(try await client.next()["result"]?["method"]?.string == "é")
        #expect(try await client.rest().isEmpty)
    }
}
