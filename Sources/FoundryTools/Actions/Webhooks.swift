import FoundryAPI
import FoundryFoundation
import FoundryJSON
import FoundryMCP

/// `list_webhooks`: the organisation's webhooks, without the values of their headers.
struct ListWebhooks: ToolAction {
    func run(_ call: ToolCall) async throws -> ToolResult {
        let response = try await call.api.send(.listWebhooks, call.arguments)
        let webhooks = (response.value["webhooks"]?.elements ?? []).map(WebhookSecrets.withoutHeaderValues)
        return ToolResult(
            response.value.setting("webhooks", to: JSON(webhooks)), isSandbox: response.isSandbox)
    }
}

/// `create_webhook` and `update_webhook`. With `generate_secret` a new secret is made and written to a private file.
struct WriteWebhook: ToolAction {
    let operation: FoundryOperation

    func violations(of arguments: JSON) -> [SchemaViolation] {
        var found = WebhookURL.violations(of: "url", in: arguments)
        if arguments["generate_secret"]?.bool == true, arguments["secret"] != nil {
            found.append(
                SchemaViolation(at: JSONPointer(["generate_secret"]), "and secret exclude each other: leave one out"))
        }
        let clears = arguments["clear"]?.elements?.contains("secret") == true
        if clears, arguments["secret"] != nil || arguments["generate_secret"]?.bool == true {
            found.append(
                SchemaViolation(at: JSONPointer(["clear"]), "removes the secret that the call sets: choose one"))
        }
        if operation == .updateWebhook {
            found += AtLeastOne.violations(
                of: ["url", "headers", "enabled", "secret", "generate_secret", "clear"], in: arguments)
        }
        return found
    }

    func run(_ call: ToolCall) async throws -> ToolResult {
        var arguments = Clearing.applied(to: call.arguments).removing("generate_secret")
        var file: String?
        if call.arguments["generate_secret"]?.bool == true {
            let secret = WebhookSecrets.generate()
            // Written first: a webhook whose secret nobody knows is of no use.
            do {
                file = try call.tokenFolder.write(
                    secret, for: "webhook-\(call.text("webhook_id"))", suffix: "secret")
            } catch {
                throw PolicyError(
                    message: """
                        The secret could not be written to \(call.tokenFolder.url.path): \(error.systemReason). \
                        Nothing was sent. Make the folder writable, or give a secret of at least 32 characters.
                        """)
            }
            arguments = arguments.setting("secret", to: JSON(secret))
        }
        let response = try await call.api.send(operation, arguments)
        var value = WebhookSecrets.withoutHeaderValues(response.value).removing("secret")
        if let file { value = value.setting("secret_file", to: JSON(file)) }
        if let inference = response.inference { value = value.setting("note", to: JSON(inference)) }
        return ToolResult(value, isSandbox: response.isSandbox)
    }
}

/// `delete_webhook`: the API's empty response as a value.
struct DeleteWebhook: ToolAction {
    func run(_ call: ToolCall) async throws -> ToolResult {
        let response = try await call.api.send(.deleteWebhook, call.arguments)
        return ToolResult(
            ["deleted": true, "webhook_id": call.arguments["webhook_id"] ?? .null], isSandbox: response.isSandbox)
    }
}

/// The secrets of webhooks: the keys that sign their deliveries, and the values of their headers.
enum WebhookSecrets {
    /// The placeholder for a secret.
    static let placeholder = "[redacted]"

    /// Returns a new secret of 256 bits, in hexadecimal.
    static func generate() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<4).map { _ in
            let digits = String(generator.next() as UInt64, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }

    /// Returns a webhook with the names of its headers and without their values.
    static func withoutHeaderValues(_ webhook: JSON) -> JSON {
        guard let headers = webhook["headers"]?.members, !headers.isEmpty else { return webhook }
        return webhook.setting("headers", to: JSON(headers.map { JSON.Member($0.name, JSON(placeholder)) }))
    }

    /// Returns the secrets among the arguments of a call.
    static func secrets(in arguments: JSON) -> [String] {
        let named = ["secret", "webhook_secret"].compactMap { arguments[$0]?.string }
        let headers = (arguments["headers"]?.members ?? []).compactMap(\.value.string)
        return (named + headers).filter { $0.utf8.count >= 6 }
    }

    /// Returns the text without these secrets.
    static func redact(_ text: String, _ secrets: [String]) -> String {
        secrets.reduce(text) { $0.replacing($1, with: placeholder) }
    }
}

/// The members that a call clears with `clear`, since an argument that is null counts as absent.
enum Clearing {
    /// Returns the arguments with null for each member that is to be cleared.
    static func applied(to arguments: JSON) -> JSON {
        let names = (arguments["clear"]?.elements ?? []).compactMap(\.string)
        return names.reduce(arguments.removing("clear")) { $0.setting($1, to: .null) }
    }
}
