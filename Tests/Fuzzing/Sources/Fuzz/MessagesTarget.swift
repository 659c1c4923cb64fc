import Foundation
import FoundryJSON

@testable import FoundryJSONRPC

/// Serves the input as the lines of a peer, and holds what is answered against a plain model of JSON-RPC 2.0.
///
/// The lowest bit of the first byte says whether batches are taken; the rest are the lines.
enum MessagesTarget {
    private struct Handler: MessageHandler {
        let acceptsBatches: Bool

        func reply(to request: Request, on connection: Connection) -> Reply {
            .immediate(MessagesTarget.outcome(of: request))
        }

        func receive(_ notification: FoundryJSONRPC.Notification, on connection: Connection) {}
        func inputEnded() {}
    }

    /// Files rather than pipes, since they never fill.
    private static let input = ScratchFile()
    private static let output = ScratchFile()

    static func run(_ bytes: UnsafeBufferPointer<UInt8>) -> CInt {
        guard let first = bytes.first else { return 0 }
        let acceptsBatches = first & 1 == 1
        let lines = Array(bytes.dropFirst())
        input.fill(with: lines)
        output.fill(with: [])
        let connection = Connection(
            input: input.descriptor, output: output.descriptor, handler: Handler(acceptsBatches: acceptsBatches))
        connection.run(grace: .seconds(60))

        let answered = output.lines
        let expected = lines.split(separator: 0x0A).flatMap { answers(to: Array($0), acceptsBatches) }
        expect(answered.count == expected.count, "\(answered.count) answers, not \(expected.count)")
        for (answer, expected) in zip(answered, expected) {
            let value = require("an answer is not JSON") { try JSON(parsing: answer) }
            expect(shape(value) == expected, "\(value) is not \(expected)")
        }
        return 0
    }

    /// Returns the server's reply to a request: an error, or the parameters of the request.
    private static func outcome(of request: Request) -> Result<JSON, RPCError> {
        request.method == "fail" ? .failure(.invalidParams("as asked")) : .success(request.params)
    }

    /// The answers to a line, by the model.
    private static func answers(to line: [UInt8], _ acceptsBatches: Bool) -> [JSON] {
        if line.allSatisfy({ " \r\t".utf8.contains($0) }) { return [] }
        guard let value = try? JSON(parsing: line) else { return [failure(nil, -32700)] }
        guard let elements = value.elements else { return answer(to: value).map { [$0] } ?? [] }
        guard acceptsBatches, !elements.isEmpty else { return [failure(nil, -32600)] }
        let answers = elements.compactMap(answer)
        return answers.isEmpty ? [] : [JSON(answers)]
    }

    private static func answer(to value: JSON) -> JSON? {
        do throws(MessageError) {
            let message = try Message(value)
            checkRoundTrip(message)
            guard case .request(let request) = message else { return nil }
            switch outcome(of: request) {
            case .success(let result): return ["jsonrpc": "2.0", "id": request.id.json, "result": result]
            case .failure(let error): return failure(request.id.json, error.code)
            }
        } catch {
            expect(error.error.code == -32600, "what is no message has code \(error.error.code)")
            if let id = error.id { expect(value["id"] == id.json, "\(id) is not the id of \(value)") }
            return failure(error.id?.json, -32600)
        }
    }

    /// A message that is written can be read, and is the same.
    private static func checkRoundTrip(_ message: Message) {
        let text = message.json.text
        let again = require("\(text) is no message any more") { try Message(try JSON(parsing: text)) }
        expect(again.json.text == text, "\(text) becomes \(again.json.text)")
    }

    /// A failure; what could not be read has no id.
    private static func failure(_ id: JSON?, _ code: Int) -> JSON {
        .object(["jsonrpc": "2.0", "id": id, "error": JSON(code)])
    }

    /// An answer with only the code of its error, whose message the model does not know.
    private static func shape(_ answer: JSON) -> JSON {
        if let elements = answer.elements { return JSON(elements.map(shape)) }
        guard let error = answer["error"] else { return answer }
        expect(error["message"]?.string?.isEmpty == false, "an error says nothing")
        return answer.setting("error", to: error["code"] ?? .null)
    }
}
