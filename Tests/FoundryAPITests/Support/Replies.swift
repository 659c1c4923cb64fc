import Foundation

extension [HostileServer.Step] {
    /// A usual answer.
    static func answer(
        _ body: String, status: String = "200 OK", headers: [String: String] = [:]
    ) -> [HostileServer.Step] {
        answer(bytes: [UInt8](body.utf8), status: status, headers: headers)
    }

    /// A usual answer with these bytes.
    static func answer(
        bytes: [UInt8], status: String = "200 OK", headers: [String: String] = [:]
    ) -> [HostileServer.Step] {
        [.send([UInt8](head(status, length: bytes.count, headers).utf8) + bytes)]
    }

    /// The API's error body.
    static func error(
        _ status: String, _ text: String = "something", headers: [String: String] = [:]
    ) -> [HostileServer.Step] {
        answer("{\"error\":\"\(text)\",\"request_id\":\"req_body\"}", status: status, headers: headers)
    }

    /// The head of an answer, which is followed by other steps.
    static func head(_ status: String = "200 OK", length: Int?, _ headers: [String: String] = [:]) -> String {
        var fields = ["Content-Type": "application/json", "x-request-id": "req_head"]
        fields["Content-Length"] = length.map(String.init)
        fields.merge(headers) { $1 }
        let lines = fields.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)\r\n" }
        return "HTTP/1.1 \(status)\r\n" + lines.joined() + "\r\n"
    }
}
