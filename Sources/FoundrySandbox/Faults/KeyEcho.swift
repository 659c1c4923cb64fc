import Foundation
import FoundryJSON

/// Repeats a key in the ways that a careless or hostile service might.
enum KeyEcho {
    /// A JSON body with a member `echo` that holds the key; another body stays as it is.
    static func adding(_ key: String, to body: [UInt8]) -> [UInt8] {
        guard let json = try? JSON(parsing: body), json.kind == .object else { return body }
        return json.setting("echo", to: echoes(of: key)).utf8
    }

    private static func echoes(of key: String) -> JSON {
        let bytes = Array(key.utf8)
        let base64 = Data(bytes).base64EncodedString()
        let hex = bytes.map(\.hex)
        // Escapes of a parsed text are written as they were read.
        let escaped = try? JSON(parsing: "\"" + hex.map { "\\u00\($0)" }.joined() + "\"")
        return JSON([
            JSON.Member("plain", JSON(key)),
            JSON.Member("sentence", JSON("The header was Authorization: Bearer \(key).")),
            JSON.Member("escaped", escaped ?? .null),
            JSON.Member("json_in_json", JSON(textOf: ["authorization": JSON("Bearer \(key)")])),
            JSON.Member("base64", JSON(base64)),
            JSON.Member("base64_of_header", JSON(Data(("Bearer " + key).utf8).base64EncodedString())),
            JSON.Member("base64url", JSON(Base64URL.encoded(bytes))),
            JSON.Member("hex", JSON(hex.joined())),
            JSON.Member("percent", JSON(hex.map { "%" + $0.uppercased() }.joined())),
            JSON.Member("html", JSON(bytes.map { "&#\($0);" }.joined())),
            JSON.Member("url", JSON("https://example.com/?token=\(key)&x=1")),
            JSON.Member("upper_case", JSON(key.uppercased())),
            JSON.Member("list", JSON([JSON(key), [JSON(key)]])),
            JSON.Member(key, "as a name"),
        ])
    }
}
